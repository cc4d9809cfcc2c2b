#include "decrypt/crypto/sealing.h"

#include "base/text.h"

#include <gtest/gtest.h>

namespace petze::crypto {

// Test case 14 of McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B: a key, a
// nonce and a block of zeros.
TEST(Sealing, SealsAsTheModesAuthorsDo)
{
    std::vector<std::uint8_t> const key(32), nonce(12);
    std::vector<std::uint8_t> bytes(16);
    ASSERT_TRUE(seal(aes_256_gcm, key, nonce, bytes));
    EXPECT_EQ(to_hex(bytes), "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
}

TEST(Sealing, OpensAgainUnlessAByteIsAnother)
{
    std::vector<std::uint8_t> const key(32, 7), nonce(12, 9);
    auto const* const words = "invented";
    std::vector<std::uint8_t> sealed(words, words + 8);
    ASSERT_TRUE(seal(aes_256_gcm, key, nonce, sealed));
    auto decipher = Decipher::make(aes_256_gcm, key);
    ASSERT_TRUE(decipher);
    std::vector<std::uint8_t> plain(8);
    ASSERT_TRUE(decipher->open(nonce, {}, sealed, plain));
    EXPECT_EQ(as_text(plain), "invented");
    for (auto& byte : sealed) {
        byte ^= 1;
        EXPECT_FALSE(decipher->open(nonce, {}, sealed, plain));
        byte ^= 1;
    }
}

TEST(Sealing, WantsKeyAndNonceOfTheRightLength)
{
    std::vector<std::uint8_t> const key(32), nonce(12);
    std::vector<std::uint8_t> bytes(4);
    EXPECT_FALSE(seal(aes_256_gcm, Bytes{key}.first(31), nonce, bytes));
    EXPECT_FALSE(seal(aes_256_gcm, key, Bytes{nonce}.first(11), bytes));
    EXPECT_FALSE(seal(aes_128_cbc, Bytes{key}.first(16), nonce, bytes));
}

} // namespace petze::crypto

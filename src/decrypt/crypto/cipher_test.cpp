#include "decrypt/crypto/cipher.h"

#include "base/text.h"
#include "decrypt/crypto/camellia_gcm.h"
#include "testing/hex.h"

#include <gtest/gtest.h>

namespace petze::crypto {
namespace {

using Buffer = std::vector<std::uint8_t>;

TEST(Decipher, OpensAeadAndRefusesWhatWasChanged)
{
    struct {
        char const* name;
        CipherKind kind;
        char const *key, *nonce, *associated, *sealed, *text;
    } const cases[] = {
        {"GCM specification, test case 2", aes_128_gcm, "00000000000000000000000000000000",
         "000000000000000000000000", "",
         "0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf",
         "00000000000000000000000000000000"},
        {"GCM specification, test case 1: nothing", aes_128_gcm, "00000000000000000000000000000000",
         "000000000000000000000000", "", "58e2fccefa7e3061367f1d57a4e7455a", ""},
        // By GnuTLS 3.7; the first two stand in draft-kato-ipsec-camellia-gcm as well.
        {"Camellia: nothing", camellia_128_gcm, "00000000000000000000000000000000",
         "000000000000000000000000", "", "f5574acc3148dfcb9015200631024df9", ""},
        {"Camellia: a block", camellia_128_gcm, "00000000000000000000000000000000",
         "000000000000000000000000", "",
         "defe3e0b5c54c94b4f2a0f5a46f6210df672b94d192266c7c8c8dbb427cc989a",
         "00000000000000000000000000000000"},
        {"Camellia, as TLS 1.2 uses it", camellia_128_gcm, "000102030405060708090a0b0c0d0e0f",
         "a0a1a2a3a4a5a6a7a8a9aaab", "0000000000000001170303002b",
         "037f125857451e2fdfe632dbe27dcf37789ca998a27d491a35cd7ffb0dba4c99756e519dc4fefa5b54b133c48"
         "a"
         "0123283c57f9ff6f02a1abbc89b165f9",
         "7b22696d6569223a22383637363032303239313431373732222c226d6f64656c223a22696e76656e746564227"
         "d"},
        {"Camellia with 256 bits", camellia_256_gcm,
         "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
         "a0a1a2a3a4a5a6a7a8a9aaab", "0000000000000001170303002b",
         "98b1c05e346339728300c32ecd89807e5a038beeb206c3b68ae7303f30f1389e1f24092d977578348198acd11"
         "c"
         "2e0049befc86b6368d4ecc8cb5a07fcd",
         "7b22696d6569223a22383637363032303239313431373732222c226d6f64656c223a22696e76656e746564227"
         "d"},
        {"RFC 9001, appendix A.5", chacha20_poly1305,
         "c6d98ff3441c3fe1b2182094f69caa2ed4b716b65488960a7a984979fb23e1c8",
         "e0459b3474bdd0e46d417eb0", "4200bff4", "655e5cd55c41f69080575d7999c25a5bfb", "01"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto decipher = Decipher::make(c.kind, from_hex(c.key));
        ASSERT_TRUE(decipher);
        auto sealed = from_hex(c.sealed);
        Buffer out(sealed.size());
        auto const nonce = from_hex(c.nonce), associated = from_hex(c.associated);
        ASSERT_TRUE(decipher->open(nonce, associated, sealed, out));
        EXPECT_EQ(to_hex(Bytes{out}.first(sealed.size() - 16)), c.text);
        for (std::size_t i = 0; i < sealed.size(); ++i) {
            sealed[i] ^= 1;
            EXPECT_FALSE(decipher->open(nonce, associated, sealed, out)) << i;
            sealed[i] ^= 1;
        }
        for (std::size_t length = 0; length < sealed.size(); ++length)
            EXPECT_FALSE(decipher->open(nonce, associated, Bytes{sealed}.first(length), out));
        EXPECT_TRUE(decipher->open(nonce, associated, sealed, out));
    }
}

TEST(Decipher, OpensBlocksAndStreams)
{
    // NIST SP 800-38A, F.2.1.
    auto cbc = Decipher::make(aes_128_cbc, from_hex("2b7e151628aed2a6abf7158809cf4f3c"));
    ASSERT_TRUE(cbc);
    Buffer out(16);
    auto const iv = from_hex("000102030405060708090a0b0c0d0e0f");
    auto const sealed = from_hex("7649abac8119b246cee98e9b12e9197d");
    ASSERT_TRUE(cbc->open_blocks(iv, sealed, out));
    EXPECT_EQ(to_hex(out), "6bc1bee22e409f96e93d7e117393172a");
    EXPECT_FALSE(cbc->open_blocks(iv, Bytes{sealed}.first(15), out));
    EXPECT_FALSE(cbc->open_blocks(Bytes{iv}.first(8), sealed, out));
    EXPECT_FALSE(cbc->open(iv, {}, sealed, out));
    if (!has_legacy_ciphers())
        GTEST_SKIP() << "no legacy provider";
    // RFC 6229: the key stream, in two pieces.
    auto rc4 = Decipher::make(rc4_128, from_hex("0102030405060708090a0b0c0d0e0f10"));
    ASSERT_TRUE(rc4);
    Buffer const zeros(16);
    ASSERT_TRUE(rc4->open_stream(Bytes{zeros}.first(5), out));
    ASSERT_TRUE(rc4->open_stream(Bytes{zeros}.first(11), std::span{out}.subspan(5)));
    EXPECT_EQ(to_hex(out), "9ac7cc9a609d1ef7b2932899cde41b97");
}

TEST(Decipher, WantsAKeyOfItsLength)
{
    EXPECT_FALSE(Decipher::make(aes_256_gcm, Buffer(16)));
    EXPECT_TRUE(Decipher::make(aes_256_gcm, Buffer(32)));
    EXPECT_FALSE(Decipher::make(aes_128_cbc, {}));
}

// RFC 9001, appendices A.2 and A.5.
TEST(HeaderMask, MakesTheMasksOfRfc9001)
{
    auto aes = HeaderMask::make(aes_128_gcm, from_hex("9f50449e04a0e810283a1e9933adedd2"));
    ASSERT_TRUE(aes);
    EXPECT_EQ(to_hex(aes->mask(from_hex("d1b1c98dd7689fb8ec11d242b123dc9b"))), "437b9aec36");
    auto chacha = HeaderMask::make(
        chacha20_poly1305,
        from_hex("25a282b9e82f06f21f488917a4fc8f1b73573685608597d0efcb076b0ab7a7a4"));
    ASSERT_TRUE(chacha);
    EXPECT_EQ(to_hex(chacha->mask(from_hex("5e5cd55c41f69080575d7999c25a5bfb"))), "aefefe7d03");
    EXPECT_EQ(to_hex(chacha->mask(from_hex("5e5c"))), "0000000000");
}

} // namespace
} // namespace petze::crypto

#include "conversation/link/wifi_crypto.h"

#include "base/text.h"
#include "testing/hex.h"

#include <gtest/gtest.h>

namespace petze::wpa {
namespace {

Key key_of(std::string const& hex)
{
    Key out{};
    std::ranges::copy(from_hex(hex), out.begin());
    return out;
}

// IEEE 802.11-2020 annex J.6.4: the CCMP-128 vector.
TEST(Ccmp, OpensTheVectorOfTheStandard)
{
    Ccmp cipher{key_of("c97c1f67ce371185514a8a19f2bdd52f")};
    auto const nonce = from_hex("005030f1844408b5039776e70c");
    auto const associated = from_hex("0840 0fd2e128a57c 5030f1844408 abaea5b8fcba 0000");
    auto const sealed = from_hex("f3d0a2fe9a3dbf2342a643e43246e80c3c04d019 7845ce0b16f97623");
    std::vector<std::uint8_t> out(sealed.size() - Ccmp::tag_bytes);
    ASSERT_TRUE(cipher.open(nonce, associated, sealed, out));
    EXPECT_EQ(to_hex(out), "f8ba1a55d02f85ae967bb62fb6cda8eb7e78a050");
    ASSERT_TRUE(cipher.open(nonce, associated, sealed, out)); // a second time

    for (std::size_t at = 0; at < sealed.size(); ++at) {
        auto damaged = sealed;
        damaged[at] ^= 1;
        EXPECT_FALSE(cipher.open(nonce, associated, damaged, out)) << at;
    }
    for (std::size_t length = 0; length < sealed.size(); ++length)
        EXPECT_FALSE(cipher.open(nonce, associated, Bytes{sealed}.first(length), out)) << length;
    EXPECT_TRUE(cipher.open(nonce, associated, sealed, out)); // failures leave nothing behind
}

// The master key is of annex J.4.2's second vector; what follows was computed with Python's hmac.
TEST(DeriveKeys, FollowsBothKeyManagements)
{
    auto const master =
        from_hex("0dc0d6eb90555ed6419756b9a15ec3e3209b63df707dd508d14581f8982721af");
    auto const access = from_hex("a0a1a1a3a4a5"), station = from_hex("b0b1b2b3b4b5");
    std::vector<std::uint8_t> access_nonce, station_nonce;
    for (int i = 0; i < 32; ++i) {
        station_nonce.push_back(static_cast<std::uint8_t>(0xc0 + i));
        access_nonce.push_back(static_cast<std::uint8_t>(0xe0 + i));
    }
    struct {
        char const* name;
        Version version;
        char const* keys;
    } const cases[] = {
        {"SHA-1", Version::sha1,
         "e79498d36bd81b9b41819b48f3c97f966e620972f3d263238df571d65fa2b8fa"
         "d503e8b5891f81c74422468fc2d4dd39"},
        {"SHA-256", Version::sha256,
         "3c44f9489459f98a8a43f4302959f05471687a3c8ab375588cf660a02e239f4c"
         "641cb9823e053cc85d116c5fefb210d0"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const keys =
            derive_keys(c.version, master, access, station, access_nonce, station_nonce);
        EXPECT_EQ(to_hex(keys.confirmation) + to_hex(keys.encryption) + to_hex(keys.data), c.keys);
        // Whoever is named first.
        auto const same =
            derive_keys(c.version, master, station, access, station_nonce, access_nonce);
        EXPECT_EQ(same.data, keys.data);
    }
}

TEST(IntegrityCode, IsThatOfItsVersion)
{
    // RFC 4493 section 4, example 4; for SHA-1 of the same, Python's hmac.
    auto const message =
        from_hex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
                 "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710");
    auto const key = key_of("2b7e151628aed2a6abf7158809cf4f3c");
    EXPECT_EQ(to_hex(integrity_code(Version::sha256, key, message)),
              "51f0bebf7e3b9d92fc49741779363cfe");
    EXPECT_EQ(to_hex(integrity_code(Version::sha1, key, message)),
              "6fa47d1b8eab1db98b62c9f2dfa2cc46");
}

// RFC 3394 section 4.1.
TEST(Unwrap, OpensTheVectorOfTheRfc)
{
    auto const key = key_of("000102030405060708090a0b0c0d0e0f");
    auto const wrapped = from_hex("1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5");
    auto const opened = unwrap(key, wrapped);
    ASSERT_TRUE(opened);
    EXPECT_EQ(to_hex(*opened), "00112233445566778899aabbccddeeff");
    for (std::size_t length = 0; length < wrapped.size(); ++length)
        EXPECT_FALSE(unwrap(key, Bytes{wrapped}.first(length))) << length;
    auto damaged = wrapped;
    damaged[5] ^= 1;
    EXPECT_FALSE(unwrap(key, damaged));
}

} // namespace
} // namespace petze::wpa

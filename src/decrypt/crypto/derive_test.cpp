#include "decrypt/crypto/derive.h"

#include "base/text.h"
#include "testing/hex.h"

#include <gtest/gtest.h>

namespace petze::crypto {
namespace {

TEST(Hmac, MakesTheDigestsOfTheStandards)
{
    struct {
        char const* name;
        Hash hash;
        char const* key;
        char const* data;
        char const* expected;
    } const cases[] = {
        {"RFC 2202, MD5, 1", Hash::md5, "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265",
         "9294727a3638bb1c13f48ef8158bfc9d"},
        {"RFC 2202, SHA-1, 1", Hash::sha1, "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
         "4869205468657265", "b617318655057264e28bc0b6fb378c8ef146be00"},
        {"RFC 4231, SHA-256, 2", Hash::sha256, "4a656665",
         "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
        {"RFC 4231, SHA-384, 2", Hash::sha384, "4a656665",
         "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
         "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecf"
         "a"
         "b21649"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(to_hex(hmac(c.hash, from_hex(c.key), from_hex(c.data)).bytes()), c.expected);
    }
}

TEST(Hkdf, ExtractsAsRfc5869)
{
    std::string const input = "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b";
    auto const extract = [&](char const* salt) {
        return to_hex(hkdf_extract(Hash::sha256, from_hex(salt), from_hex(input)).bytes());
    };
    EXPECT_EQ(extract("000102030405060708090a0b0c"),
              "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
    EXPECT_EQ(extract(""), "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04");
}

TEST(Hkdf, ExpandsLabelsAsRfc8448AndRfc9001)
{
    std::string const server = "b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38",
                      initial = "c00cf151ca5be075ed0ebfb5c80323c42d6b7db67881289af4008f1f6c357aea",
                      chacha = "9ac312a7f877468ebe69422748ad00a15443f18203a07d6060f688f30f21632b";
    struct {
        std::string secret;
        char const* label;
        char const* expected;
    } const cases[] = {
        {server, "key", "3fce516009c21727d0f2e4e86ee403bc"},
        {server, "iv", "5d313eb2671276ee13000b30"},
        {initial, "quic key", "1f369613dd76d5467730efcbe3b1a22d"},
        {initial, "quic iv", "fa044b2f42a3fd3b46fb255c"},
        {initial, "quic hp", "9f50449e04a0e810283a1e9933adedd2"},
        {chacha, "quic key", "c6d98ff3441c3fe1b2182094f69caa2ed4b716b65488960a7a984979fb23e1c8"},
        {chacha, "quic iv", "e0459b3474bdd0e44a41c144"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.expected);
        std::string const expected = c.expected;
        EXPECT_EQ(
            to_hex(hkdf_expand_label(Hash::sha256, from_hex(c.secret), c.label, expected.size() / 2)
                       .bytes()),
            expected);
    }
}

// SHA-256 and SHA-384: the vectors of the IETF's TLS list (msg03416); MD5 with SHA-1 as `openssl
// kdf TLS1-PRF` makes it, with a secret of an odd length; SSL 3.0 with Python's hashlib.
TEST(Prf, MakesWhatOthersMake)
{
    std::string const secret = "9bbe436ba940f017b17652849a71db35",
                      seed = "a0ba9f936cda311827a6f796ffd5198c";
    struct {
        char const* name;
        Hash hash;
        std::string secret, seed, expected;
    } const cases[] = {
        {"SHA-256", Hash::sha256, secret, seed,
         "e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e1"
         "4baf9af0fa022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a7"
         "2e5a5110fff70187347b66"},
        {"SHA-384", Hash::sha384, "b80b733d6ceefcdc71566ea48e5567df",
         "cd665cf6a8447dd6ff8b27555edb7465",
         "7b0c18e9ced410ed1804f2cfa34a336a1c14dffb4900bb5fd7942107e81c83cde9ca0faa60be9fe34f82b1233"
         "c9146a0e534cb400fed2700884f9dc236f80edd8bfa961144c9e8d792eca722a7b32fc3d416d473ebc2c5fd4a"
         "bfdad05d9184259b5bf8cd4d90fa0d31e2dec479e4f1a26066f2eea9a69236a3e52655c9e9aee691c8f3a2685"
         "4308d5eaa3be85e0990703d73e56f"},
        {"MD5 and SHA-1", Hash::md5, secret + "ab", seed,
         "c55cce910d01afe4fce09b84d3e47936666d769a2426ac9c83d72566c314df98f4d8b00455413a99"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        std::vector<std::uint8_t> out(c.expected.size() / 2);
        tls_prf(c.hash, from_hex(c.secret), "test label", from_hex(c.seed), out);
        EXPECT_EQ(to_hex(out), c.expected);
    }
    std::vector<std::uint8_t> out(40);
    ssl3_prf(from_hex(secret), from_hex(seed), out);
    EXPECT_EQ(to_hex(out),
              "808d751749e3199a086430d9a22f92cf9b3d7bc8f3e2bb5a649a006cc0c8671bd4905c378a85312d");
}

} // namespace
} // namespace petze::crypto

#include "decrypt/tls/suite.h"

#include <gtest/gtest.h>

namespace petze::tls {
namespace {

// IANA, TLS Cipher Suites.
TEST(FindSuite, ReadsTheNames)
{
    using crypto::Hash;
    struct {
        unsigned number;
        char const* cipher; // as OpenSSL calls it
        unsigned tag, mac;  // bytes
        Hash prf;
    } const cases[] = {
        {0x0002, "", 0, 20, Hash::sha256},
        {0x0004, "RC4", 0, 16, Hash::sha256},
        {0x0007, "IDEA-CBC", 0, 20, Hash::sha256},
        {0x0009, "DES-CBC", 0, 20, Hash::sha256},
        {0x000a, "DES-EDE3-CBC", 0, 20, Hash::sha256},
        {0x003d, "AES-256-CBC", 0, 32, Hash::sha256},
        {0x0084, "CAMELLIA-256-CBC", 0, 20, Hash::sha256},
        {0x0096, "SEED-CBC", 0, 20, Hash::sha256},
        {0x009d, "AES-256-GCM", 16, 0, Hash::sha384},
        {0xc028, "AES-256-CBC", 0, 48, Hash::sha384},
        {0xc0a0, "AES-128-CCM", 8, 0, Hash::sha256},
        {0xc09c, "AES-128-CCM", 16, 0, Hash::sha256},
        {0xc05d, "ARIA-256-GCM", 16, 0, Hash::sha384},
        {0xc07a, "CAMELLIA-128-CTR", 16, 0, Hash::sha256},
        {0xc08b, "CAMELLIA-256-CTR", 16, 0, Hash::sha384},
        {0xcca8, "ChaCha20-Poly1305", 16, 0, Hash::sha256},
        {0x1301, "AES-128-GCM", 16, 0, Hash::sha256},
        {0x1302, "AES-256-GCM", 16, 0, Hash::sha384},
        {0x1305, "AES-128-CCM", 8, 0, Hash::sha256},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.number);
        auto const suite = find_suite(static_cast<std::uint16_t>(c.number));
        ASSERT_TRUE(suite);
        EXPECT_EQ(suite->cipher.name, c.cipher);
        EXPECT_EQ(suite->cipher.tag_bytes, c.tag);
        EXPECT_EQ(suite->mac_bytes(), c.mac);
        EXPECT_EQ(suite->prf, c.prf);
    }
    // Exportable RC4 and DES, GOST, GREASE, nobody's.
    for (unsigned const number : {0x0003u, 0x0008u, 0x0081u, 0x0a0au, 0xffffu})
        EXPECT_FALSE(find_suite(static_cast<std::uint16_t>(number))) << number;
}

} // namespace
} // namespace petze::tls

#include "decrypt/tls/names.h"

#include <gtest/gtest.h>

namespace petze::tls {
namespace {

// Names from IANA's registry of cipher suites.
TEST(CipherSuiteName, IsWhatTheRegistrySays)
{
    struct {
        std::uint16_t number;
        char const* name;
    } const cases[] = {
        {0x0000, "TLS_NULL_WITH_NULL_NULL"},
        {0x0005, "TLS_RSA_WITH_RC4_128_SHA"},
        {0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA"},
        {0x00c7, "TLS_SM4_CCM_SM3"},
        {0x00ff, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"},
        {0x1301, "TLS_AES_128_GCM_SHA256"},
        {0x5600, "TLS_FALLBACK_SCSV"},
        {0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"},
        {0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"},
        {0xd005, "TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256"},
        {0x0a0a, "0x0a0a"},
        {0x00c8, "0x00c8"},
        {0xffff, "0xffff"},
    };
    for (auto const& c : cases)
        EXPECT_EQ(cipher_suite_name(c.number), c.name);
}

TEST(VersionName, IsWhatPeopleSay)
{
    struct {
        std::uint16_t number;
        char const* name;
    } const cases[] = {
        {0x0002, "SSL 2.0"},  {0x0300, "SSL 3.0"},          {0x0301, "TLS 1.0"},
        {0x0302, "TLS 1.1"},  {0x0303, "TLS 1.2"},          {0x0304, "TLS 1.3"},
        {0xfeff, "DTLS 1.0"}, {0x7f1c, "TLS 1.3 draft-28"}, {0xfb17, "TLS 1.3 draft-23"},
        {0x0505, "0x0505"},
    };
    for (auto const& c : cases)
        EXPECT_EQ(version_name(c.number), c.name);
}

// RFC 8701 section 2.
TEST(Grease, IsSixteenValues)
{
    int count = 0;
    for (std::uint32_t value = 0; value <= 0xffff; ++value)
        count += is_grease(static_cast<std::uint16_t>(value)) ? 1 : 0;
    EXPECT_EQ(count, 16);
    EXPECT_TRUE(is_grease(0x0a0a));
    EXPECT_TRUE(is_grease(0xfafa));
    EXPECT_FALSE(is_grease(0x0a1a));
}

} // namespace
} // namespace petze::tls

#pragma once

#include <cstdint>
#include <string>

namespace petze::tls {

/// The versions as their records and hellos write them: RFC 6101, 2246, 4346 and 5246.
inline constexpr std::uint16_t ssl3 = 0x0300, tls10 = 0x0301, tls11 = 0x0302, tls12 = 0x0303;

/// IANA's name of a cipher suite, such as "TLS_AES_128_GCM_SHA256"; "0x0a0a" where the registry
/// has none.
std::string cipher_suite_name(std::uint16_t suite);

/// "TLS 1.3", "SSL 3.0", "DTLS 1.2", "TLS 1.3 draft-28"; "0x1234" where there is no such version.
std::string version_name(std::uint16_t version);

/// RFC 8701: values that mean nothing and must be tolerated; every fingerprint leaves them out.
constexpr bool is_grease(std::uint16_t value)
{
    return (value & 0x0f0f) == 0x0a0a && value >> 8 == (value & 0xff);
}

/// Whether the handshake that follows is that of RFC 8446 (DTLS: RFC 9147): certificates are
/// encrypted then.
constexpr bool is_tls13(std::uint16_t version)
{
    constexpr unsigned draft = 0x7f, facebook_draft = 0xfb;
    return version == 0x0304 || version == 0xfefc || version >> 8 == draft
           || version >> 8 == facebook_draft;
}

/// RFC 4347 and RFC 6347 section 1: the version of TLS whose rules protect the records of one of
/// DTLS. Any other version stands for itself.
constexpr std::uint16_t tls_version_of(std::uint16_t version)
{
    constexpr std::uint16_t dtls10 = 0xfeff, dtls12 = 0xfefd;
    return version == dtls10 ? tls11 : version == dtls12 ? tls12 : version;
}

} // namespace petze::tls

#pragma once

#include "base/bytes.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace petze::crypto {

enum class Hash : std::uint8_t { md5, sha1, sha256, sha384 };

std::size_t digest_bytes(Hash hash);

/// A key, secret or digest of at most 64 bytes, held in place.
class Secret {
public:
    Secret() = default;
    explicit Secret(Bytes bytes);

    Bytes bytes() const { return Bytes{m_bytes}.first(m_size); }
    bool empty() const { return m_size == 0; }
    /// Room for `size` bytes, to be written.
    std::span<std::uint8_t> resize(std::size_t size);

private:
    std::array<std::uint8_t, 64> m_bytes{};
    std::size_t m_size = 0;
};

/// RFC 2104.
Secret hmac(Hash hash, Bytes key, Bytes data);
/// RFC 5869 section 2.2.
Secret hkdf_extract(Hash hash, Bytes salt, Bytes input);
/// RFC 8446 section 7.1, with an empty context; `label` without "tls13 ". At most 64 bytes.
Secret hkdf_expand_label(Hash hash, Bytes secret, std::string_view label, std::size_t bytes);
/// TLS's pseudo-random function. RFC 5246 section 5 for SHA-256 and SHA-384; Hash::md5 means that
/// of TLS 1.0 and 1.1, MD5 and SHA-1 together (RFC 2246 section 5).
void tls_prf(Hash hash, Bytes secret, std::string_view label, Bytes seed,
             std::span<std::uint8_t> out);
/// SSL 3.0's (RFC 6101 section 6.2.2).
void ssl3_prf(Bytes secret, Bytes seed, std::span<std::uint8_t> out);

/// Whether two are equal.
bool equal(Bytes a, Bytes b);

} // namespace petze::crypto

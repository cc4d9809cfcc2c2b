#pragma once

#include "decrypt/crypto/cipher.h"
#include "decrypt/crypto/derive.h"

#include <cstdint>
#include <optional>

namespace petze::tls {

/// What a cipher suite says about the protection of records, read out of its IANA name.
struct Suite {
    crypto::CipherKind cipher{};
    crypto::Hash mac{}; // where the cipher does not authenticate by itself
    crypto::Hash prf{}; // TLS 1.2: of the pseudo-random function; TLS 1.3: of the key schedule

    std::size_t mac_bytes() const
    {
        return cipher.mode == crypto::Mode::aead ? 0 : crypto::digest_bytes(mac);
    }
};

/// Nothing for suites that are unknown or whose cipher Petze has not: exportable ones, Camellia in
/// GCM, GOST, SM4.
std::optional<Suite> find_suite(std::uint16_t suite);

} // namespace petze::tls

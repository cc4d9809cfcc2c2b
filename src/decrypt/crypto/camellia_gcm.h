#pragma once

#include "decrypt/crypto/cipher.h"

namespace petze::crypto {

/// Camellia in GCM (RFC 6367), which OpenSSL has not: named by counter mode, out of which and of
/// Ghash Decipher makes it.
inline constexpr CipherKind camellia_128_gcm{"CAMELLIA-128-CTR", Mode::aead, 16, 16, 16, false},
    camellia_256_gcm{"CAMELLIA-256-CTR", Mode::aead, 32, 16, 16, false};

} // namespace petze::crypto

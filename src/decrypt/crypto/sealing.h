#pragma once

#include "decrypt/crypto/cipher.h"

#include <cstdint>
#include <vector>

namespace petze::crypto {

/// Encrypts in place with an AEAD cipher and appends its tag, as Decipher::open() undoes. One nonce
/// of 12 bytes is never used twice under one key. False, and the bytes are of no worth any more,
/// where this machine's OpenSSL has no such cipher.
bool seal(CipherKind const& kind, Bytes key, Bytes nonce, std::vector<std::uint8_t>& bytes);

/// From the system's source; false where it has none.
bool fill_random(std::span<std::uint8_t> bytes);

} // namespace petze::crypto

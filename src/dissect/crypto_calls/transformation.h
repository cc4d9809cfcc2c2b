#pragma once

#include "decrypt/crypto/cipher.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace petze {

/// The ciphers that a name of Java's Cipher.getInstance() can mean with a key of this length:
/// "AES/CBC/PKCS5Padding". None where it is none that payloads are opened with.
std::vector<crypto::CipherKind> ciphers_of(std::string_view transformation, std::size_t key_bytes);

} // namespace petze

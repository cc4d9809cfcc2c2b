#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "decrypt/crypto/cipher.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace petze {

/// A key for what an application encrypts by itself, inside whatever carries it: one payload
/// after the other, each on its own.
struct PayloadKey {
    std::string step; // of the path of what it opened: "payload-key:sync"
    crypto::CipherKind cipher;
    std::vector<std::uint8_t> key;
    /// Initialisation vector, nonce or counter that every payload begins with. Where it is empty
    /// and the cipher needs one, each payload carries its own in front.
    std::vector<std::uint8_t> vector{};
    /// Bytes of a stream cipher's key stream that are thrown away before each payload; at most
    /// most_skipped.
    std::size_t skipped{};

    static constexpr std::size_t most_skipped = 1024;
};

/// "NAME=HEX:ALGORITHM" or "NAME=HEX:ALGORITHM:HEX" as --payload-key takes it; the last is
/// PayloadKey::vector. The error does not repeat the key.
Result<PayloadKey> parse_payload_key(std::string const& text);

/// No payload is shorter than this, with what stands in front of it and behind it left out.
inline constexpr std::size_t shortest_payload = 16;

/// Whether something of this length can be a payload under this key.
bool fits(PayloadKey const& key, std::size_t sealed_bytes);

/// How many bytes of such a payload stand before what is encrypted: its vector, where it carries
/// one.
std::size_t carried_bytes(PayloadKey const& key);

enum class Part : std::uint8_t { beginning, whole };

/// Opens a payload. Nothing where its tag does not fit; with a cipher that has none, where the
/// padding of its last block is none (RFC 5652 section 6.3; ECB and CBC), or where `recognised`
/// does not know what comes out. It is asked about the first bytes (64 at most), then about the
/// whole. `work` grows by the bytes that were deciphered, in vain or not.
std::optional<std::vector<std::uint8_t>> open_payload(PayloadKey const& key, Bytes sealed,
                                                      bool (*recognised)(Bytes, Part),
                                                      std::uint64_t& work);

} // namespace petze

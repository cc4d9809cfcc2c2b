#pragma once

#include "decrypt/payload/payload_key.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// What a record of an app's calls of javax.crypto gives.
struct CryptoCalls {
    std::vector<PayloadKey> keys;
    std::uint64_t broken{};   // records that could not be read
    std::uint64_t left_out{}; // keys beyond limits::recorded_keys
};

/// Whether a file is such a record and no key log in lines: JSON, by its first character.
bool looks_like_crypto_calls(std::string_view text);

/// aes_info.json, as PiRogue's pirogue-intercept writes it: a list of records {type, …, data: {iv,
/// alg, in, out, key}}, bytes in hex. A record tells either of a key that was made ("AES") or of a
/// call ("AES/CBC/PKCS5Padding"), which does not say its key: that one is found by what went in
/// and came out. A key that fits no call is tried with all modes.
///
/// `document` is made longer for the time of the call.
CryptoCalls read_crypto_calls(std::string& document);

} // namespace petze

#pragma once

#include "base/byte_reader.h"

#include <cstdint>
#include <vector>

namespace petze {

/// One message of the handshakes by which a Wi-Fi station and its access point agree on keys
/// (IEEE 802.11-2020 §12.7.2). Views point into what it was read from.
struct EapolKey {
    std::uint8_t descriptor{};   // 2 is RSN's; 254 WPA's before it
    std::uint16_t information{}; // §12.7.2 b
    Bytes nonce;                 // 32 bytes
    Bytes code;                  // 16 bytes: the MIC
    Bytes data;                  // information elements and keys, wrapped or not
    Bytes frame;                 // all of it, without what Ethernet pads with

    unsigned version() const { return information & 7u; }
    bool is_pairwise() const { return (information & 0x0008) != 0; }
    bool asks() const { return (information & 0x0080) != 0; } // "ack": from the access point
    bool has_code() const { return (information & 0x0100) != 0; }
    bool is_wrapped() const { return (information & 0x1000) != 0; }
    /// The frame with zeros for its MIC, as the MIC is computed.
    std::vector<std::uint8_t> without_code() const;
};

/// An EAPOL frame (IEEE 802.1X-2020 §11.3), from its version on. What is no key has descriptor 0.
Decoded<EapolKey> decode_eapol_key(Bytes frame);

/// A group key out of unwrapped key data (§12.7.2 k, table 12-8): empty where there is none.
struct GroupKey {
    std::uint8_t number{}; // 0 to 3
    Bytes key;
};
GroupKey find_group_key(Bytes key_data);

} // namespace petze

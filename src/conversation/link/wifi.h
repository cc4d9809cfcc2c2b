#pragma once

#include "conversation/link/link.h"

namespace petze {

/// One IEEE 802.11 frame as a monitor records it. Views point into what it was read from.
/// Clauses are of IEEE 802.11-2020.
struct WifiFrame {
    std::uint8_t control{}, flags{}; // §9.2.4.1, the two bytes of Frame Control
    Bytes receiver, transmitter, third,
        fourth;               // addresses 1 to 4; the last only between two systems
    std::uint16_t sequence{}; // §9.2.4.4
    std::uint8_t fragment{};
    std::uint8_t traffic_id{}; // §9.2.4.5.2; 0 without QoS
    bool aggregate{};          // §9.3.2.2: several payloads in one
    Bytes body;                // behind the header; where it is encrypted, with its key's header

    /// Whether it is of the kind that carries somebody's data.
    bool has_data() const { return (control & 0x0c) == 0x08 && (control & 0x40) == 0; }
    bool has_qos() const { return (control & 0x80) != 0; }
    bool to_system() const { return (flags & 0x01) != 0; }
    bool from_system() const { return (flags & 0x02) != 0; }
    bool more_fragments() const { return (flags & 0x04) != 0; }
    bool is_protected() const { return (flags & 0x40) != 0; }
    /// §9.3.2.1, table 9-30.
    Bytes source() const;
};

/// Bare, or behind what monitors put before it: radiotap (radiotap.org, which says whether a
/// checksum follows), AVS, Prism, PPI.
bool is_wifi(LinkType link);
Decoded<WifiFrame> find_wifi_frame(LinkType link, Bytes frame);

/// The payload of a data frame in clear: RFC 1042's LLC and SNAP, or the first of several of them
/// (LinkPayload::further).
Decoded<LinkPayload> decode_wifi_body(WifiFrame const& frame, Bytes body);
/// The next of several: what LinkPayload::further began with. It ends where there are no more.
Decoded<LinkPayload> decode_wifi_subframe(Bytes further);

/// Frames in clear, each by itself. Those of other kinds have a payload of type 0; encrypted ones
/// are the flaw "Wi-Fi frame is encrypted".
Decoded<LinkPayload> decode_wifi(LinkType link, Bytes frame);

} // namespace petze

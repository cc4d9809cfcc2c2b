#pragma once

#include "base/byte_reader.h"
#include "conversation/address.h"

#include <cstdint>

namespace petze {

/// The network layer of one packet, its options and extension headers passed over.
struct IpHeader {
    Address source;
    Address destination;
    std::uint8_t protocol{};      // of the payload: IANA number, extension headers skipped
    Bytes payload;                // what was captured of it, link padding removed
    std::size_t payload_length{}; // what was on the wire; more than payload.size() where cut
    bool fragment{};
    bool more_fragments{};
    std::uint32_t fragment_offset{}; // in bytes
    std::uint32_t identification{};
};

/// RFC 791. A total length of 0 is what segmentation offload leaves: then the frame's own
/// length counts.
Decoded<IpHeader> decode_ipv4(Bytes packet, std::size_t wire_length);
/// RFC 8200 with its extension headers, in any order; jumbograms are not read. The payload of a
/// fragment begins after its fragment header: what is inside is known when it is whole.
Decoded<IpHeader> decode_ipv6(Bytes packet, std::size_t wire_length);
/// A header whose payload was put together from fragments: extension headers that stood among
/// the fragmented bytes are passed over (RFC 8200 §4.5).
Decoded<IpHeader> decode_reassembled(IpHeader header);

} // namespace petze

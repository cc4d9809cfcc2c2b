#pragma once

#include "base/bytes.h"
#include "base/origin.h"
#include "conversation/flow.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace petze {

/// The two ends of a conversation, in an order that does not depend on who sent: `low` is the
/// smaller end. Both directions of a conversation have the same key.
struct FlowKey {
    Address low, high;
    std::uint16_t low_port{}, high_port{};
    std::uint8_t protocol{};

    bool operator==(FlowKey const&) const = default;
    std::uint64_t hash() const;
    static FlowKey of(FlowIdentity const& flow);
};

/// What the reader makes of a frame: who, to whom, and the transport's payload. Views point into
/// the block the frame came in (or, reassembled, into the batch beside it).
struct Packet {
    FlowKey key;
    std::uint64_t hash{};
    std::uint64_t frame{};
    std::int64_t time_ns{};
    Bytes payload;
    App const* app{};
    std::uint32_t wire_length{};     // of the frame
    std::uint32_t payload_missing{}; // bytes of the payload that snaplen cut off
    std::uint32_t sequence{}, acknowledged{};
    std::uint32_t earlier_packets{}; // fragments that came before this one completed them
    std::uint32_t earlier_bytes{};
    std::array<std::uint8_t, 6> source_mac{};
    std::uint8_t tcp_flags{};
    bool from_low{};  // the sender is key.low
    bool truncated{}; // not even the transport header was captured

    static constexpr std::uint8_t fin = 0x01, syn = 0x02, rst = 0x04, push = 0x08, ack = 0x10;
    bool has(std::uint8_t flags) const { return (tcp_flags & flags) == flags; }
};

} // namespace petze

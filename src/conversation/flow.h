#pragma once

#include "base/origin.h"
#include "capture/frame.h"
#include "conversation/address.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// Seen from the side that opened the conversation, whoever sent the packet.
enum class Direction : std::uint8_t { to_server, to_client };

constexpr Direction opposite(Direction direction)
{
    return direction == Direction::to_server ? Direction::to_client : Direction::to_server;
}
constexpr std::string_view name_of(Direction direction)
{
    return direction == Direction::to_server ? "toserver" : "toclient";
}

/// IANA protocol numbers that the event stream names; others are told by number.
namespace protocol {
inline constexpr std::uint8_t icmp = 1, igmp = 2, ip_in_ip = 4, tcp = 6, udp = 17, ipv6 = 41,
                              gre = 47, esp = 50, ah = 51, icmpv6 = 58, sctp = 132;
}

/// Who talks to whom. `source` opened the conversation.
struct FlowIdentity {
    Address source;
    Address destination;
    std::uint16_t source_port{};
    std::uint16_t destination_port{};
    std::uint8_t protocol{};
    std::uint64_t id{}; // unique within the run, below 2^53, the same whatever the threads
    App const* app{};
    std::array<std::uint8_t, 6> source_mac{}; // of the first packet's sender; zero where unknown

    bool has_ports() const
    {
        return protocol == protocol::tcp || protocol == protocol::udp || protocol == protocol::sctp;
    }
};

/// "TCP", "UDP", "ICMP", …; others as "IP-<number>".
std::string protocol_name(std::uint8_t number);

/// The ICMP or ICMPv6 message (by IANA protocol number) that answers this one, or that this one
/// answers; nothing where the type goes one way. The two types are the "ports" of one conversation,
/// as in Zeek.
std::optional<std::uint8_t> icmp_counterpart(std::uint8_t number, std::uint8_t type);

/// Community ID v1, seed 0: "1:" and base64 of SHA-1 over the ordered 5-tuple.
std::string community_id(FlowIdentity const& flow);

/// What went to the server without a pause, see BurstMeter. `bytes` are payload of the transport.
struct Burst {
    std::int64_t start_ns{}, end_ns{};
    std::uint64_t bytes{};
    FrameRange frames;

    bool operator==(Burst const&) const = default;
};

/// What one conversation came to, told at its end.
struct FlowRecord {
    struct Side {
        std::uint64_t packets{};
        std::uint64_t bytes{};   // lengths of the frames as they were on the wire
        std::uint64_t payload{}; // of the transport; retransmissions not counted twice
        std::uint64_t gap{};     // bytes of the stream that were never seen
    };
    Side to_server;
    Side to_client;
    std::int64_t start_ns{};
    std::int64_t end_ns{};
    std::uint32_t first_capture{}, last_capture{};
    std::uint64_t first_frame{};
    std::uint64_t last_frame{};
    std::string_view app_proto = "unknown"; // literal: "dns", "tls", "http", …
    std::uint64_t opened_to_server{};       // payload bytes whose content could be read
    std::uint64_t opened_to_client{};
    std::uint64_t decrypted_to_server{}; // bytes of plain text that the owner's keys gave
    std::uint64_t decrypted_to_client{};
    std::string_view why_closed;      // literal, of what encrypts: see conversation/closed.h
    std::string hostname;             // the first name its own content told: Host, else SNI
    std::string_view hostname_source; // "http", "tls", "quic" or empty
    std::vector<Burst> bursts{};      // as large as a photo of the profile
};

} // namespace petze

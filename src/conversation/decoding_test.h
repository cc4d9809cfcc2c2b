#pragma once

#include "conversation/packet_decoder.h"
#include "testing/packets.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

/// What the tests of PacketDecoder share.
namespace petze::testing {

using Rows = std::vector<Tally::Row>;

constexpr LinkType raw = 101;

/// "UDP 10.0.0.1:1000 > 10.0.0.2:53: payload", with what is missing.
inline std::string told(std::optional<Packet> const& packet)
{
    if (!packet)
        return "nothing";
    auto const& key = packet->key;
    auto const end = [](Address const& address, std::uint16_t port) {
        return " " + address.text() + ":" + std::to_string(port);
    };
    auto const low = end(key.low, key.low_port);
    auto const high = end(key.high, key.high_port);
    return protocol_name(key.protocol) + (packet->from_low ? low : high) + " >"
           + (packet->from_low ? high : low) + ": " + std::string{as_text(packet->payload)}
           + (packet->payload_missing > 0 ? " +" + std::to_string(packet->payload_missing) : "")
           + (packet->truncated ? " truncated" : "");
}

/// Takes frames one after another, as from one capture.
class Decoding {
public:
    std::optional<Packet> take(Bytes bytes, LinkType link = raw, std::size_t wire_length = 0)
    {
        auto const packets = take_all(bytes, link, wire_length);
        return packets.empty() ? std::nullopt : std::optional{packets.front()};
    }
    std::vector<Packet> take_all(Bytes bytes, LinkType link, std::size_t wire_length = 0)
    {
        std::vector<Packet> packets;
        auto const length = static_cast<std::uint32_t>(std::max(wire_length, bytes.size()));
        m_decoder.decode({bytes, length, link, {0, ++m_frames, 0}, nullptr}, m_store, packets);
        return packets;
    }
    Rows rows()
    {
        m_decoder.finish();
        return m_tally.rows();
    }

private:
    Tally m_tally;
    PacketDecoder m_decoder{m_tally};
    PacketDecoder::Store m_store;
    std::uint64_t m_frames = 0;
};

inline Buffer question(char const* text = "hi")
{
    return ipv4("10.0.0.1", "10.0.0.2", 17, udp(1000, 53, bytes_of(text)));
}
constexpr auto answer = "UDP 10.0.0.1:1000 > 10.0.0.2:53: hi";

inline Buffer inside(unsigned protocol, Buffer const& payload)
{
    return ipv4("192.0.2.1", "192.0.2.2", protocol, payload);
}

} // namespace petze::testing

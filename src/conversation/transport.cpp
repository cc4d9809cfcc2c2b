#include "conversation/transport.h"

#include "base/byte_reader.h"

#include <algorithm>
#include <cstring>

namespace petze {

namespace {

void set_ends(Packet& packet, IpHeader const& header, std::uint16_t source_port,
              std::uint16_t destination_port)
{
    auto& key = packet.key;
    key.protocol = header.protocol;
    auto const order = std::memcmp(header.source.bytes.data(), header.destination.bytes.data(), 16);
    packet.from_low = order < 0 || (order == 0 && source_port <= destination_port);
    key.low = packet.from_low ? header.source : header.destination;
    key.high = packet.from_low ? header.destination : header.source;
    key.low_port = packet.from_low ? source_port : destination_port;
    key.high_port = packet.from_low ? destination_port : source_port;
    packet.hash = key.hash();
}

// `captured` of the payload, which had so many bytes on the wire.
void set_payload(Packet& packet, Bytes captured, std::size_t length)
{
    packet.payload = captured.first(std::min(captured.size(), length));
    packet.payload_missing = static_cast<std::uint32_t>(length - packet.payload.size());
}

void decode_tcp(IpHeader const& header, Packet& packet)
{
    constexpr std::size_t fixed = 20;
    ByteReader in{header.payload};
    auto const source_port = in.u16();
    auto const destination_port = in.u16();
    packet.sequence = in.u32();
    packet.acknowledged = in.u32();
    std::size_t const header_length = (in.u8() >> 4) * 4u;
    packet.tcp_flags = in.u8();
    in.skip(6);
    if (header_length < fixed || header_length > header.payload_length)
        in.fail("header length");
    set_ends(packet, header, source_port, destination_port);
    packet.truncated = !in.ok(); // ports at least, so that the conversation is counted
    if (packet.truncated)
        return;
    in.skip(std::min(header_length - fixed, in.remaining())); // snaplen may end among the options
    set_payload(packet, in.rest(), header.payload_length - header_length);
}

void decode_udp(IpHeader const& header, Packet& packet)
{
    constexpr std::size_t fixed = 8;
    ByteReader in{header.payload};
    auto const source_port = in.u16();
    auto const destination_port = in.u16();
    std::size_t const length = in.u16();
    in.skip(2);
    set_ends(packet, header, source_port, destination_port);
    packet.truncated = !in.ok();
    if (packet.truncated)
        return;
    auto const room = header.payload_length - fixed;
    // RFC 768: the length counts the header; 0 is what a jumbogram or offload leaves.
    set_payload(packet, in.rest(), length >= fixed ? std::min(length - fixed, room) : room);
}

void decode_icmp(IpHeader const& header, Packet& packet)
{
    ByteReader in{header.payload};
    auto const type = in.u8();
    std::uint16_t const code = in.u8();
    in.skip(2);
    set_ends(packet, header, type, icmp_counterpart(header.protocol, type).value_or(code));
    packet.truncated = !in.ok();
    if (!packet.truncated)
        set_payload(packet, in.rest(), header.payload_length - 4);
}

void decode_sctp(IpHeader const& header, Packet& packet)
{
    constexpr std::size_t fixed = 12; // RFC 9260 §3.1
    ByteReader in{header.payload};
    auto const source_port = in.u16();
    auto const destination_port = in.u16();
    in.skip(8);
    set_ends(packet, header, source_port, destination_port);
    packet.truncated = !in.ok();
    if (!packet.truncated)
        set_payload(packet, in.rest(), header.payload_length - fixed);
}

} // namespace

void decode_transport_header(IpHeader const& header, Packet& packet)
{
    set_payload(packet, {}, 0); // of a tunnel's own datagram
    switch (header.protocol) {
    case protocol::tcp:
        decode_tcp(header, packet);
        break;
    case protocol::udp:
        decode_udp(header, packet);
        break;
    case protocol::icmp:
    case protocol::icmpv6:
        decode_icmp(header, packet);
        break;
    case protocol::sctp:
        decode_sctp(header, packet);
        break;
    default:
        set_ends(packet, header, 0, 0);
        set_payload(packet, header.payload, header.payload_length);
        break;
    }
}

} // namespace petze

#include "conversation/packet_decoder.h"

#include "base/limits.h"
#include "conversation/ip/ip.h"
#include "conversation/link/wifi.h"
#include "conversation/transport.h"
#include "conversation/tunnel.h"

#include <algorithm>
#include <functional>
#include <string>

namespace petze {

namespace {

// What came from elsewhere than the frame itself has a buffer of its own.
bool lies_in(Bytes part, Bytes whole)
{
    return std::greater_equal<>{}(part.data(), whole.data())
           && std::less_equal<>{}(part.data(), whole.data() + whole.size());
}

} // namespace

void PacketDecoder::flaw(char const* layer, Flaw const& flaw)
{
    m_tally.count(std::string{layer} + ": " + std::string{flaw.what});
}

void PacketDecoder::decode(Frame const& frame, Store& store, std::vector<Packet>& packets)
{
    auto const first = read_link(frame, store);
    if (!first)
        return;
    auto link = *first;
    auto wire_length = frame.wire_length;
    while (!link.flaw) {
        auto const& payload = link.value;
        // Of several payloads each has its own share of the frame.
        auto const later =
            static_cast<std::uint32_t>(std::min<std::size_t>(payload.further.size(), wire_length));
        decode_payload(frame, payload, wire_length - later, store, packets);
        if (payload.further.empty())
            return;
        wire_length = later;
        link = decode_wifi_subframe(payload.further);
    }
    if (link.flaw->what == "link type")
        m_tally.count("link: " + link_type_name(frame.link) + " is not read");
    else
        flaw("link", *link.flaw);
}

// Nothing where the frame waits for others.
std::optional<Decoded<LinkPayload>> PacketDecoder::read_link(Frame const& frame, Store& store)
{
    if (is_wifi(frame.link))
        return m_wifi.read(frame.link, frame.bytes, store);
    return decode_link(frame.link, frame.bytes);
}

void PacketDecoder::decode_payload(Frame const& frame, LinkPayload const& payload,
                                   std::uint32_t wire_length, Store& store,
                                   std::vector<Packet>& packets)
{
    Packet packet;
    packet.frame = frame.stamp.frame;
    packet.time_ns = frame.stamp.time_ns;
    packet.app = app_of(frame, payload);
    packet.wire_length = wire_length;
    packet.source_mac = payload.source_mac;
    Layer layer{payload.type, payload.bytes, payload.bytes.size(), 0};
    if (payload.further.empty() && lies_in(payload.bytes, frame.bytes)) {
        auto const before = static_cast<std::size_t>(payload.bytes.data() - frame.bytes.data());
        layer.wire_length = frame.wire_length > before ? frame.wire_length - before : 0;
    }
    if (decode_network(layer, packet, store) != Outcome::packet)
        return;
    m_quic.follow(packet);
    packets.push_back(packet);
}

App const* PacketDecoder::app_of(Frame const& frame, LinkPayload const& payload)
{
    if (frame.app || (!payload.uid && payload.program.empty()))
        return frame.app;
    return payload.uid ? m_apps.of(*payload.uid) : m_apps.program(payload.program);
}

PacketDecoder::Outcome PacketDecoder::decode_network(Layer const& layer, Packet& packet,
                                                     Store& store)
{
    if (layer.depth > limits::tunnel_depth) {
        m_tally.count("ip: limit of tunnels in tunnels");
        return Outcome::unreadable;
    }
    bool const v4 = layer.type == ether_type::ipv4;
    if (!v4 && layer.type != ether_type::ipv6) {
        m_tally.count(layer.type == ether_type::arp ? "link: ARP, holds no IP"
                                                    : "link: frame holds no IP");
        return Outcome::unreadable;
    }
    if (!layer.bytes.empty() && layer.bytes[0] >> 4 != (v4 ? 4 : 6)) {
        m_tally.count("ip: version does not fit");
        return Outcome::unreadable;
    }
    auto const ip = v4 ? decode_ipv4(layer.bytes, layer.wire_length)
                       : decode_ipv6(layer.bytes, layer.wire_length);
    if (ip.flaw) {
        flaw("ip", *ip.flaw);
        return Outcome::unreadable;
    }
    if (!ip.value.fragment)
        return decode_transport(ip.value, packet, store, layer.depth);
    auto whole = m_fragments.take(ip.value, packet.wire_length, packet.time_ns);
    if (!whole)
        return Outcome::waiting;
    store.push_back(std::move(whole->payload));
    auto header = ip.value;
    header.protocol = whole->protocol;
    header.payload = store.back();
    header.payload_length = store.back().size();
    packet.earlier_packets += whole->earlier_packets;
    packet.earlier_bytes += static_cast<std::uint32_t>(whole->earlier_bytes);
    auto const inner = decode_reassembled(header);
    if (inner.flaw) {
        flaw("ip", *inner.flaw);
        return Outcome::unreadable;
    }
    return decode_transport(inner.value, packet, store, layer.depth);
}

PacketDecoder::Outcome PacketDecoder::decode_transport(IpHeader const& header, Packet& packet,
                                                       Store& store, int depth)
{
    switch (header.protocol) {
    case protocol::ip_in_ip:
    case protocol::ipv6: {
        auto const type = header.protocol == protocol::ipv6 ? ether_type::ipv6 : ether_type::ipv4;
        return decode_network({type, header.payload, header.payload_length, depth + 1}, packet,
                              store);
    }
    case protocol::gre: {
        auto const outer = packet;
        auto const outcome = decode_gre(header, packet, store, depth);
        if (outcome != Outcome::unreadable)
            return outcome;
        packet = outer;
        break;
    }
    default:
        break;
    }
    decode_transport_header(header, packet);
    if (header.protocol == protocol::udp) {
        auto const outer = packet;
        auto const outcome = decode_datagram_tunnel(packet, store, depth);
        if (outcome != Outcome::unreadable)
            return outcome;
        packet = outer; // nothing in it after all: a datagram like any other
    }
    if (packet.truncated)
        m_tally.count("ip: transport header cut off or malformed");
    return Outcome::packet;
}

PacketDecoder::Outcome PacketDecoder::decode_datagram_tunnel(Packet& packet, Store& store,
                                                             int depth)
{
    auto const missing = packet.payload_missing;
    if (auto const bytes = inside_vxlan(packet); !bytes.empty())
        return decode_tunneled_ethernet(bytes, bytes.size() + missing, packet, store, depth);
    if (auto const bytes = inside_gtp(packet); !bytes.empty()) {
        auto const type = bytes[0] >> 4 == 6 ? ether_type::ipv6 : ether_type::ipv4;
        return decode_network({type, bytes, bytes.size() + missing, depth + 1}, packet, store);
    }
    if (auto const bytes = inside_teredo(packet); !bytes.empty())
        return decode_network({ether_type::ipv6, bytes, bytes.size() + missing, depth + 1}, packet,
                              store);
    return Outcome::unreadable;
}

PacketDecoder::Outcome PacketDecoder::decode_gre(IpHeader const& header, Packet& packet,
                                                 Store& store, int depth)
{
    ByteReader in{header.payload};
    auto const flags = in.u16();
    auto const type = in.u16();
    auto const version = flags & 7;
    if ((flags & 0x8000) != 0 && version == 0)
        in.skip(4); // RFC 2784 §2.1: checksum and reserved
    if ((flags & 0x2000) != 0)
        in.skip(4); // RFC 2890: key; RFC 2637 §4.1 (version 1): payload length and call id
    if ((flags & 0x1000) != 0)
        in.skip(4); // sequence number
    if (version == 1 && (flags & 0x0080) != 0)
        in.skip(4); // acknowledgment
    auto const used = in.offset();
    auto const bytes = in.rest();
    auto const length = header.payload_length - std::min(used, header.payload_length);
    if (!in.ok() || bytes.empty() || version > 1)
        return Outcome::unreadable;
    if (type == ether_type::ethernet)
        return decode_tunneled_ethernet(bytes, length, packet, store, depth);
    if (type == ether_type::ppp) {
        auto const ppp = decode_ppp(bytes);
        if (ppp.flaw || ppp.value.type == 0)
            return Outcome::unreadable;
        auto const before = bytes.size() - ppp.value.bytes.size();
        return decode_network({ppp.value.type, ppp.value.bytes, length - before, depth + 1}, packet,
                              store);
    }
    if (type != ether_type::ipv4 && type != ether_type::ipv6)
        return Outcome::unreadable;
    return decode_network({type, bytes, length, depth + 1}, packet, store);
}

PacketDecoder::Outcome PacketDecoder::decode_tunneled_ethernet(Bytes bytes, std::size_t wire_length,
                                                               Packet& packet, Store& store,
                                                               int depth)
{
    auto const link = decode_ethernet(bytes);
    if (link.flaw || (link.value.type != ether_type::ipv4 && link.value.type != ether_type::ipv6))
        return Outcome::unreadable;
    packet.source_mac = link.value.source_mac;
    auto const before = static_cast<std::size_t>(link.value.bytes.data() - bytes.data());
    return decode_network(
        {link.value.type, link.value.bytes, wire_length - std::min(before, wire_length), depth + 1},
        packet, store);
}

} // namespace petze

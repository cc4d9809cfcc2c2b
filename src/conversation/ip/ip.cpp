#include "conversation/ip/ip.h"

#include "base/limits.h"
#include "conversation/flow.h"

#include <algorithm>

namespace petze {

namespace {

// RFC 8200 §4.1 and later: headers that stand between IPv6 and the transport.
namespace extension {
constexpr std::uint8_t hop_by_hop = 0, routing = 43, fragment = 44, destination = 60,
                       mobility = 135, host_identity = 139, shim6 = 140;
}

bool is_extension(std::uint8_t number)
{
    switch (number) {
    case extension::hop_by_hop:
    case extension::routing:
    case extension::fragment:
    case extension::destination:
    case extension::mobility:
    case extension::host_identity:
    case extension::shim6:
    case protocol::ah:
        return true;
    default:
        return false;
    }
}

// Offload leaves lengths at 0: the packet is as long as its frame. A frame that claims to be longer
// than any frame is one that lies.
std::size_t offloaded_length(Bytes packet, std::size_t wire_length)
{
    return std::max(packet.size(), std::min(wire_length, limits::frame_bytes));
}

// Cuts link padding off, and notes what snaplen cut.
void set_payload(IpHeader& out, Bytes rest, std::size_t length_on_wire)
{
    out.payload_length = length_on_wire;
    out.payload = rest.first(std::min(rest.size(), length_on_wire));
}

// From out.protocol on, up to the transport or to the payload of a fragment.
void pass_extensions(ByteReader& in, std::size_t length, IpHeader& out)
{
    constexpr int most_extensions = 16;
    for (int count = 0; in.ok() && is_extension(out.protocol) && !out.fragment; ++count) {
        auto const kind = out.protocol;
        auto const before = in.offset();
        out.protocol = in.u8();
        if (kind == extension::fragment) { // §4.5
            in.skip(1);
            auto const offset_and_more = in.u16();
            out.identification = in.u32();
            out.fragment_offset = offset_and_more & 0xfff8u;
            out.more_fragments = (offset_and_more & 1) != 0;
            out.fragment = out.more_fragments || out.fragment_offset != 0;
        } else {
            std::size_t const units = in.u8();
            // RFC 4302 §2.2 counts in 4 bytes less 2; all others in 8 bytes less 1.
            in.skip((kind == protocol::ah ? (units + 2) * 4 : (units + 1) * 8) - 2);
        }
        auto const used = in.offset() - before;
        if (used > length || count == most_extensions)
            in.fail("extension headers do not fit");
        length -= std::min(used, length);
    }
    if (in.ok())
        set_payload(out, in.rest(), length);
}

} // namespace

Decoded<IpHeader> decode_ipv4(Bytes packet, std::size_t wire_length)
{
    constexpr std::size_t smallest_header = 20;
    ByteReader in{packet};
    IpHeader out;
    std::size_t const header_length = (in.u8() & 15) * 4u;
    in.skip(1);
    std::size_t total_length = in.u16();
    out.identification = in.u16();
    auto const flags_and_offset = in.u16();
    in.skip(1);
    out.protocol = in.u8();
    in.skip(2);
    out.source = Address::v4(in.take(4));
    out.destination = Address::v4(in.take(4));
    if (header_length < smallest_header)
        in.fail("header too short");
    else
        in.skip(header_length - smallest_header);
    if (total_length == 0)
        total_length = offloaded_length(packet, wire_length);
    if (total_length < header_length)
        in.fail("total length too short");
    if (!in.ok())
        return {out, in.flaw()};
    out.more_fragments = (flags_and_offset & 0x2000) != 0;
    out.fragment_offset = (flags_and_offset & 0x1fffu) * 8;
    out.fragment = out.more_fragments || out.fragment_offset != 0;
    set_payload(out, in.rest(), total_length - header_length);
    return {out, {}};
}

Decoded<IpHeader> decode_ipv6(Bytes packet, std::size_t wire_length)
{
    constexpr std::size_t header_length = 40;
    ByteReader in{packet};
    IpHeader out;
    in.skip(4);
    std::size_t length = in.u16();
    out.protocol = in.u8();
    in.skip(1);
    out.source = Address::v6(in.take(16));
    out.destination = Address::v6(in.take(16));
    if (length == 0) // offload again, or a jumbogram
        length = offloaded_length(packet, wire_length) - std::min(header_length, packet.size());
    pass_extensions(in, length, out);
    return {out, in.flaw()};
}

Decoded<IpHeader> decode_reassembled(IpHeader header)
{
    header.fragment = header.more_fragments = false;
    header.fragment_offset = 0;
    if (header.source.is_v4())
        return {header, {}};
    ByteReader in{header.payload};
    pass_extensions(in, header.payload_length, header);
    if (header.fragment)
        in.fail("fragment in a fragment");
    return {header, in.flaw()};
}

} // namespace petze

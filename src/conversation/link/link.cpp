#include "conversation/link/link.h"

#include "conversation/link/wifi.h"

#include <algorithm>

namespace petze {

namespace {

// https://www.tcpdump.org/linktypes.html
namespace linktype {
constexpr LinkType null = 0, ethernet = 1, ppp = 9, raw_bsd = 12, raw_openbsd = 14,
                   ppp_with_direction = 204, ppp_hdlc = 50, raw = 101, cisco_hdlc = 104, loop = 108,
                   linux_cooked = 113, ipv4 = 228, ipv6 = 229, nflog = 239, linux_cooked_2 = 276,
                   pktap = 258;
}

struct LinkName {
    LinkType type;
    char const* name;
};
constexpr LinkName link_names[] = {
    {6, "token ring"},          {147, "user 0"},   {148, "user 1"},
    {157, "user 10"},           {161, "user 14"},  {187, "Bluetooth HCI H4"},
    {189, "USB Linux"},         {195, "802.15.4"}, {201, "Bluetooth HCI"},
    {220, "USB Linux mmapped"}, {230, "802.15.4"}, {249, "USBPcap"},
    {251, "Bluetooth LE"},      {253, "netlink"},  {256, "Bluetooth LE"},
};

// An IP header says itself which version it is.
LinkPayload by_version(Bytes bytes)
{
    LinkPayload out;
    out.bytes = bytes;
    if (!bytes.empty() && bytes[0] >> 4 == 4)
        out.type = ether_type::ipv4;
    if (!bytes.empty() && bytes[0] >> 4 == 6)
        out.type = ether_type::ipv6;
    return out;
}

// The address family of null and loop: 2 is IPv4 everywhere, IPv6 is 10, 24, 28 or 30.
Decoded<LinkPayload> decode_family(Bytes frame)
{
    ByteReader in{frame};
    in.skip(4); // In host order of whoever captured; the IP version tells the same.
    return {by_version(in.rest()), in.flaw()};
}

// EtherType tags that stand before the payload, one after another.
void undo_tags(ByteReader& in, LinkPayload& out)
{
    for (int tags = 0; in.ok() && tags < 8; ++tags) {
        switch (out.type) {
        case ether_type::vlan:
        case ether_type::provider_vlan:
        case ether_type::old_qinq:
            in.skip(2);
            out.type = in.u16();
            continue;
        case ether_type::mpls:
        case ether_type::mpls_multicast: {
            bool bottom = false; // RFC 3032 §2.1: the S bit ends the label stack.
            for (int labels = 0; in.ok() && !bottom && labels < 16; ++labels)
                bottom = (in.u32() & 0x100) != 0;
            out.bytes = in.rest();
            out.type = by_version(out.bytes).type;
            return;
        }
        case ether_type::pppoe_session: {
            in.skip(6); // RFC 2516 §4
            auto const inner = decode_ppp(in.rest());
            out.type = inner.value.type;
            out.bytes = inner.value.bytes;
            if (inner.flaw)
                in.fail(inner.flaw->what);
            return;
        }
        default:
            out.bytes = in.rest();
            return;
        }
    }
    out.bytes = in.rest();
}

Decoded<LinkPayload> decode_cooked(Bytes frame)
{
    ByteReader in{frame};
    LinkPayload out;
    in.skip(4);
    auto const address_length = in.u16();
    auto const address = in.take(8);
    out.type = in.u16();
    if (address_length == 6 && address.size() == 8) {
        std::copy_n(address.begin(), 6, out.source_mac.begin());
        out.has_mac = true;
    }
    undo_tags(in, out);
    return {out, in.flaw()};
}

Decoded<LinkPayload> decode_cooked_2(Bytes frame)
{
    ByteReader in{frame};
    LinkPayload out;
    out.type = in.u16();
    in.skip(9);
    auto const address_length = in.u8();
    auto const address = in.take(8);
    if (address_length == 6 && address.size() == 8) {
        std::copy_n(address.begin(), 6, out.source_mac.begin());
        out.has_mac = true;
    }
    undo_tags(in, out);
    return {out, in.flaw()};
}

// Attributes have types below 256: that tells the order of the machine that captured.
ByteOrder order_of_nflog(Bytes frame)
{
    constexpr std::uint8_t flag = 0x80; // nested, as netlink marks it
    auto const type = frame.size() >= 8 ? frame.subspan(6, 2) : Bytes{};
    bool const big = !type.empty() && (type[0] & ~flag) == 0 && type[1] != 0;
    return big ? ByteOrder::big : ByteOrder::little;
}

// Linux netfilter log: type-length-value in host order; 9 is the packet, 11 the user.
Decoded<LinkPayload> decode_nflog(Bytes frame)
{
    ByteReader in{frame, order_of_nflog(frame)};
    LinkPayload out;
    std::optional<std::int32_t> uid;
    bool found = false;
    in.skip(4);
    while (in.ok() && in.remaining() >= 4) {
        std::size_t const length = in.u16();
        auto const type = in.u16() & 0x7fff;
        if (length < 4) {
            in.fail("attribute too short");
            break;
        }
        auto const value = in.take(length - 4);
        if (type == 9 && in.ok()) {
            out = by_version(value);
            found = true;
        }
        if (type == 11 && value.size() == 4)
            uid = static_cast<std::int32_t>(ByteReader{value}.u32()); // in network order
        in.skip(std::min(in.remaining(), (4 - length % 4) % 4));
    }
    out.uid = uid;
    if (found)
        return {out, {}};
    in.fail("no packet in it");
    return {out, in.flaw()};
}

Decoded<LinkPayload> decode_cisco_hdlc(Bytes frame)
{
    ByteReader in{frame};
    LinkPayload out;
    in.skip(2);
    out.type = in.u16();
    undo_tags(in, out);
    return {out, in.flaw()};
}

// Sixteen characters and a zero.
std::string_view program_name(Bytes field)
{
    auto const text = as_text(field);
    return text.substr(0, text.find('\0'));
}

// Apple's PKTAP: its own length, then what kind of link the rest is of. Nothing lies inside itself.
// Behind that the process, and the one on whose behalf it acted (bsd/net/pktap.h).
Decoded<LinkPayload> decode_pktap(Bytes frame)
{
    constexpr std::size_t process = 56, name = 17, to_effective = 15;
    ByteReader in{frame, ByteOrder::little};
    std::size_t const length = in.u32();
    in.skip(4);
    auto const inner = in.u32();
    if (!in.ok() || length > frame.size() || inner > 0xffff || inner == linktype::pktap)
        return {{}, Flaw{"truncated", in.offset()}};
    auto out = decode_link(static_cast<LinkType>(inner), frame.subspan(length));
    ByteReader names{frame.first(length)};
    names.skip(process);
    auto const own = program_name(names.take(name));
    names.skip(to_effective);
    auto const effective = program_name(names.take(name));
    out.value.program = effective.empty() ? own : effective;
    return out;
}

} // namespace

Decoded<LinkPayload> decode_ethernet(Bytes frame)
{
    constexpr std::uint16_t smallest_type = 0x0600; // IEEE 802.3 §3.2.6: below, it is a length
    ByteReader in{frame};
    LinkPayload out;
    in.skip(6);
    auto const source = in.take(6);
    std::copy(source.begin(), source.end(), out.source_mac.begin());
    out.has_mac = in.ok();
    out.type = in.u16();
    if (in.ok() && out.type < smallest_type) {
        out.type = 0;
        auto const snap = in.peek(6); // RFC 1042: AA AA 03 and an empty organisation
        if (snap.size() == 6 && snap[0] == 0xaa && snap[1] == 0xaa && snap[2] == 3 && snap[3] == 0
            && snap[4] == 0 && snap[5] == 0) {
            in.skip(6);
            out.type = in.u16();
        }
    }
    undo_tags(in, out);
    return {out, in.flaw()};
}

Decoded<LinkPayload> decode_ppp(Bytes frame)
{
    ByteReader in{frame};
    auto const start = in.peek(2);
    if (start.size() == 2 && start[0] == 0xff && start[1] == 0x03)
        in.skip(2);
    LinkPayload out;
    std::uint16_t protocol = in.u8();
    if ((protocol & 1) == 0) // RFC 1661 §2: an odd first octet is a compressed protocol field.
        protocol = static_cast<std::uint16_t>(protocol << 8 | in.u8());
    if (protocol == 0x21)
        out.type = ether_type::ipv4;
    else if (protocol == 0x57)
        out.type = ether_type::ipv6;
    out.bytes = in.rest();
    return {out, in.flaw()};
}

Decoded<LinkPayload> decode_link(LinkType link, Bytes frame)
{
    switch (link) {
    case linktype::ethernet:
        return decode_ethernet(frame);
    case linktype::raw:
    case linktype::raw_bsd:
    case linktype::raw_openbsd:
    case linktype::ipv4:
    case linktype::ipv6:
        return {by_version(frame), {}};
    case linktype::linux_cooked:
        return decode_cooked(frame);
    case linktype::linux_cooked_2:
        return decode_cooked_2(frame);
    case linktype::null:
    case linktype::loop:
        return decode_family(frame);
    case linktype::ppp:
    case linktype::ppp_hdlc:
        return decode_ppp(frame);
    case linktype::ppp_with_direction:
        return decode_ppp(frame.empty() ? frame : frame.subspan(1));
    case linktype::cisco_hdlc:
        return decode_cisco_hdlc(frame);
    case linktype::nflog:
        return decode_nflog(frame);
    case linktype::pktap:
        return decode_pktap(frame);
    default:
        if (is_wifi(link))
            return decode_wifi(link, frame);
        return {{}, Flaw{"link type", 0}};
    }
}

std::string link_type_name(LinkType link)
{
    for (auto const& known : link_names)
        if (known.type == link)
            return known.name;
    return "type " + std::to_string(link);
}

} // namespace petze

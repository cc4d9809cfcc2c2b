#include "conversation/link/wifi.h"

#include <algorithm>

namespace petze {

namespace {

// https://www.tcpdump.org/linktypes.html
namespace linktype {
constexpr LinkType wifi = 105, prism = 119, radiotap = 127, avs = 163, ppi = 192;
}

enum class Padding { none, to_words }; // of the header, so that the payload is aligned

Decoded<WifiFrame> parse(Bytes bytes, Padding padding)
{
    constexpr std::size_t address = 6;
    ByteReader in{bytes};
    WifiFrame out;
    out.control = in.u8();
    out.flags = in.u8();
    if (!in.ok() || !out.has_data())
        return {out, in.flaw()};
    in.skip(2); // duration
    out.receiver = in.take(address);
    out.transmitter = in.take(address);
    out.third = in.take(address);
    auto const sequence = ByteReader{in.take(2), ByteOrder::little}.u16();
    out.sequence = sequence >> 4;
    out.fragment = sequence & 0x0f;
    if (out.to_system() && out.from_system())
        out.fourth = in.take(address);
    if (out.has_qos()) {
        auto const quality = in.u8();
        out.traffic_id = quality & 0x0f;
        out.aggregate = (quality & 0x80) != 0;
        in.skip(1);
        if ((out.flags & 0x80) != 0)
            in.skip(4); // §9.2.4.6: HT Control
    }
    if (padding == Padding::to_words)
        in.skip((4 - in.offset() % 4) % 4);
    out.body = in.rest();
    return {out, in.flaw()};
}

Decoded<WifiFrame> behind_radiotap(Bytes frame)
{
    constexpr std::uint32_t more_follow = 0x80000000, has_time = 1, has_flags = 2;
    constexpr std::uint8_t checksum_follows = 0x10, padded = 0x20;
    ByteReader in{frame, ByteOrder::little};
    in.skip(2);
    std::size_t const length = in.u16();
    auto const first = in.u32();
    for (auto present = first; (present & more_follow) != 0 && in.ok();)
        present = in.u32();
    std::uint8_t flags = 0;
    if ((first & has_time) != 0)
        in.skip((8 - in.offset() % 8) % 8 + 8);
    if ((first & has_flags) != 0)
        flags = in.u8();
    if (!in.ok() || length > frame.size())
        return {{}, Flaw{"truncated", in.offset()}};
    auto inner = frame.subspan(length);
    if ((flags & checksum_follows) != 0 && inner.size() >= 4)
        inner = inner.first(inner.size() - 4);
    return parse(inner, (flags & padded) != 0 ? Padding::to_words : Padding::none);
}

// How long a header is that begins with its own length: big-endian at 4 (AVS), little-endian at 4
// (Prism) or at 2 (PPI).
std::size_t length_of_header(LinkType link, Bytes frame)
{
    ByteReader in{frame, link == linktype::avs ? ByteOrder::big : ByteOrder::little};
    in.skip(link == linktype::ppi ? 2 : 4);
    std::size_t const length = link == linktype::ppi ? in.u16() : in.u32();
    return in.ok() ? length : frame.size() + 1;
}

void set_source(LinkPayload& out, Bytes address)
{
    out.has_mac = address.size() == out.source_mac.size();
    if (out.has_mac)
        std::copy(address.begin(), address.end(), out.source_mac.begin());
}

// RFC 1042: what is no SNAP keeps type 0.
Decoded<LinkPayload> decode_snap(Bytes body, Bytes source)
{
    ByteReader in{body};
    LinkPayload out;
    set_source(out, source);
    auto const snap = in.take(6);
    auto const type = in.u16();
    if (in.ok() && snap[0] == 0xaa && snap[1] == 0xaa && snap[2] == 3)
        out.type = type;
    out.bytes = in.rest();
    return {out, in.flaw()};
}

} // namespace

Bytes WifiFrame::source() const
{
    if (!from_system())
        return transmitter;
    return to_system() ? fourth : third;
}

bool is_wifi(LinkType link)
{
    return link == linktype::wifi || link == linktype::radiotap || link == linktype::prism
           || link == linktype::avs || link == linktype::ppi;
}

Decoded<WifiFrame> find_wifi_frame(LinkType link, Bytes frame)
{
    if (link == linktype::wifi)
        return parse(frame, Padding::none);
    if (link == linktype::radiotap)
        return behind_radiotap(frame);
    auto const length = length_of_header(link, frame);
    if (length > frame.size())
        return {{}, Flaw{"truncated", frame.size()}};
    return parse(frame.subspan(length), Padding::none);
}

Decoded<LinkPayload> decode_wifi_body(WifiFrame const& frame, Bytes body)
{
    return frame.aggregate ? decode_wifi_subframe(body) : decode_snap(body, frame.source());
}

Decoded<LinkPayload> decode_wifi_subframe(Bytes further)
{
    ByteReader in{further};
    in.skip(6); // §9.3.2.2.2: destination
    auto const source = in.take(6);
    std::size_t const length = in.u16();
    auto out = decode_snap(in.take(length), source);
    if (!in.ok())
        return {out.value, in.flaw()};
    in.skip(std::min(in.remaining(), (4 - in.offset() % 4) % 4)); // all but the last are padded
    out.value.further = in.rest();
    return out;
}

Decoded<LinkPayload> decode_wifi(LinkType link, Bytes frame)
{
    auto const found = find_wifi_frame(link, frame);
    if (found.flaw || !found.value.has_data())
        return {{}, found.flaw};
    if (found.value.is_protected())
        return {{}, Flaw{"Wi-Fi frame is encrypted", 0}};
    return decode_wifi_body(found.value, found.value.body);
}

} // namespace petze

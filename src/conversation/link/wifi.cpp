#include "conversation/link/wifi.h"

#include <algorithm>

namespace petze {

namespace {

// IEEE 802.11-2020 §9.2.4.1, the two bytes of Frame Control.
struct FrameControl {
    std::uint8_t first, flags;

    bool is_data() const { return (first & 0x0c) == 0x08; }
    bool is_null() const { return (first & 0x40) != 0; } // no data in it
    bool has_qos() const { return (first & 0x80) != 0; }
    bool to_system() const { return (flags & 0x01) != 0; }
    bool from_system() const { return (flags & 0x02) != 0; }
    bool is_protected() const { return (flags & 0x40) != 0; }
    bool has_ht_control() const { return (flags & 0x80) != 0 && has_qos(); }
};

enum class Padding { none, to_words }; // of the header, so that the payload is aligned

Decoded<LinkPayload> decode_data_frame(Bytes frame, Padding padding)
{
    constexpr std::size_t address_length = 6;
    ByteReader in{frame};
    LinkPayload out;
    FrameControl control{};
    control.first = in.u8();
    control.flags = in.u8();
    if (!in.ok() || !control.is_data() || control.is_null())
        return {out, in.flaw()};
    if (control.is_protected())
        return {out, Flaw{"Wi-Fi frame is encrypted", 0}};
    in.skip(2 + address_length); // duration, receiver
    auto const transmitter = in.take(address_length);
    auto const third = in.take(address_length);
    in.skip(2);                                                // sequence control
    auto source = control.from_system() ? third : transmitter; // §9.3.2.1, table 9-30
    if (control.to_system() && control.from_system())
        source = in.take(address_length);
    bool aggregate = false;
    if (control.has_qos()) {
        aggregate = (in.u8() & 0x80) != 0; // §9.2.4.5: several in one
        in.skip(1);
    }
    if (control.has_ht_control())
        in.skip(4);
    if (aggregate)
        in.skip(14); // §9.3.2.2.2: its first subframe's addresses and length
    std::copy(source.begin(), source.end(), out.source_mac.begin());
    out.has_mac = in.ok();
    if (padding == Padding::to_words)
        in.skip((4 - in.offset() % 4) % 4);
    auto const snap = in.take(6); // RFC 1042
    auto const type = in.u16();
    bool const is_snap = snap.size() == 6 && snap[0] == 0xaa && snap[1] == 0xaa && snap[2] == 3;
    if (is_snap)
        out.type = type;
    out.bytes = in.rest();
    return {out, in.flaw()};
}

// A frame behind what a monitor put before it.
Decoded<LinkPayload> behind(Bytes frame, std::size_t length)
{
    if (length > frame.size())
        return {{}, Flaw{"truncated", frame.size()}};
    return decode_wifi(frame.subspan(length));
}

} // namespace

Decoded<LinkPayload> decode_wifi(Bytes frame)
{
    return decode_data_frame(frame, Padding::none);
}

Decoded<LinkPayload> decode_radiotap(Bytes frame)
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
    return decode_data_frame(inner, (flags & padded) != 0 ? Padding::to_words : Padding::none);
}

Decoded<LinkPayload> decode_avs(Bytes frame)
{
    ByteReader in{frame};
    in.skip(4);
    return behind(frame, in.u32());
}

Decoded<LinkPayload> decode_prism(Bytes frame)
{
    ByteReader in{frame, ByteOrder::little};
    in.skip(4);
    return behind(frame, in.u32());
}

Decoded<LinkPayload> decode_ppi(Bytes frame)
{
    ByteReader in{frame, ByteOrder::little};
    in.skip(2);
    return behind(frame, in.u16());
}

} // namespace petze

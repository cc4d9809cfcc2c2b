#include "dissect/realtime/realtime.h"

#include "base/byte_reader.h"
#include "dissect/layer_tools.h"

#include <algorithm>

namespace petze {

namespace {

constexpr std::size_t stun_header_bytes = 20;

struct Attribute {
    std::uint16_t type;
    std::string_view step;
};
// RFC 8489 section 18.3, those that say something.
constexpr Attribute attributes[] = {
    {0x0006, "stun:user name"}, {0x0014, "stun:realm"}, {0x8022, "stun:software"}};

void tell_attributes(Direction direction, Bytes datagram, LayerContext& context)
{
    ByteReader in{datagram};
    in.skip(stun_header_bytes);
    while (in.ok() && in.remaining() > 0) {
        auto const type = in.u16();
        auto const length = in.u16();
        auto const value = in.take(length);
        if (!in.ok())
            return;
        in.skip(std::min<std::size_t>((4u - length % 4u) % 4u, in.remaining())); // section 14
        for (auto const& attribute : attributes) {
            if (attribute.type != type || value.empty())
                continue;
            Origin const node{nullptr, attribute.step};
            context.fields.take({as_text(value), &node, frames_now(context), {direction, {}}});
        }
    }
}

} // namespace

bool looks_like_stun(Bytes datagram)
{
    constexpr std::uint32_t magic_cookie = 0x2112a442;
    ByteReader in{datagram};
    auto const type = in.u16();
    auto const length = in.u16();
    auto const cookie = in.u32();
    return in.ok() && type >> 14 == 0 && cookie == magic_cookie && length % 4 == 0
           && datagram.size() == stun_header_bytes + length;
}

bool looks_like_rtcp(Bytes datagram)
{
    constexpr std::uint8_t sender_report = 200, receiver_report = 201, last_type = 207;
    ByteReader in{datagram};
    for (bool first = true; in.ok() && in.remaining() > 0; first = false) {
        auto const flags = in.u8();
        auto const type = in.u8();
        auto const words = in.u16();
        in.skip(std::size_t{4} * words);
        if (flags >> 6 != 2 || type < sender_report || type > (first ? receiver_report : last_type))
            return false;
    }
    return in.ok() && datagram.size() >= 8;
}

bool RealTimeNamer::looks_like_rtp(Direction direction, Bytes datagram)
{
    constexpr int lost_at_most = 16;
    ByteReader in{datagram};
    auto const flags = in.u8();
    auto const type = static_cast<std::uint8_t>(in.u8() & 0x7f);
    auto const sequence = in.u16();
    in.skip(4); // timestamp
    auto const id = in.u32();
    auto& before = m_sources[static_cast<std::size_t>(direction)];
    bool const may_be = in.ok() && flags >> 6 == 2;
    auto const steps = static_cast<std::uint16_t>(sequence - before.sequence);
    bool const goes_on = may_be && before.seen && before.id == id && before.payload_type == type
                         && steps > 0 && steps <= lost_at_most;
    before = {id, sequence, type, may_be};
    return goes_on;
}

void RealTimeNamer::take(Direction direction, Bytes datagram, LayerContext& context)
{
    if (looks_like_stun(datagram)) {
        if (context.app_proto == "unknown")
            context.app_proto = "stun";
        if (context.fields.searches())
            tell_attributes(direction, datagram, context);
        return;
    }
    if (context.app_proto != "unknown")
        return;
    if (looks_like_rtcp(datagram))
        context.app_proto = "rtcp";
    else if (looks_like_rtp(direction, datagram))
        context.app_proto = "rtp";
}

} // namespace petze

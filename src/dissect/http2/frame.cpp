#include "dissect/http2/frame.h"

#include "base/byte_reader.h"

#include <array>

namespace petze::http2 {

namespace {

enum class Needs : std::uint8_t { stream, no_stream, either };

struct Rule {
    std::uint32_t shortest, longest, multiple_of;
    Needs needs;
    std::uint8_t flags; // that have a meaning
};

constexpr std::uint32_t any = 0xffffff;
constexpr std::uint32_t no_setting_has = 6 * 256;

constexpr std::array<Rule, 10> rules{{
    {0, any, 1, Needs::stream, flags::end_stream | flags::padded},
    {0, any, 1, Needs::stream,
     flags::end_stream | flags::end_headers | flags::padded | flags::priority},
    {5, 5, 1, Needs::stream, 0},
    {4, 4, 1, Needs::stream, 0},
    {0, no_setting_has, 6, Needs::no_stream, flags::ack},
    {4, any, 1, Needs::stream, flags::end_headers | flags::padded},
    {8, 8, 1, Needs::no_stream, flags::ack},
    {8, any, 1, Needs::no_stream, 0},
    {4, 4, 1, Needs::either, 0},
    {0, any, 1, Needs::stream, flags::end_headers},
}};

Rule const* rule_of(FrameType type)
{
    auto const number = static_cast<std::size_t>(type);
    return number < rules.size() ? &rules[number] : nullptr;
}

bool is_likely(FrameHeader const& header, Shown const& shown)
{
    // Streams are opened one after the other; a hole hides some of them.
    constexpr std::uint32_t hidden = 200, joined_late = 1u << 20;
    auto const* rule = rule_of(header.type);
    if (!rule || !is_possible(header) || header.length > shown.largest_frame
        || (header.flags & ~rule->flags) != 0)
        return false;
    if (header.stream > (shown.highest_stream == 0 ? joined_late : shown.highest_stream + hidden))
        return false;
    // Few blocks go on in a further frame.
    if ((rule->flags & flags::end_headers) != 0 && !header.has(flags::end_headers))
        return false;
    // Zeros with a small number behind them are common, and this frame would be senseless.
    return header.length > 0 || header.type == FrameType::settings || header.has(flags::end_stream);
}

} // namespace

FrameHeader parse_frame_header(Bytes bytes)
{
    ByteReader in{bytes};
    FrameHeader header;
    header.length = in.u24();
    header.type = static_cast<FrameType>(in.u8());
    header.flags = in.u8();
    header.stream = in.u32() & 0x7fffffff;
    return header;
}

bool is_possible(FrameHeader const& header)
{
    auto const* rule = rule_of(header.type);
    if (!rule) // RFC 9113 §5.5: extensions
        return true;
    if (header.length < rule->shortest || header.length > rule->longest
        || header.length % rule->multiple_of != 0)
        return false;
    return rule->needs == Needs::either || (header.stream != 0) == (rule->needs == Needs::stream);
}

Likeness looks_like_frame(Bytes bytes, Shown const& shown)
{
    constexpr int enough = 4;
    for (int frames = 0; frames < enough; ++frames) {
        if (bytes.size() < FrameHeader::size)
            return frames == 0 || !bytes.empty() ? Likeness::maybe : Likeness::yes;
        auto const header = parse_frame_header(bytes);
        bool const reserved = (bytes[5] & 0x80) != 0;
        if (reserved || !is_likely(header, shown))
            return Likeness::no;
        auto const whole = FrameHeader::size + header.length;
        if (whole > bytes.size())
            return frames == 0 ? Likeness::maybe : Likeness::yes;
        bytes = bytes.subspan(whole);
    }
    return Likeness::yes;
}

} // namespace petze::http2

#include "find/search/surroundings.h"

#include "base/text.h"
#include "find/search/edges.h"

#include <algorithm>

namespace petze {

namespace {

using Script = Variants::Variant::Script;

Edge edge_of_unit(std::uint8_t high, std::uint8_t low)
{
    return high == 0 && low < 0x80 ? edge_at_begin({&low, 1}) : Edge::other;
}

// The upper and the lower byte of a unit of UTF-16.
Edge edge_of_pair(Script script, std::uint8_t first, std::uint8_t second)
{
    return script == Script::utf16be ? edge_of_unit(first, second) : edge_of_unit(second, first);
}

constexpr unsigned digit_bits = 6;

// Two characters of base64, the outer one first or last; nothing where they are none.
std::optional<unsigned> twelve_bits(std::uint8_t first, std::uint8_t second)
{
    auto const a = base64_digit(first);
    auto const b = base64_digit(second);
    if (!a || !b)
        return {};
    return unsigned{*a} << digit_bits | *b;
}

bool touches_in_base64(WrappedEdge const& edge, std::optional<unsigned> two, unsigned shift)
{
    if (!two)
        return false;
    auto const neighbour = static_cast<std::uint8_t>(*two >> shift);
    return touch(edge_at_begin({&neighbour, 1}), edge_at_begin({&edge.outermost, 1}));
}

bool fits_base64(Variants::Variant const& variant, Before const& before)
{
    auto const& edge = variant.before;
    if (before.count == 0)
        return true;
    if (auto const digit = base64_digit(before.bytes[1]);
        digit && (*digit & ((1u << edge.bits) - 1)) != edge.value)
        return false;
    return !variant.standalone || before.count < 2
           || !touches_in_base64(edge, twelve_bits(before.bytes[0], before.bytes[1]), edge.bits);
}

bool fits_base64_behind(Variants::Variant const& variant, Bytes outside)
{
    auto const& edge = variant.behind;
    if (auto const digit = base64_digit(outside[0]);
        digit && *digit >> (digit_bits - edge.bits) != edge.value)
        return false;
    constexpr unsigned left = 2 * digit_bits - 8; // behind a whole byte
    return !variant.standalone || outside.size() < 2
           || !touches_in_base64(edge, twelve_bits(outside[0], outside[1]), left - edge.bits);
}

// Two hex digits beside a value, and its own byte there.
bool touches_in_hex(WrappedEdge const& edge, Bytes digits)
{
    auto const neighbour = decode_hex(as_text(digits));
    return neighbour && touch(edge_at_begin(*neighbour), edge_at_begin({&edge.outermost, 1}));
}

} // namespace

Before::Before(Bytes outside, Bytes spelling)
    : count(static_cast<std::uint8_t>(std::min(outside.size(), bytes.size())))
    , touches(touch(edge_at_end(outside), edge_at_begin(spelling)))
{
    std::copy(outside.end() - count, outside.end(), bytes.end() - count);
}

bool fits(Variants::Variant const& variant, Before const& before)
{
    auto const& spelling = variant.bytes;
    switch (variant.script) {
    case Script::base64:
        return fits_base64(variant, before);
    case Script::hex:
        return !variant.standalone || before.count < 2
               || !touches_in_hex(variant.before, before.bytes);
    case Script::utf16le:
    case Script::utf16be:
        return !variant.standalone || before.count < 2
               || !touch(edge_of_pair(variant.script, before.bytes[0], before.bytes[1]),
                         edge_of_pair(variant.script, spelling[0], spelling[1]));
    case Script::text:
        break;
    }
    return !variant.standalone || !before.touches;
}

bool fits_behind(Variants::Variant const& variant, Bytes outside)
{
    auto const& spelling = variant.bytes;
    if (outside.empty())
        return true;
    switch (variant.script) {
    case Script::base64:
        return fits_base64_behind(variant, outside);
    case Script::hex:
        return !variant.standalone || outside.size() < 2
               || !touches_in_hex(variant.behind, outside.first(2));
    case Script::utf16le:
    case Script::utf16be: {
        // Of a unit that is cut off, little-endian's lower half is there: it is ASCII's mostly.
        std::uint8_t const second = outside.size() > 1 ? outside[1] : 0;
        return !variant.standalone
               || !touch(
                   edge_of_pair(variant.script, spelling[spelling.size() - 2], spelling.back()),
                   edge_of_pair(variant.script, outside[0], second));
    }
    case Script::text:
        break;
    }
    return !variant.standalone || !touch(edge_at_end(spelling), edge_at_begin(outside));
}

std::size_t looked_at_behind(Variants::Variant const& variant)
{
    if (variant.script == Script::base64 && variant.behind.bits > 0 && !variant.standalone)
        return 1;
    if (!variant.standalone)
        return 0;
    return variant.script == Script::text ? 1 : 2;
}

} // namespace petze

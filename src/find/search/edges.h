#pragma once

#include "base/bytes.h"

namespace petze {

/// What a value may belong to at its edge. Letters are those of scripts that put blanks between
/// words (Latin, Greek, Cyrillic, Hebrew, Arabic, …): a Chinese name stands between its
/// neighbours without one, and so does a Latin name in a Chinese text.
enum class Edge : std::uint8_t { other, digit, letter };

/// Of the character that begins a text; decided by one byte, so that a stream need not wait.
Edge edge_at_begin(Bytes text);
/// Of the character that ends a text. The letter of an escape is none: "\nAnna", "%20Anna".
Edge edge_at_end(Bytes bytes);

/// How many bytes before a value edge_at_end() may want to see: "\u0020".
inline constexpr std::size_t edge_bytes = 6;

/// Two neighbours are of one number or one word.
constexpr bool touch(Edge a, Edge b)
{
    return a == b && a != Edge::other;
}

} // namespace petze

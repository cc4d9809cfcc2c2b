#pragma once

#include "find/place/position.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace petze {

/// A geohash names a cell of the earth, halved once for each of its bits: seven characters are
/// 153 by 153 m at the equator, twelve are centimetres.
struct GeohashCell {
    Position centre;
    double height{}, width{}; // degrees
};

inline constexpr std::size_t geohash_least = 7;
inline constexpr std::size_t geohash_most = 12;

/// Nothing where a character is none of the alphabet's, in either case.
std::optional<GeohashCell> read_geohash(std::string_view text);

/// The cell of that length in which a position lies.
std::string geohash_of(Position const& position, std::size_t length);

} // namespace petze

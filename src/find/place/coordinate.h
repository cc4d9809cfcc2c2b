#pragma once

#include <optional>
#include <string_view>

namespace petze {

/// A number that may be a latitude or a longitude, as it stands somewhere.
struct Coordinate {
    static constexpr int exact = 9; // decimals of what was no decimal fraction

    double degrees{};
    double unit{};           // what its last digit is worth, in degrees; 0: as exact as need be
    int decimals{};          // digits behind the point, or exact
    std::string_view step{}; // how it was wrapped, as a finding's path tells it; a literal

    bool operator==(Coordinate const&) const = default;
};

/// A decimal number that is the whole text: "-22.5", "1.14047e2". Its decimals are those written.
std::optional<Coordinate> read_decimal(std::string_view text);

/// Degrees, minutes and seconds at the beginning of a text: 22°20'24.9"N, 22d20m24.9s N,
/// N 22° 20.415', with a sign or the letter of a hemisphere.
struct SexagesimalCoordinate {
    Coordinate coordinate;
    bool is_longitude{}; // by its letter
    bool is_latitude{};
    std::string_view rest; // of the text
};
std::optional<SexagesimalCoordinate> read_sexagesimal(std::string_view text);

} // namespace petze

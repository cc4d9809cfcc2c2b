#pragma once

#include "find/place/coordinate.h"
#include "find/place/geohash.h"
#include "find/profile/profile.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// What says that two numbers are coordinates.
enum class PairEvidence : std::uint8_t {
    named,     // their names do: then any radius will do
    neighbours // nothing but their values
};

/// A place of the profile as it is looked for: by distance, however it is written.
class SoughtPlace {
public:
    explicit SoughtPlace(Place const& place);

    Place const& place() const { return *m_place; }
    std::string item() const { return "location/" + m_place->name; }
    std::string value() const;

    /// Cheap: whether the number may be one of the two of a position there.
    bool may_be_latitude(Coordinate const& coordinate) const;
    bool may_be_longitude(Coordinate const& coordinate) const;
    /// Whether the position lies there. Coordinates that are written more coarsely than the
    /// radius lie there where they round to them.
    bool holds(Coordinate const& latitude, Coordinate const& longitude,
               PairEvidence evidence) const;
    bool holds(GeohashCell const& cell, PairEvidence evidence) const;

private:
    bool within(Position const& position, double height, double width) const;

    Place const* m_place;
    double m_stretch;
    bool m_rare; // chance_of_place() is below what is searched for without names
};

/// How likely two numbers anywhere on the map (latitudes from -90 to 90, longitudes from -180 to
/// 180) lie within the place's radius by accident, in any of the ways to read them.
double chance_of_place(Place const& place);

/// Every number pair that is looked at takes its chance; 2^-24 lets one in 16 million pass.
inline constexpr double most_chance_of_place = 1.0 / (1 << 24);

/// What to replace in texts that are to be published: the beginnings of all numbers that a
/// position there is written with, to about a kilometre.
std::vector<std::string> prefixes_of(Place const& place);

} // namespace petze

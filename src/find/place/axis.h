#pragma once

#include <cstdint>
#include <string_view>

namespace petze {

enum class Axis : std::uint8_t { unnamed, latitude, longitude };

/// Which of the two a name says its number is: "lat", "gpsLatitude", "lat_e7", "y"; "lng", ….
Axis axis_of(std::string_view name);

} // namespace petze

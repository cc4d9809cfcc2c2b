#pragma once

namespace petze {

struct Position {
    double latitude{}, longitude{}; // degrees
};

/// The length of a degree of latitude, on a sphere of the earth's mean radius.
inline constexpr double metres_a_degree = 111'195;

/// Great circle, in metres; where it matters here, over some kilometres, the error of taking the
/// earth for a sphere is below half a percent.
double distance(Position const& a, Position const& b);

/// How many degrees of longitude are as long as one of latitude there; bounded at the poles.
double longitude_stretch(double latitude);

} // namespace petze

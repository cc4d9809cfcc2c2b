#include "find/place/position.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace petze {

namespace {

constexpr double radians = std::numbers::pi / 180;

} // namespace

// Haversine: exact for small distances, where the cosine alone is not.
double distance(Position const& a, Position const& b)
{
    auto const square = [](double x) { return x * x; };
    auto const half = square(std::sin((b.latitude - a.latitude) / 2 * radians))
                      + std::cos(a.latitude * radians) * std::cos(b.latitude * radians)
                            * square(std::sin((b.longitude - a.longitude) / 2 * radians));
    return 2 * std::asin(std::sqrt(std::clamp(half, 0.0, 1.0))) / radians * metres_a_degree;
}

double longitude_stretch(double latitude)
{
    constexpr double least = 0.01; // within a kilometre or so of a pole
    return 1 / std::max(std::cos(latitude * radians), least);
}

} // namespace petze

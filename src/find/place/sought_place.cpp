#include "find/place/sought_place.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numbers>

namespace petze {

namespace {

// Two orders, and integers as millionths or ten-millionths, with either way to write a sign.
constexpr double readings = 8;

std::string decimal(double number)
{
    std::string text(32, '\0');
    text.resize(static_cast<std::size_t>(
        std::to_chars(text.data(), text.data() + text.size(), number).ptr - text.data()));
    return text;
}

// Over the border at 180 degrees the way is short.
double difference(double a, double b)
{
    auto const plain = std::abs(a - b);
    return std::min(plain, std::abs(360 - plain));
}

bool says_enough(Coordinate const& a, Coordinate const& b, PairEvidence evidence)
{
    // Three decimals each; but a writer drops zeros at the end.
    auto const [fewer, more] = std::minmax(a.decimals, b.decimals);
    return evidence == PairEvidence::named ? fewer >= 2 : fewer >= 3 || (fewer == 2 && more >= 4);
}

} // namespace

double chance_of_place(Place const& place)
{
    auto const radius = place.radius_m / metres_a_degree;
    auto const area = std::numbers::pi * radius * radius * longitude_stretch(place.latitude);
    return std::min(1.0, readings * area / (180.0 * 360.0));
}

SoughtPlace::SoughtPlace(Place const& place)
    : m_place(&place)
    , m_stretch(longitude_stretch(place.latitude))
    , m_rare(chance_of_place(place) < most_chance_of_place)
{
}

std::string SoughtPlace::value() const
{
    return decimal(m_place->latitude) + "," + decimal(m_place->longitude);
}

bool SoughtPlace::may_be_latitude(Coordinate const& coordinate) const
{
    auto const window = m_place->radius_m / metres_a_degree + coordinate.unit;
    return std::abs(coordinate.degrees - m_place->latitude) <= window;
}

bool SoughtPlace::may_be_longitude(Coordinate const& coordinate) const
{
    // What is stretched at the place is stretched more nearer to the pole: doubled to be safe.
    auto const window = m_place->radius_m / metres_a_degree * m_stretch * 2 + coordinate.unit;
    return std::abs(coordinate.degrees) <= 180
           && difference(coordinate.degrees, m_place->longitude) <= window;
}

bool SoughtPlace::within(Position const& position, double height, double width) const
{
    auto const rounded = std::hypot(height / 2, width / 2 / m_stretch) * metres_a_degree;
    return distance(position, {m_place->latitude, m_place->longitude})
           <= std::max(m_place->radius_m, rounded);
}

bool SoughtPlace::holds(Coordinate const& latitude, Coordinate const& longitude,
                        PairEvidence evidence) const
{
    return (m_rare || evidence == PairEvidence::named) && latitude.step == longitude.step
           && says_enough(latitude, longitude, evidence) && std::abs(latitude.degrees) <= 90
           && may_be_latitude(latitude) && may_be_longitude(longitude)
           && within({latitude.degrees, longitude.degrees}, latitude.unit, longitude.unit);
}

bool SoughtPlace::holds(GeohashCell const& cell, PairEvidence evidence) const
{
    return (m_rare || evidence == PairEvidence::named)
           && within(cell.centre, cell.height, cell.width);
}

namespace {

constexpr int most_steps = 100; // of one coordinate: 100 km in hundredths of a degree

void add_decimals(double middle, double reach, std::vector<std::string>& out)
{
    constexpr double hundred = 100;
    auto const first = static_cast<long long>(std::floor((middle - reach) * hundred)) - 1;
    auto const last = static_cast<long long>(std::floor((middle + reach) * hundred)) + 1;
    for (auto at = first; at <= std::min(last, first + most_steps); ++at) {
        // Of numbers below zero the digits go the other way.
        auto const digits = at < 0 ? -(at + 1) : at;
        auto const fraction = std::to_string(digits % 100 + 100).substr(1);
        auto const whole = std::to_string(digits / 100);
        out.emplace_back(whole).append(".").append(fraction);
        auto const digits_so_far = whole + fraction;
        for (int next = 0; next < 100 && whole != "0"; ++next) // of millionths
            out.emplace_back(digits_so_far).append(std::to_string(next + 100), 1);
    }
}

} // namespace

std::vector<std::string> prefixes_of(Place const& place)
{
    std::vector<std::string> out;
    auto const reach = place.radius_m / metres_a_degree;
    auto const stretch = longitude_stretch(place.latitude);
    add_decimals(place.latitude, reach, out);
    add_decimals(place.longitude, reach * stretch, out);
    constexpr int grid = 8; // cells of six characters are 1.2 km wide
    constexpr std::size_t characters = 6;
    for (int north = -grid; north <= grid; ++north)
        for (int east = -grid; east <= grid; ++east)
            out.push_back(geohash_of({place.latitude + reach * north / grid,
                                      place.longitude + reach * stretch * east / grid},
                                     characters));
    auto const minutes = [](double degrees) {
        auto const all = static_cast<long long>(std::abs(degrees) * 60);
        return std::pair{std::to_string(all / 60), std::to_string(all % 60)};
    };
    for (auto const degrees : {place.latitude, place.longitude}) {
        auto const [whole, part] = minutes(degrees);
        for (auto const* mark : {"\u00b0", "d"})
            for (auto const& written : {part, "0" + part})
                out.emplace_back(whole).append(mark).append(written);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

} // namespace petze

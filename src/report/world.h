#pragma once

#include <optional>
#include <string_view>

namespace petze {

/// The map that data/world.txt holds, which is part of the program: Natural Earth's countries in
/// the Equal Earth projection.
class World {
public:
    static constexpr int width = 960, height = 424; // of its plane; y grows to the south

    struct Point {
        int x{}, y{};

        bool operator==(Point const&) const = default;
    };

    World();

    /// The outlines of all countries, as an SVG path.
    std::string_view land() const { return m_land; }
    /// The middle of a country's largest part. ISO 3166-1, two letters.
    std::optional<Point> middle_of(std::string_view country) const;

private:
    std::string_view m_land, m_middles; // of the program, which outlives it
};

} // namespace petze

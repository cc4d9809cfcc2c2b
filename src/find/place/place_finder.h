#pragma once

#include "find/place/axis.h"
#include "find/place/sought_place.h"
#include "find/tell_once.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

namespace petze {

/// Finds the places of a profile in everything that one conversation says: by distance, in
/// whatever notation, in one field or in two that stand side by side.
class PlaceFinder {
public:
    /// Both outlive it.
    PlaceFinder(std::vector<Place> const& places, std::function<void(Finding&&)>& findings);

    void take(Field const& field);

    /// How often each item stood here.
    std::vector<ItemCount> counts() const { return m_told.counts(); }

private:
    /// A number that may be half of a position, until its other half comes.
    struct Half {
        std::vector<Coordinate> readings;
        Axis axis{};
        std::string where; // what it stands in
        Direction direction{};
        std::string hostname;
        FrameRange frames;
        std::uint64_t field{};  // its number
        std::uint64_t number{}; // among the fields that are numbers
    };

    void take_number(Coordinate const& number, Field const& field);
    void take_geohash(Field const& field);
    void pair(Half const& before, Half const& now, Field const& field);
    bool may_be_half(Coordinate const& reading) const;

    std::vector<SoughtPlace> m_places;
    TellOnce m_told;
    std::uint64_t m_fields = 0;
    std::uint64_t m_numbers = 0;
    std::deque<Half> m_halves; // the last ones
};

} // namespace petze

#include "find/place/place_finder.h"

#include "base/text.h"
#include "find/field_key.h"
#include "find/place/place_text.h"
#include "find/place/readings.h"

#include <algorithm>
#include <limits>

namespace petze {

namespace {

constexpr std::size_t remembered_halves = 4;
constexpr std::uint64_t named_reach = 12; // fields between a latitude and its longitude

} // namespace

PlaceFinder::PlaceFinder(std::vector<Place> const& places, std::function<void(Finding&&)>& findings)
    : m_places(places.begin(), places.end())
    , m_told(findings, std::numeric_limits<std::size_t>::max()) // as many as there are paths
{
}

void PlaceFinder::take(Field const& field)
{
    if (m_places.empty())
        return;
    ++m_fields;
    auto const text = trim(field.value);
    if (auto const number = read_decimal(text)) {
        ++m_numbers;
        take_number(*number, field);
        return;
    }
    if (text.size() >= geohash_least && text.size() <= geohash_most)
        take_geohash(field);
    look_for_places(field.value, m_places, [&](SoughtPlace const& place, std::string_view step) {
        m_told.tell({"location", place.item(), Match::exact, place.value(), step}, field);
    });
}

void PlaceFinder::take_geohash(Field const& field)
{
    auto const text = trim(field.value);
    auto const cell = read_geohash(text);
    if (!cell)
        return;
    auto const name = plain_name(key_of(field.origin).name);
    bool const named = name.ends_with("geohash") || name == "gh" || name == "geo";
    bool const digits_alone = std::all_of(text.begin(), text.end(), is_digit);
    if (!named && (digits_alone || text != lower(text)))
        return;
    for (auto const& place : m_places)
        if (place.holds(*cell, named ? PairEvidence::named : PairEvidence::neighbours))
            m_told.tell({"location", place.item(), Match::exact, place.value(), "geohash"}, field);
}

bool PlaceFinder::may_be_half(Coordinate const& reading) const
{
    return std::any_of(m_places.begin(), m_places.end(), [&](SoughtPlace const& place) {
        return place.may_be_latitude(reading) || place.may_be_longitude(reading);
    });
}

void PlaceFinder::take_number(Coordinate const& number, Field const& field)
{
    Half now;
    read_coordinates(number, field, [&](Coordinate const& reading) {
        if (may_be_half(reading))
            now.readings.push_back(reading);
    });
    if (now.readings.empty())
        return;
    auto const key = key_of(field.origin);
    now.axis = axis_of(key.name);
    now.where = key.where();
    now.direction = field.context.direction;
    now.hostname = field.context.hostname;
    now.frames = field.frames;
    now.field = m_fields;
    now.number = m_numbers;
    for (auto const& before : m_halves)
        if (before.where == now.where && before.direction == now.direction
            && before.hostname == now.hostname)
            pair(before, now, field);
    m_halves.push_back(std::move(now));
    if (m_halves.size() > remembered_halves)
        m_halves.pop_front();
}

void PlaceFinder::pair(Half const& before, Half const& now, Field const& field)
{
    bool const named = before.axis != Axis::unnamed && now.axis != Axis::unnamed;
    if (named ? before.axis == now.axis || now.field - before.field > named_reach
              : now.number - before.number > 1)
        return;
    auto const evidence = named ? PairEvidence::named : PairEvidence::neighbours;
    auto const meets = [&](SoughtPlace const& place, Coordinate const& a, Coordinate const& b) {
        // Names may be wrong about which is which, as x and y often are.
        return place.holds(a, b, evidence) || place.holds(b, a, evidence);
    };
    auto frames = std::vector{before.frames, now.frames};
    if (before.frames.capture == now.frames.capture)
        frames = {{now.frames.capture, std::min(before.frames.first, now.frames.first),
                   std::max(before.frames.last, now.frames.last)}};
    for (auto const& place : m_places)
        for (auto const& a : before.readings)
            for (auto const& b : now.readings)
                if (meets(place, a, b)) {
                    m_told.tell({"location", place.item(), Match::exact, place.value(), b.step},
                                field, frames);
                    return;
                }
}

} // namespace petze

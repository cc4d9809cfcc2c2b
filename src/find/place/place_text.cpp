#include "find/place/place_text.h"

#include "base/text.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace petze {

namespace {

constexpr std::size_t most_between = 32; // bytes from the end of one number to the next

/// A decimal fraction inside a text.
struct Written {
    std::size_t begin{}, end{};
    Coordinate coordinate;
};

bool is_letter(char c)
{
    return to_lower(c) >= 'a' && to_lower(c) <= 'z';
}

// "33.8688° S", "S 33.8688": the letter stands alone.
bool is_south_or_west(std::string_view text, std::size_t begin, std::size_t end)
{
    auto const says_so = [](char c) { return c == 'S' || c == 'W'; };
    constexpr std::string_view degree = "\u00b0";
    if (text.substr(end).starts_with(degree))
        end += degree.size();
    if (text.substr(end).starts_with(' '))
        ++end;
    if (end < text.size() && says_so(text[end])
        && (end + 1 == text.size() || !is_letter(text[end + 1])))
        return true;
    if (begin > 0 && text[begin - 1] == ' ')
        --begin;
    return begin > 0 && says_so(text[begin - 1]) && (begin == 1 || !is_letter(text[begin - 2]));
}

/// The fraction whose point stands at `point`.
std::optional<Written> fraction_at(std::string_view text, std::size_t point)
{
    constexpr std::size_t most_whole = 3, most_decimals = 20, fewest_decimals = 2;
    auto begin = point;
    while (begin > 0 && is_digit(text[begin - 1]) && point - begin <= most_whole)
        --begin;
    auto end = point + 1;
    while (end < text.size() && is_digit(text[end]) && end - point <= most_decimals)
        ++end;
    auto const is_inner = [&](std::size_t at) { return at < text.size() && is_digit(text[at]); };
    bool const part_of_more = (begin > 0 && text[begin - 1] == '.')
                              || (end < text.size() && text[end] == '.' && is_inner(end + 1));
    if (begin == point || point - begin > most_whole || end - point > most_decimals
        || end - point <= fewest_decimals || part_of_more)
        return {};
    auto const coordinate = read_decimal(text.substr(begin, end - begin));
    if (!coordinate)
        return {};
    Written out{begin, end, *coordinate};
    bool const minus = begin > 0 && text[begin - 1] == '-';
    if (minus || is_south_or_west(text, begin, end))
        out.coordinate.degrees = -out.coordinate.degrees;
    return out;
}

std::optional<Written> next_fraction(std::string_view text, std::size_t from)
{
    auto const end = std::min(text.size(), from + most_between + 4);
    for (auto point = text.find('.', from); point < end; point = text.find('.', point + 1))
        if (auto const written = fraction_at(text, point);
            written && written->begin >= from && written->begin - from <= most_between)
            return written;
    return {};
}

bool names_coordinates(std::string_view between)
{
    auto const text = lower(between);
    return text.find("lon") != npos || text.find("lng") != npos || text.find("lat") != npos;
}

bool may_be_at(SoughtPlace const& place, Coordinate const& coordinate)
{
    return place.may_be_latitude(coordinate) || place.may_be_longitude(coordinate);
}

bool holds(SoughtPlace const& place, Coordinate const& a, Coordinate const& b,
           PairEvidence evidence)
{
    return place.holds(a, b, evidence) || place.holds(b, a, evidence);
}

void look_for_fractions(std::string_view text, std::span<SoughtPlace const> places, PlaceSink sink)
{
    std::size_t from = 0;
    for (auto point = text.find('.'); point != npos; point = text.find('.', point + 1)) {
        if (point < from)
            continue;
        auto const first = fraction_at(text, point);
        if (!first || std::none_of(places.begin(), places.end(), [&](SoughtPlace const& place) {
                return may_be_at(place, first->coordinate);
            }))
            continue;
        auto const second = next_fraction(text, first->end);
        if (!second)
            continue;
        auto const evidence = names_coordinates(text.substr(first->end, second->begin - first->end))
                                  ? PairEvidence::named
                                  : PairEvidence::neighbours;
        for (auto const& place : places)
            if (holds(place, first->coordinate, second->coordinate, evidence)) {
                sink(place, {});
                from = second->end;
            }
    }
}

/// Where the degrees begin whose mark stands at `mark`, with what may stand before them.
std::size_t begin_of_degrees(std::string_view text, std::size_t mark)
{
    constexpr std::size_t most_before = 6;
    auto const least = mark - std::min(mark, most_before);
    auto begin = mark;
    while (begin > least && text[begin - 1] == ' ')
        --begin;
    while (begin > least && is_digit(text[begin - 1]))
        --begin;
    auto const is_sign = [](char c) { return std::string_view{"+-NSEW"}.find(c) != npos; };
    auto before = begin;
    if (before > least && text[before - 1] == ' ')
        --before;
    return before > least && is_sign(text[before - 1]) ? before - 1 : begin;
}

void look_for_degrees(std::string_view text, std::string_view mark,
                      std::span<SoughtPlace const> places, PlaceSink sink)
{
    std::size_t from = 0;
    for (auto at = text.find(mark); at != npos; at = text.find(mark, at + mark.size())) {
        if (at < from)
            continue;
        auto const first = read_sexagesimal(text.substr(begin_of_degrees(text, at)));
        if (!first)
            continue;
        from = text.size() - first->rest.size();
        auto const next = text.find(mark, from);
        if (next == npos || next - from > most_between)
            continue;
        auto const second =
            read_sexagesimal(text.substr(std::max(from, begin_of_degrees(text, next))));
        if (!second || (first->is_latitude && second->is_latitude)
            || (first->is_longitude && second->is_longitude))
            continue;
        // Degrees, minutes and seconds are nothing but coordinates.
        for (auto const& place : places)
            if (holds(place, first->coordinate, second->coordinate, PairEvidence::named)) {
                sink(place, first->coordinate.step);
                from = text.size() - second->rest.size();
            }
    }
}

} // namespace

void look_for_places(std::string_view text, std::span<SoughtPlace const> places, PlaceSink sink)
{
    constexpr std::size_t short_text = 256;
    if (places.empty())
        return;
    look_for_fractions(text, places, sink);
    look_for_degrees(text, "\u00b0", places, sink);
    if (text.size() <= short_text) // letters are everywhere
        look_for_degrees(text, "d", places, sink);
}

} // namespace petze

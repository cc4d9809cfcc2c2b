#include "find/place/coordinate.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace petze {

namespace {

double unit_of(int decimals)
{
    return std::pow(10.0, -decimals);
}

/// Reads a text from its beginning on.
class Cursor {
public:
    explicit Cursor(std::string_view text)
        : m_rest(text)
    {
    }

    std::string_view rest() const { return m_rest; }

    void skip_blanks()
    {
        constexpr std::string_view no_break = "\u00a0";
        while (!m_rest.empty())
            if (m_rest.front() == ' ')
                m_rest.remove_prefix(1);
            else if (m_rest.starts_with(no_break))
                m_rest.remove_prefix(no_break.size());
            else
                return;
    }

    template<std::size_t N>
    bool take(std::array<std::string_view, N> const& marks)
    {
        for (auto mark : marks)
            if (m_rest.starts_with(mark)) {
                m_rest.remove_prefix(mark.size());
                return true;
            }
        return false;
    }

    /// The letter of a hemisphere that no word goes on with; 0 where none stands here.
    char hemisphere()
    {
        constexpr std::string_view letters = "NSEW";
        auto const is_letter = [](char c) { return to_lower(c) >= 'a' && to_lower(c) <= 'z'; };
        if (m_rest.empty() || letters.find(m_rest.front()) == npos
            || (m_rest.size() > 1 && is_letter(m_rest[1])))
            return 0;
        auto const letter = m_rest.front();
        m_rest.remove_prefix(1);
        return letter;
    }

    /// A number below `limit` without a sign; -1 where none stands here. `decimals` is how many
    /// digits it has behind its point, and -1 where it has no point.
    double number(double limit, int& decimals)
    {
        constexpr std::size_t longest = 16;
        auto const head = m_rest.substr(0, longest);
        auto const end = std::min(head.find_first_not_of("0123456789"), head.size());
        auto length = end;
        decimals = -1;
        if (length > 0 && length + 1 < head.size() && head[length] == '.'
            && is_digit(head[length + 1])) {
            length = std::min(head.find_first_not_of("0123456789", end + 1), head.size());
            decimals = static_cast<int>(length - end - 1);
        }
        double value{};
        if (length == 0
            || std::from_chars(head.data(), head.data() + length, value).ec != std::errc{}
            || !(value < limit))
            return -1;
        m_rest.remove_prefix(length);
        return value;
    }

private:
    std::string_view m_rest;
};

constexpr std::array<std::string_view, 6> degree_marks{"\u00b0", "\u00ba", "deg",
                                                       "d",      "D",      "\u02da"};
constexpr std::array<std::string_view, 5> minute_marks{"\u2032", "\u2019", "min", "m", "'"};
constexpr std::array<std::string_view, 6> second_marks{"\u2033", "\u201d", "''", "sec", "s", "\""};

/// What follows the degrees: minutes, and perhaps seconds.
bool read_parts(Cursor& at, Coordinate& out)
{
    constexpr double parts = 60;
    int decimals{};
    at.skip_blanks();
    auto const minutes = at.number(parts, decimals);
    at.skip_blanks();
    if (minutes < 0 || !at.take(minute_marks))
        return false;
    out.degrees += minutes / parts;
    out.unit = unit_of(std::max(decimals, 0)) / parts;
    out.decimals = std::max(decimals, 0) + 1; // a sixtieth of a degree is less than a tenth
    if (decimals >= 0)
        return true;
    auto after = at;
    after.skip_blanks();
    auto const seconds = after.number(parts, decimals);
    after.skip_blanks();
    if (seconds < 0 || !after.take(second_marks))
        return true;
    at = after;
    out.degrees += seconds / parts / parts;
    out.unit = unit_of(std::max(decimals, 0)) / parts / parts;
    out.decimals = std::max(decimals, 0) + 3;
    return true;
}

} // namespace

std::optional<Coordinate> read_decimal(std::string_view text)
{
    constexpr std::size_t longest = 32;
    bool const plus = text.starts_with('+');
    text.remove_prefix(plus ? 1 : 0);
    if (text.empty() || text.size() > longest
        || (!is_digit(text.front()) && (text.front() != '-' || plus)))
        return {};
    double value{};
    auto const* const end = text.data() + text.size();
    auto const [stop, failure] = std::from_chars(text.data(), end, value);
    if (failure != std::errc{} || stop != end || !std::isfinite(value))
        return {};
    if (text.find_first_of("eE") != npos)
        return Coordinate{value, 0, Coordinate::exact, {}};
    auto const point = text.find('.');
    auto const decimals = point == npos ? 0 : static_cast<int>(text.size() - point - 1);
    return Coordinate{value, unit_of(decimals), decimals, {}};
}

std::optional<SexagesimalCoordinate> read_sexagesimal(std::string_view text)
{
    constexpr double most_degrees = 181;
    Cursor at{text};
    auto letter = at.hemisphere();
    at.skip_blanks();
    bool const negative = at.rest().starts_with('-');
    if (letter == 0 && (negative || at.rest().starts_with('+')))
        at = Cursor{at.rest().substr(1)};
    int decimals{};
    auto const degrees = at.number(most_degrees, decimals);
    at.skip_blanks();
    if (degrees < 0 || decimals >= 0 || !at.take(degree_marks))
        return {};
    SexagesimalCoordinate out;
    out.coordinate = {degrees, 1, 0, "dms"};
    if (!read_parts(at, out.coordinate))
        return {};
    if (letter == 0) {
        auto after = at;
        after.skip_blanks();
        letter = after.hemisphere();
        if (letter != 0)
            at = after;
    }
    if (letter == 'S' || letter == 'W' || negative)
        out.coordinate.degrees = -out.coordinate.degrees;
    out.is_latitude = letter == 'N' || letter == 'S';
    out.is_longitude = letter == 'E' || letter == 'W';
    out.rest = at.rest();
    return out;
}

} // namespace petze

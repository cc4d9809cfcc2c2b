#include "find/pattern/pattern_finder.h"

#include "base/limits.h"
#include "base/text.h"
#include "find/field_key.h"
#include "find/pattern/checks.h"
#include "find/pattern/field_patterns.h"
#include "find/pattern/learned.h"
#include "find/place/axis.h"

#include <algorithm>
#include <cmath>

namespace petze {

namespace {

constexpr std::size_t fewest_apps = 5;
constexpr std::size_t shortest_name = 4, longest_name = 63; // of a phone, as of a host (RFC 1035)

/// In DHCP a phone says how it wants to be called (RFC 2132 section 3.14). Asked of what it sends.
bool says_own_name(Field const& field)
{
    return field.origin && field.origin->step == "dhcp:host_name";
}

/// A number in degrees as exact as ten metres: nobody writes his shop's prices so.
std::optional<Coordinate> exact_degrees(std::string_view text)
{
    constexpr int fewest_decimals = 4;
    constexpr double most_degrees = 180;
    if (text.size() <= fewest_decimals || text.find('.') == npos)
        return {};
    auto const read = read_decimal(text);
    if (!read || read->decimals < fewest_decimals || std::abs(read->degrees) > most_degrees)
        return {};
    return read;
}

} // namespace

PatternFinder::PatternFinder(std::function<void(Finding&&)>& findings, Tally* tally,
                             KnownValues const* known, std::vector<Place> const* places)
    : m_told(findings, limits::patterns_conversation)
    , m_sightings(findings, limits::patterns_conversation)
    , m_tally(tally)
    , m_known(known)
{
    if (places)
        m_places = {places->begin(), places->end()};
}

PatternFinder::~PatternFinder()
{
    if (m_tally && m_records.given_up() > 0)
        m_tally->count("patterns: limit lists of records");
}

void PatternFinder::take(Field const& field)
{
    if (!searches())
        return;
    ++m_fields;
    pattern::Name const name{field.origin};
    std::string_view told;
    pattern::look_for_patterns(field, name, [&](std::string_view category, std::string_view value) {
        told = category;
        tell(category, value, field);
    });
    learn(field, name, told);
    look_for_position(field);
    look_for_apps(field);
    look_for_records(field, name);
    if (!searches() && m_tally)
        m_tally->count("patterns: limit in one conversation");
}

void PatternFinder::tell(std::string_view category, std::string_view value, Field const& field)
{
    if (m_known && m_known->contains(value))
        return;
    m_told.tell({category, {}, Match::pattern, std::string{value}, {}}, field);
}

/// What others may be told as well. A cookie is what its server made up.
void PatternFinder::learn(Field const& field, pattern::Name const& name, std::string_view category)
{
    constexpr std::size_t longest = 1024;
    if (field.value.size() > longest)
        return;
    auto value = trim(field.value);
    bool const in_cookie = name.text() == "cookie" || name.text() == "setcookie";
    if (in_cookie && field.context.direction == Direction::to_server)
        return;
    auto sighting = pattern::Sighting::identifier;
    if (name.text() == "useragent")
        value = pattern::identifier_in_user_agent(value);
    else if (pattern::names_phone(name) && field.context.direction == Direction::to_server)
        sighting = says_own_name(field) ? pattern::Sighting::own_name : pattern::Sighting::name;
    else if (!in_cookie && !pattern::names_device(name))
        return;
    bool const is_one = sighting == pattern::Sighting::identifier
                            ? pattern::is_identifier(value)
                            : value.size() >= shortest_name && value.size() <= longest_name
                                  && value.find('.') == npos; // hosts have names, too
    if (!is_one || (m_known && m_known->contains(value)))
        return;
    m_sightings.tell(
        {category, pattern::sighting_item(sighting, value), Match::pattern, std::string{value}, {}},
        field);
}

void PatternFinder::look_for_position(Field const& field)
{
    constexpr std::uint64_t reach = 12; // fields from one to the other
    auto const text = trim(field.value);
    auto const degrees = exact_degrees(text);
    if (!degrees)
        return;
    auto const key = key_of(field.origin);
    auto const axis = axis_of(key.name);
    if (axis == Axis::unnamed || plain_name(key.name).size() < 2) // x and y are anything
        return;
    Half now{key.where(), degrees->degrees, std::string{text}, axis == Axis::latitude,
             m_fields,    field.frames};
    if (m_half && m_half->where == now.where && m_half->is_latitude != now.is_latitude
        && now.field - m_half->field <= reach) {
        pair(*m_half, now, field);
        m_half.reset();
        return;
    }
    m_half = std::move(now);
}

void PatternFinder::pair(Half const& before, Half const& now, Field const& field)
{
    auto const& latitude = before.is_latitude ? before : now;
    auto const& longitude = before.is_latitude ? now : before;
    Coordinate const north{latitude.degrees, 0, 4, {}};
    Coordinate const east{longitude.degrees, 0, 4, {}};
    bool const nowhere = latitude.degrees == 0 && longitude.degrees == 0;
    bool const known = std::any_of(m_places.begin(), m_places.end(), [&](SoughtPlace const& place) {
        return place.holds(north, east, PairEvidence::named);
    });
    if (std::abs(latitude.degrees) <= 90 && !nowhere && !known)
        m_told.tell({"location", {}, Match::pattern, latitude.text + "," + longitude.text, {}},
                    field);
}

void PatternFinder::look_for_records(Field const& field, pattern::Name const& name)
{
    if (auto found = m_records.take(field, name, m_known))
        m_told.tell({found->category, {}, Match::pattern, std::move(found->value), {}}, field);
}

void PatternFinder::look_for_apps(Field const& field)
{
    auto const text = trim(field.value);
    if (!pattern::is_package_name(text) || (m_known && m_known->contains(text)))
        return;
    std::string path{name_of(field.context.direction)};
    for (auto const* node = field.origin; node; node = node->parent) {
        path += '\n';
        path += node->step;
    }
    auto names = m_apps.find(path);
    if (names == m_apps.end()) {
        if (m_apps.size() >= limits::pattern_lists) {
            if (m_tally)
                m_tally->count("patterns: limit lists of apps");
            return;
        }
        names = m_apps.emplace(std::move(path), std::set<std::string>{}).first;
    }
    if (names->second.size() >= fewest_apps || !names->second.emplace(text).second
        || names->second.size() < fewest_apps)
        return;
    std::string list;
    for (auto const& name : names->second)
        list += (list.empty() ? "" : ", ") + name;
    m_told.tell({"apps", {}, Match::pattern, list, {}}, field);
}

} // namespace petze

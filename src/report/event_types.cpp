#include "report/event_types.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>
#include <vector>

namespace petze {

namespace {

struct Name {
    std::string_view name;
    EventType type;
};

constexpr std::array names{
    Name{"flow", EventType::flow},         Name{"dns", EventType::dns},
    Name{"tls", EventType::tls},           Name{"quic", EventType::quic},
    Name{"http", EventType::http},         Name{"message", EventType::message},
    Name{"fileinfo", EventType::fileinfo}, Name{"finding", EventType::finding},
    Name{"endpoint", EventType::endpoint}, Name{"verdict", EventType::verdict},
    Name{"stats", EventType::stats},
};

/// Levenshtein's distance: letters to insert, delete or replace.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            auto const replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
        }
    }
    return row[b.size()];
}

std::string_view nearest(std::string_view unknown)
{
    unknown = unknown.substr(0, 32); // longer than any name; keeps the distance cheap
    return std::min_element(names.begin(), names.end(),
                            [&](Name const& a, Name const& b) {
                                return distance(unknown, a.name) < distance(unknown, b.name);
                            })
        ->name;
}

std::string all_names()
{
    std::string list;
    for (auto const& entry : names)
        list.append(list.empty() ? "" : ", ").append(entry.name);
    return list;
}

} // namespace

std::string_view name_of(EventType type)
{
    // names stand in the order of the bits.
    return names[static_cast<std::size_t>(std::countr_zero(static_cast<std::uint16_t>(type)))].name;
}

Result<EventTypes> parse_types(std::string_view list)
{
    auto types = EventTypes::none();
    while (true) {
        auto const comma = std::min(list.find(','), list.size());
        auto const asked = trim(list.substr(0, comma));
        auto const* const found = std::find_if(
            names.begin(), names.end(), [&](Name const& entry) { return entry.name == asked; });
        if (asked.empty())
            return error("--types", "an event type is missing; known are " + all_names());
        if (found == names.end())
            return error("--types", "no event type \"" + to_utf8(asked) + "\"; did you mean \""
                                        + std::string{nearest(lower(asked))} + "\"?");
        types.add(found->type);
        if (comma == list.size())
            return types;
        list.remove_prefix(comma + 1);
    }
}

EventType type_of(Message const& message)
{
    // In the order of its alternatives.
    constexpr EventType types[] = {EventType::dns,  EventType::tls,     EventType::quic,
                                   EventType::http, EventType::message, EventType::fileinfo};
    static_assert(std::size(types) == std::variant_size_v<Message>);
    return types[message.index()];
}

EventType type_of(Event const& event)
{
    constexpr EventType types[] = {EventType::flow,     EventType::dns,     EventType::tls,
                                   EventType::quic,     EventType::http,    EventType::message,
                                   EventType::fileinfo, EventType::finding, EventType{}};
    static_assert(std::size(types) == std::variant_size_v<decltype(Event::body)>);
    return types[event.body.index()];
}

} // namespace petze

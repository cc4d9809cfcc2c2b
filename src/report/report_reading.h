#pragma once

#include <simdjson.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace petze {

// What a report.json that is read back holds under a key; empty, 0 or false where it is missing or
// something else.

inline std::string text_of(simdjson::dom::object const& object, std::string_view key)
{
    std::string_view text;
    return object[key].get(text) == simdjson::SUCCESS ? std::string{text} : std::string{};
}

inline std::uint64_t number_of(simdjson::dom::object const& object, std::string_view key)
{
    std::uint64_t number{};
    return object[key].get(number) == simdjson::SUCCESS ? number : 0;
}

inline bool flag_of(simdjson::dom::object const& object, std::string_view key)
{
    bool flag{};
    return object[key].get(flag) == simdjson::SUCCESS && flag;
}

/// Calls `visit(row)` for each object of an array.
template<typename Visit>
void each_object(simdjson::dom::object const& object, std::string_view key, Visit visit)
{
    simdjson::dom::array array;
    if (object[key].get(array) != simdjson::SUCCESS)
        return;
    for (auto const element : array) {
        simdjson::dom::object row;
        if (element.get(row) == simdjson::SUCCESS)
            visit(row);
    }
}

} // namespace petze

#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace petze {

/// Why something is said, before a language is chosen: the text `because.<key>` of the message
/// catalogue and what stands in its places. identify/ knows no language; report/because.h says
/// reasons, in the language of the reader, in English in the event stream.
struct Reason {
    using Arguments = std::vector<std::pair<std::string_view, std::string>>;

    Reason() = default;
    Reason(std::string_view key_text, Arguments filled = {})
        : key(key_text)
        , arguments(std::move(filled))
    {
    }

    std::string key;     // "holder.inetnum"
    Arguments arguments; // {place}: a literal, and its text

    bool operator==(Reason const&) const = default;
};

/// What stands in a place; empty where nothing was said of it.
inline std::string argument(Reason::Arguments const& arguments, std::string_view place)
{
    auto const found = std::find_if(arguments.begin(), arguments.end(),
                                    [&](auto const& one) { return one.first == place; });
    return found == arguments.end() ? std::string{} : found->second;
}

} // namespace petze

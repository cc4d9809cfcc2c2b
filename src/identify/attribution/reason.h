#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace petze {

/// Why something is said, before a language is chosen: the text `because.<key>` of the message
/// catalogue and what stands in its places. identify/ knows no language; report/because.h says
/// reasons, in the language of the reader, in English in the event stream.
struct Reason {
    std::string_view key; // a literal: "holder.inetnum"
    std::vector<std::pair<std::string_view, std::string>> arguments{}; // {place}, its text

    bool operator==(Reason const&) const = default;
};

} // namespace petze

#pragma once

#include "base/origin.h"
#include "find/finding.h"
#include "find/search/function_ref.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace petze {

/// Where a needle stands in a text.
struct Occurrence {
    std::uint32_t needle{};
    std::uint64_t begin{}, end{}; // offsets in the text
    Stamp first, last;            // of the packets that carried it, the earliest and the latest
    std::string_view steps{};     // Spelling::steps, or how a hash is written
    Match match = Match::exact;
    std::optional<double> chance{}; // where the value was not found as a whole: Finding::chance
    std::string_view function{};    // of a hash: further steps
    std::string_view joined{};      // of a hash of two values: the last step
};
/// Told in the order in which occurrences end, as far as they do not overlap.
using OccurrenceSink = FunctionRef<void(Occurrence const&)>;

} // namespace petze

#pragma once

#include "judge/budget.h"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

class Tally;

/// What of one kind of data left, over all receivers together.
struct CategoryBudget {
    std::string category;
    Departure departure{};
    std::uint64_t least_bytes{};       // of its smallest item
    std::uint64_t items{}, excluded{}; // of the profile; those that cannot have left whole
    std::uint64_t most_bytes{};        // of its largest item, as small as that can be

    bool operator==(CategoryBudget const&) const = default;
};

/// The proof of the negative for the whole recording. "Excluded" is said only of what would not fit
/// into all unread bytes together, whichever receivers they went to.
struct TotalBudget {
    std::uint64_t max_bytes{};   // of all budgets together
    std::uint64_t most_at_one{}; // the largest of them
    /// Why sizes bound nothing, as keys of sentences; where there are any, nothing is excluded.
    std::vector<std::string_view> unbounded;
    std::vector<CategoryBudget> categories; // of the profile, sorted

    bool operator==(TotalBudget const&) const = default;
};

/// What else is known of how complete the recording is.
struct Recorded {
    Tally const& unread;
    bool device_guessed{};
    std::uint64_t other_devices_flows{};
    std::uint64_t findings_not_told{};
};

/// Pieces inside opened layers that are shorter cannot be told to be encrypted
/// (dissect/content/opaque_layer.cpp): what is smaller may be hidden there.
inline constexpr std::uint64_t least_told_bytes = 64;

/// `budgets` are those of all receivers; `left`, by category, what was found beyond the phone's own
/// network.
TotalBudget total_budget(std::vector<ByteBudget> const& budgets,
                         std::vector<SizedItem> const& items,
                         std::map<std::string, std::set<std::string>> const& left,
                         Recorded const& recorded);

} // namespace petze

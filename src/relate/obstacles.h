#pragma once

#include "relate/comparison.h"

#include <string>

namespace petze {

/// What one party did in one state.
struct PartyInState {
    PhoneState const* state{};
    std::vector<PhoneState::Receiver const*> receivers;

    /// When it was talked to, or got data of that category; see distinct_starts().
    std::vector<std::int64_t> starts(std::string const& category) const;
};

/// Why it cannot be compared that `category` was seen of a party in one state and not in
/// `silent`: for what was looked at and could be read. Empty category: the party itself.
Obstacle obstacle_to_seeing(PartyInState const& silent, std::string const& category);

} // namespace petze

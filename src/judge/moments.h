#pragma once

#include "judge/budget.h"

#include <cstdint>
#include <string>
#include <vector>

namespace petze {

/// When something of the profile came to be: a photo was taken, a message came or went.
struct Moment {
    std::int64_t time_ns{}; // UTC
    std::string category, item;
    std::uint64_t least_bytes{}; // in which it goes on the wire whole, see item_sizes()

    bool operator==(Moment const&) const = default;
};

/// Of the photos and messages whose time is known, by time.
std::vector<Moment> moments_of(Profile const& profile, std::vector<SizedItem> const& items);

} // namespace petze

#pragma once

#include "report/answer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace petze {

/// What the phone sent to one operator for one purpose, over all receivers of that operator.
struct Destination {
    std::string operator_name, country; // ISO 3166-1, two letters; both empty where nobody is known
    std::optional<Purpose> purpose;     // none: several, the operators beyond those shown
    std::uint64_t sent{}, closed{};     // payload of the transport; closed: that nobody could read
    std::size_t receivers{};

    bool operator==(Destination const&) const = default;
};

/// Where operators are registered, which does not say where the data are kept.
struct DestinationCountry {
    std::string country; // empty: not known
    std::uint64_t sent{};
    std::size_t receivers{};

    bool operator==(DestinationCountry const&) const = default;
};

struct Destinations {
    std::vector<Destination> operators;        // most bytes first; then all others as one
    std::vector<DestinationCountry> countries; // most bytes first, the unknown last
};

/// Of the receivers beyond the phone's own network that anything was sent to.
Destinations destinations_of(Answer const& answer);

} // namespace petze

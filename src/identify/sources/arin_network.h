#pragma once

#include "identify/sources/reading.h"

namespace petze {

/// What both forms of ARIN's bulk data say of a network, or of a block of AS numbers.
struct ArinNetwork {
    std::uint64_t line{};
    std::string_view range;        // "3.0.0.0 - 3.255.255.255", "18 - 21"
    std::string_view name;         // NetName
    std::string_view organisation; // its handle
    std::string_view type;         // "direct allocation", "reassignment", …
};

void add_arin_network(ArinNetwork const& network, DataReading& reading);
void add_arin_systems(ArinNetwork const& network, DataReading& reading);

} // namespace petze

#pragma once

#include <cstdint>

namespace petze::pattern {

/// Whether the IEEE has given the first three bytes of MAC addresses, 0x640980, to a maker or kept
/// them for smaller blocks, as of the list that Petze was built with.
bool is_assigned_oui(std::uint32_t prefix);

} // namespace petze::pattern

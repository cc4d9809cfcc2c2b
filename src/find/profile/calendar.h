#pragma once

#include "find/profile/profile.h"

#include <string_view>
#include <vector>

namespace petze {

/// The VEVENTs of an iCalendar file (RFC 5545): what they are called, where, and what about.
std::vector<CalendarEntry> read_calendar(std::string_view text);

} // namespace petze

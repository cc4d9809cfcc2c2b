#pragma once

#include "identify/attribution/reason.h"
#include "relate/phone_state.h"

#include <vector>

namespace petze {

/// What stands in the way of comparing these states, or must be known beside it: clocks that
/// differ, empty recordings, the same recording twice, profiles that contradict. Nothing is
/// corrected; it is told. Texts `compare.remark.<key>`. {offset} is in whole seconds.
std::vector<Reason> remarks_on(std::vector<PhoneState> const& states);

} // namespace petze

#pragma once

#include "find/place/sought_place.h"
#include "find/search/function_ref.h"

#include <span>
#include <string_view>

namespace petze {

using PlaceSink = FunctionRef<void(SoughtPlace const& place, std::string_view step)>;

/// Looks for positions that are written inside one text: "geo:22.340257,114.047284",
/// "…@22.34026,114.04728,15z", "+22.3402+114.0472/", 22°20'24.9"N 114°02'50.2"E; either number
/// first. Tells each with the step that its notation is in a path; plain decimals have none.
void look_for_places(std::string_view text, std::span<SoughtPlace const> places, PlaceSink sink);

} // namespace petze

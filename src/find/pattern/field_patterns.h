#pragma once

#include "dissect/field.h"
#include "find/pattern/name.h"
#include "find/search/function_ref.h"

#include <string_view>

namespace petze::pattern {

/// A category of the contract, and the value as it stands in the field.
using PatternSink = FunctionRef<void(std::string_view category, std::string_view value)>;

/// Looks at one field for values that are somebody's by their form, their check digits and the
/// name of the field. Most fields are none of that after a glance at their length and letters.
void look_for_patterns(Field const& field, Name const& name, PatternSink sink);

} // namespace petze::pattern

#pragma once

#include <string>
#include <string_view>

namespace petze {

/// A personal value as output shows it unless asked to reveal it: first and last character and
/// how many characters there are, "8…2 (15)". Of up to three characters nothing is shown: "… (3)".
std::string mask(std::string_view value);

/// What stands in the place of a value where the output is to be published: "‹imei/0›". Where the
/// name of an item is itself the value (an app's package), its category alone: "‹apps›".
std::string redaction_mark(std::string_view item, std::string_view category);

} // namespace petze

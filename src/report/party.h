#pragma once

#include <string>
#include <string_view>

namespace petze {

/// Who a receiver is, for comparing states: who runs it where that is known, else the registrable
/// domain of its name, else its address.
std::string party_of(std::string const& endpoint, std::string const& operator_name);

/// In a tally: more conversations than a comparison keeps.
inline constexpr std::string_view contacts_cut = "report: limit of conversations kept to compare";

} // namespace petze

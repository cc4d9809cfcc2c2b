#pragma once

#include "base/bytes.h"

#include <string_view>

namespace petze {

/// A file of the source tree that is part of the program: the report's page (web/) and the
/// message catalogues (src/report/catalogue/) and the guides to bait (src/bait/), by its path in
/// the tree. Empty where there is none.
std::string_view resource(std::string_view name);

} // namespace petze

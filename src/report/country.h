#pragma once

#include "report/language.h"

#include <string>
#include <string_view>

namespace petze {

/// "Netherlands", "Niederlande": how ICU (Unicode CLDR) names the country of these two letters (ISO
/// 3166-1), made visible; the letters themselves where it knows none. For lists: sentences take the
/// catalogue's country.NL, which has the article.
std::string country_name(std::string_view code, Language language);

} // namespace petze

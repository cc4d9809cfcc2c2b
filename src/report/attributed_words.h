#pragma once

#include "identify/attribution/attribution.h"
#include "report/speaker.h"

#include <string>
#include <string_view>

namespace petze {

/// Who it is, in every script that is known, and the country.
std::string attributed_name(Attributed const& answer, Speaker const& speaker);

/// "Source: APNIC WHOIS data, as of 2014-07-21."; `distant_key` is the text for a source of another
/// time than was asked about, or empty. Nothing where there is no source.
std::string dated_source(std::string const& source, std::string const& as_of,
                         std::string_view distant_key, Speaker const& speaker);

} // namespace petze

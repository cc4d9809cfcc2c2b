#pragma once

#include "identify/attribution/attribution.h"
#include "report/speaker.h"

#include <string>
#include <string_view>

namespace petze {

/// Whose an address or a name is, for a terminal: the three answers and the network, each with its
/// reason, source and date; then what else the reader must know.
void append_whois(std::string& out, std::string_view asked_for, Attribution const& attribution,
                  Speaker const& speaker);

} // namespace petze

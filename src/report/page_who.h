#pragma once

#include "identify/endpoint.h"
#include "report/html.h"

namespace petze::page {

/// The three answers to "whose is it?" side by side, each with its reason and its date, and what
/// else must be known about them.
void three_answers(Html& html, Endpoint const& endpoint);

} // namespace petze::page

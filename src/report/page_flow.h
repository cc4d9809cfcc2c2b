#pragma once

#include "report/destinations.h"
#include "report/page.h"

namespace petze::page {

/// The picture from the phone to operators and their countries: ribbons as wide as what was sent.
/// It stretches with the page, without a script; a table has the same figures.
void flow_picture(Html& html, Destinations const& destinations);

/// What an operator is called in it: by name, "not known", or "other operators".
std::string destination_name(Destination const& one, Speaker const& speaker);

} // namespace petze::page

#pragma once

#include "relate/poisson.h"

#include <string>

namespace petze::page {

/// A rate as a figure: its interval as a bar, itself as a point, full where something was seen. The
/// whole width is `scale` an hour.
std::string interval(Rate const& rate, double scale);

} // namespace petze::page

#pragma once

#include <string_view>

namespace petze {

/// The country (ISO 3166-1) whose operator gave out a SIM with this IMSI, by its first three
/// digits; empty where that is no country's.
std::string_view region_of_imsi(std::string_view imsi);

} // namespace petze

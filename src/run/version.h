#pragma once

namespace petze {

inline constexpr char const* version = PETZE_VERSION;

} // namespace petze

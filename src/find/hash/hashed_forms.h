#pragma once

#include "find/notation/notation.h"

#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// A value as programs would write it before they hash it: its notations, as they are, in lower
/// and in upper case. None where the value says next to nothing ("ok"), or is one that stands for
/// no value at all and whose hash is known everywhere.
std::vector<std::string> hashed_forms(ValueKind kind, std::string_view value,
                                      std::string_view region);

/// Whose hash would prove nothing.
bool is_public_value(std::string_view value);

/// Of a hash an accident is no danger, but a word that everybody knows may be hashed by anybody: a
/// code of four digits is enough, a first name is not.
inline constexpr double hashable_bits = 12;

} // namespace petze

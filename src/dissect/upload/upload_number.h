#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace petze {

/// Decimal digits and nothing else, between blanks: how headers and forms write offsets and
/// lengths. Nothing where it needs more than 64 bits.
std::optional<std::uint64_t> upload_number(std::string_view text);

} // namespace petze

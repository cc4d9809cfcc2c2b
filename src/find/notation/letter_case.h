#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace petze {

struct Character {
    std::uint32_t code{};
    std::size_t length{}; // in bytes
};

/// The first character of well-formed, non-empty UTF-8.
Character first_character(std::string_view text);

/// Letters in the other case: simple case mappings of Unicode, for the Latin, Greek and Cyrillic
/// letters of two bytes; what has no counterpart there stays as it is. UTF-8 in and out.
std::string lower_letters(std::string_view text);
std::string upper_letters(std::string_view text);

} // namespace petze

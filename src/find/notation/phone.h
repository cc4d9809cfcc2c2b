#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// The ways to write a phone number that libphonenumber knows: E.164 with and without the plus,
/// with 00, international and national with blanks or hyphens, bare digits.
std::vector<std::string> phone_notations(std::string_view value, std::string_view region);

/// E.164; the digits of what is no phone number.
std::string normal_phone(std::string_view number, std::string_view region);

/// Whether a number in international form is one that its country gives out.
bool is_phone_number(std::string_view number);

} // namespace petze

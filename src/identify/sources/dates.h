#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace petze {

/// Dates of attribution data, as ISO 8601 texts ("2014-07-21"), which compare as dates do.

/// "2014-07-21", "2014-07-21T01:02:03Z", "20140721" at the beginning of a text; a date that there
/// is.
std::optional<std::string> leading_date(std::string_view text);
/// The first such date anywhere in a text: a file's name, a comment.
std::optional<std::string> date_in(std::string_view text);
/// Days since 1970-01-01; nothing where the text is no date.
std::optional<std::int64_t> day_number(std::string_view text);
/// Days between two dates; nothing where one is no date.
std::optional<std::int64_t> days_apart(std::string_view a, std::string_view b);

} // namespace petze

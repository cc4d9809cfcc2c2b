#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// A text as the formats that carry it write it: percent-encoded once and twice, inside JSON, XML,
/// HTML and mail; one row each in escapes.cpp, only those that differ from the text and from each
/// other. UTF-8 in.
std::vector<std::string> escaped_forms(std::string_view text);

/// The percent-encoded ones alone, of whatever bytes.
std::vector<std::string> percent_forms(std::string_view bytes);

} // namespace petze

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// A text as the formats that carry it write it: percent-encoded, inside JSON, inside XML; one
/// row each in escapes.cpp, only those that differ from the text and from each other. UTF-8 in.
std::vector<std::string> escaped_forms(std::string_view text);

} // namespace petze

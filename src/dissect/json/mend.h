#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace petze::json {

/// Length of the document that a text begins with: up to the bracket that closes its first one,
/// or all of it.
std::size_t document_length(std::string_view text);

/// A document that a strict parser refuses, made acceptable without moving anything: what is no
/// UTF-8 or a control character is replaced in its place, what is open at the end is closed.
std::string mend(std::string_view document);

} // namespace petze::json

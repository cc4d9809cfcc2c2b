#pragma once

#include <string>
#include <string_view>

namespace petze {

/// A header field's text with its encoded words (RFC 2047, "=?utf-8?q?caf=C3=A9?=") undone, as
/// UTF-8. ISO 8859-1 and its relatives are turned into it; other sets' bytes stay as they are.
std::string decode_encoded_words(std::string_view text);

} // namespace petze

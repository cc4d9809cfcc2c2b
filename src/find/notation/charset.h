#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// A text in another character set.
struct CharsetForm {
    std::string bytes;
    std::string_view step; // "utf-16le", "gbk", …: a literal
    bool as_ascii{};       // one byte for each character of ASCII: escapes know it as text
};

/// UTF-16 of either byte order, and where the text is not of ASCII alone Latin-1, GBK and Big5, as
/// far as they know all of its characters. `text` is UTF-8.
std::vector<CharsetForm> charset_forms(std::string_view text);

/// Unicode Standard Annex 15, forms C and D, each where it differs from `text`.
std::vector<std::string> normal_forms(std::string_view text);

} // namespace petze

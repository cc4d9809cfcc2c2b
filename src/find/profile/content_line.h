#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// The lines that vCard and iCalendar are made of, of their old versions (vCard 2.1 and vCalendar
/// 1.0, of the versit consortium) and their new ones.
/// "item1.TEL;TYPE=CELL:+49…" in its parts.
struct ContentLine {
    std::string name{};                    // upper case, group removed
    std::vector<std::string> parameters{}; // as written
    std::string value{};                   // as written

    bool operator==(ContentLine const&) const = default;
};

/// All lines of a file with their folding undone: a line that begins with a blank goes on from
/// the one before (RFC 6350 §3.2, RFC 5545 §3.1; the old versions keep the blank), and so does one
/// after a quoted-printable value that ends with '='.
std::vector<ContentLine> read_content_lines(std::string_view text);

/// The value in UTF-8, with quoted-printable, base64 and the character set undone. What is
/// neither declared nor UTF-8 is taken for ISO 8859-1.
std::string decoded_value(ContentLine const& line);

/// `\n`, `\,`, `\;` and `\\` undone.
std::string unescape_text(std::string_view value);

} // namespace petze

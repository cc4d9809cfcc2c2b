#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// One header field as HTTP, MIME and their relatives write it.
struct HeaderLine {
    std::string name;    // as sent
    std::string value;   // without the blanks around it; a folded one joined with single blanks
    std::size_t begin{}; // where it stands in the text, or in the block that HTTP/2 packs it in
    std::size_t end{};

    bool operator==(HeaderLine const&) const = default;
};

struct HeaderLines {
    std::vector<HeaderLine> lines;
    /// What is none: lines without a colon, and those above the bound given. Views into the text.
    std::vector<std::string_view> others;
};

/// `text` has lines that end with CRLF or LF alone (RFC 9112 §2.2), and no empty one.
HeaderLines parse_header_lines(std::string_view text, std::size_t most);

/// The value of the first header of that name; null where there is none.
std::string const* find_header(std::vector<HeaderLine> const& lines, std::string_view name);

/// Where the block that `text` begins with ends: the offset behind its empty line, or npos.
/// Everything before `from` has been looked at by a call before.
std::size_t end_of_block(std::string_view text, std::size_t from);

} // namespace petze

#include "dissect/header/header_lines.h"

#include "base/text.h"

#include <algorithm>

namespace petze {

namespace {

bool begins_blank(std::string_view line)
{
    return line.starts_with(' ') || line.starts_with('\t');
}

} // namespace

HeaderLines parse_header_lines(std::string_view text, std::size_t most)
{
    HeaderLines out;
    bool folds_on = false; // whether the line before was a header that may go on
    for (std::size_t begin = 0; begin < text.size();) {
        auto const newline = std::min(text.find('\n', begin), text.size());
        auto const line = text.substr(begin, newline - begin);
        auto const end = std::min(newline + 1, text.size());
        auto const colon = line.find(':');
        if (begins_blank(line) && folds_on) {
            // RFC 9112 §5.2: obs-fold is replaced by blanks.
            auto& last = out.lines.back();
            if (auto const more = trim(line); !more.empty()) {
                if (!last.value.empty())
                    last.value += ' ';
                last.value += more;
            }
            last.end = end;
        } else if (auto const name = trim(line.substr(0, colon));
                   colon != npos && !name.empty() && out.lines.size() < most) {
            out.lines.push_back(
                {std::string{name}, std::string{trim(line.substr(colon + 1))}, begin, end});
            folds_on = true;
        } else {
            folds_on = false;
            if (auto const other = trim(line); !other.empty())
                out.others.push_back(other);
        }
        begin = end;
    }
    return out;
}

std::string const* find_header(std::vector<HeaderLine> const& lines, std::string_view name)
{
    for (auto const& line : lines)
        if (equal_ignoring_case(line.name, name))
            return &line.value;
    return nullptr;
}

std::size_t end_of_block(std::string_view text, std::size_t from)
{
    // The newline before an empty line may be the last byte but one that was looked at.
    for (auto at = text.find('\n', from > 2 ? from - 2 : 0); at != npos;
         at = text.find('\n', at + 1)) {
        if (at + 1 < text.size() && text[at + 1] == '\n')
            return at + 2;
        if (at + 2 < text.size() && text[at + 1] == '\r' && text[at + 2] == '\n')
            return at + 3;
    }
    return npos;
}

} // namespace petze

#include "report/terminal.h"

#include <algorithm>

namespace petze {

namespace {

constexpr int narrowest = 40;

// One column for each character: wide scripts may break a line late, which does no harm.
std::size_t columns(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    }));
}

} // namespace

Terminal::Terminal(SummaryStyle const& style)
    : m_width(static_cast<std::size_t>(std::max(style.width, narrowest)))
    , m_color(style.color)
{
}

void Terminal::heading(std::string_view text)
{
    blank();
    paragraph(text, 0, "1");
}

void Terminal::paragraph(std::string_view text, std::size_t indent, std::string_view style)
{
    auto const begin = m_color && !style.empty() ? "\033[" + std::string{style} + "m" : "";
    std::string line(indent, ' ');
    bool empty = true;
    while (!text.empty()) {
        auto const end = std::min(text.find(' '), text.size());
        auto const word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!empty && columns(line) + 1 + columns(word) > m_width) {
            put(begin, line);
            line.assign(indent + (indent > 0 ? 2 : 0), ' ');
            empty = true;
        }
        line += (empty ? "" : " ") + std::string{word};
        empty = false;
    }
    put(begin, line);
}

void Terminal::put(std::string const& begin, std::string const& line)
{
    m_out += begin + line + (begin.empty() ? "" : "\033[0m") + "\n";
}

} // namespace petze

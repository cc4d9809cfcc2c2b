#pragma once

#include "report/render.h"

#include <string>
#include <string_view>

namespace petze {

/// Lays text out for a terminal: headings, and paragraphs broken at blanks.
class Terminal {
public:
    explicit Terminal(SummaryStyle const& style);

    void blank() { m_out += '\n'; }
    void heading(std::string_view text);
    /// Broken at blanks; a word that is longer than the line stands as it is. `style` is an SGR
    /// parameter (ISO 6429).
    void paragraph(std::string_view text, std::size_t indent, std::string_view style = {});
    std::string take() { return std::move(m_out); }

private:
    void put(std::string const& begin, std::string const& line);

    std::size_t m_width;
    bool m_color;
    std::string m_out;
};

} // namespace petze

#include "identify/sources/object_reader.h"

#include "base/text.h"

namespace petze {

std::optional<ObjectReader::Attribute> ObjectReader::next()
{
    m_odd = false;
    while (auto const line = m_lines.next()) {
        if (line->empty() || (trim(*line).empty() && line->front() != '+')) {
            m_inside = m_skipping = false;
            continue;
        }
        auto const begin = line->front();
        if (m_skipping || begin == '#' || begin == '%')
            continue;
        if (m_inside && (begin == ' ' || begin == '\t' || begin == '+'))
            return Attribute{m_name, trim(line->substr(1)), false};
        auto const colon = line->find(':');
        if (colon == std::string_view::npos || colon == 0) {
            m_odd = true;
            return Attribute{{}, *line, false};
        }
        bool const first = !m_inside;
        m_inside = true;
        m_name.assign(line->substr(0, colon));
        return Attribute{m_name, trim(line->substr(colon + 1)), first};
    }
    return {};
}

} // namespace petze

#include "identify/sources/line_reader.h"

#include "base/limits.h"

#include <algorithm>
#include <span>

namespace petze {

LineReader::LineReader(std::unique_ptr<ByteSource> source)
    : m_source(std::move(source))
    , m_block(limits::capture_block)
{
}

bool LineReader::fill()
{
    if (m_trouble)
        return false;
    auto const got = m_source->read(m_block);
    if (!got) {
        m_trouble = got.error();
        return false;
    }
    m_rest = as_text(Bytes{m_block}.first(*got));
    return *got > 0;
}

std::string_view LineReader::finished(std::string_view line)
{
    ++m_number;
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    m_cut = m_cut || line.size() > limits::data_line_bytes;
    return line.substr(0, limits::data_line_bytes);
}

std::optional<std::string_view> LineReader::next()
{
    m_carried.clear();
    m_cut = false;
    for (;;) {
        if (m_rest.empty() && !fill()) {
            if (m_carried.empty())
                return {};
            return finished(m_carried);
        }
        auto const end = m_rest.find('\n');
        auto const part = m_rest.substr(0, end);
        m_rest.remove_prefix(end == std::string_view::npos ? m_rest.size() : end + 1);
        if (end != std::string_view::npos && m_carried.empty())
            return finished(part);
        auto const room = limits::data_line_bytes + 1 - m_carried.size();
        m_cut = m_cut || part.size() > room;
        m_carried += part.substr(0, std::min(room, part.size()));
        if (end != std::string_view::npos)
            return finished(m_carried);
    }
}

} // namespace petze

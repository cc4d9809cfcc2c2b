#include "dissect/json/follower.h"

namespace petze::json {

std::size_t Follower::follow(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (m_in_string)
            inside_string(text[i], i);
        else
            outside(text[i], i);
        if (m_levels.empty() && m_last == Last::value && !m_in_string)
            return i + 1;
    }
    return text.size();
}

std::string Follower::closing() const
{
    std::string closing = m_in_string ? "\"" : "";
    auto const last = m_in_string ? (m_in_key ? Last::key : Last::value) : m_last;
    if (!m_levels.empty()) {
        bool const object = m_levels.back().closing == '}';
        if (last == Last::key)
            closing += ":null";
        else if (last == Last::colon || (last == Last::comma && !object))
            closing += "null";
        else if (last == Last::comma)
            closing += "\"\":null";
    }
    for (auto level = m_levels.rbegin(); level != m_levels.rend(); ++level)
        closing += level->closing;
    return closing;
}

void Follower::inside_string(char c, std::size_t at)
{
    if (m_escape)
        m_escape = false;
    else if (c == '\\')
        m_escape = true;
    else if (c == '"') {
        m_in_string = false;
        m_last = m_in_key ? Last::key : Last::value;
        if (m_in_key) {
            auto& level = m_levels.back();
            level.key_begin = m_string_begin + 1;
            level.key_end = at;
            level.has_key = true;
        }
    }
}

void Follower::outside(char c, std::size_t at)
{
    switch (c) {
    case '"':
        m_in_string = true;
        m_in_key = !m_levels.empty() && m_levels.back().closing == '}' && m_last != Last::colon;
        m_string_begin = at;
        return;
    case '{':
        open('}');
        return;
    case '[':
        open(']');
        return;
    case '}':
    case ']':
        if (!m_levels.empty())
            m_levels.pop_back();
        m_last = Last::value;
        return;
    case ':':
        m_last = Last::colon;
        return;
    case ',':
        m_last = Last::comma;
        m_behind_comma = at + 1;
        if (!m_levels.empty())
            m_levels.back().has_key = false;
        return;
    case ' ':
    case '\n':
    case '\r':
    case '\t':
        return;
    default:
        m_last = Last::value; // a number, true, false, null
    }
}

void Follower::open(char closing)
{
    m_levels.push_back({closing, 0, 0, false});
    m_last = Last::opened;
}

} // namespace petze::json

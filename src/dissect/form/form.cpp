#include "dissect/form/form.h"

#include <algorithm>

namespace petze {

namespace {

constexpr std::size_t longest_name = 128;

bool is_name_character(char c)
{
    return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z')
           || std::string_view{"_-.%+*[]~$:!"}.find(c) != std::string_view::npos;
}
// Sloppy programs leave more as it is than the standard allows; blanks and quotes they encode.
bool is_value_character(char c)
{
    return is_name_character(c) || std::string_view{"/=,;@()'|?"}.find(c) != std::string_view::npos;
}

// The name up to "=", or to where the text was cut.
bool begins_like_pair(std::string_view pair, bool whole)
{
    auto const equals = pair.find('=');
    auto const name = pair.substr(0, equals);
    if (name.empty() || name.size() > longest_name
        || !std::all_of(name.begin(), name.end(), is_name_character))
        return false;
    if (equals == std::string_view::npos)
        return !whole;
    auto const value = pair.substr(equals + 1);
    return std::all_of(value.begin(), value.end(), is_value_character);
}

} // namespace

bool FormReader::next(FormPair& pair)
{
    while (m_at < m_text.size()) {
        auto const begin = m_at;
        auto const end = std::min(m_text.find('&', begin), m_text.size());
        m_at = end + 1;
        if (begin == end)
            continue;
        auto const text = m_text.substr(begin, end - begin);
        auto const equals = text.find('=');
        pair.has_value = equals != std::string_view::npos;
        pair.name = decode_percent(text.substr(0, equals), Plus::is_blank);
        pair.raw_value = pair.has_value ? text.substr(equals + 1) : std::string_view{};
        pair.value = decode_percent(pair.raw_value, Plus::is_blank);
        pair.begin = begin;
        pair.end = end;
        return true;
    }
    return false;
}

bool looks_like_form(std::string_view text, bool whole)
{
    if (whole)
        text = trim(text);
    // "a=" and padded base64, "YWI=", are no forms: a value is asked for.
    auto const equals = text.find('=');
    if (equals == std::string_view::npos || equals + 1 == text.size() || text[equals + 1] == '=')
        return false;
    while (!text.empty()) {
        auto const end = text.find('&');
        bool const last = end == std::string_view::npos;
        if (!begins_like_pair(text.substr(0, end), whole || !last))
            return false;
        if (last)
            return true;
        text.remove_prefix(end + 1);
    }
    return true;
}

} // namespace petze

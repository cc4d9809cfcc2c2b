#include "dissect/json/path.h"

#include "base/limits.h"
#include "base/text.h"

#include <algorithm>

namespace petze::json {

namespace {

// RFC 9535 §2.5.1.1, member-name-shorthand.
bool is_shorthand(std::string_view name)
{
    auto const letter = [](char c) {
        return (to_lower(c) >= 'a' && to_lower(c) <= 'z') || c == '_' || (c & 0x80) != 0;
    };
    return !name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) {
        return letter(c) || is_digit(c);
    });
}

} // namespace

void Path::member(std::string_view name)
{
    if (name.size() > limits::step_bytes) {
        std::size_t length = limits::step_bytes;
        while (length > 0 && (name[length] & 0xc0) == 0x80) // not inside a character
            --length;
        name = name.substr(0, length);
    }
    if (is_shorthand(name)) {
        m_text += '.';
        m_text += name;
        return;
    }
    m_text += "['";
    for (char const c : name) {
        if (c == '\'' || c == '\\')
            m_text += '\\';
        m_text += c >= 0 && c < ' ' ? ' ' : c;
    }
    m_text += "']";
}

} // namespace petze::json

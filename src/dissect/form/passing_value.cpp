#include "dissect/form/passing_value.h"

#include "base/text.h"

#include <algorithm>

namespace petze {

std::size_t PassingFormValue::take(std::string_view piece, std::string& out)
{
    auto const end = piece.find('&');
    m_ended = end != npos;
    auto const text = piece.substr(0, end);
    if (!m_is_coded) {
        out += text;
    } else {
        // An escape may go on in the next piece.
        constexpr std::size_t escape = 3; // %2B
        m_escape += text;
        auto const percent = m_escape.rfind('%');
        bool const is_cut = !m_ended && percent != npos && m_escape.size() - percent < escape;
        auto const whole = is_cut ? percent : m_escape.size();
        out += decode_percent(std::string_view{m_escape}.substr(0, whole), Plus::is_blank);
        m_escape.erase(0, whole);
    }
    return std::min(end + (m_ended ? 1 : 0), piece.size());
}

} // namespace petze

#include "dissect/json/mend.h"

#include "base/limits.h"
#include "base/text.h"

namespace petze::json {

namespace {

/// Follows brackets and quotes, to know what is open where the document stops.
class Follower {
public:
    /// Returns how far: up to the end, or to the bracket that closes the first one.
    std::size_t follow(std::string_view text)
    {
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (m_in_string)
                inside_string(text[i]);
            else
                outside(text[i]);
            if (m_open.empty() && m_last == Last::value && !m_in_string)
                return i + 1;
        }
        return text.size();
    }

    bool in_string() const { return m_in_string; }
    bool in_escape() const { return m_escape; }

    std::string closing() const
    {
        std::string closing = m_in_string ? "\"" : "";
        auto const last = m_in_string ? (m_in_key ? Last::key : Last::value) : m_last;
        if (!m_open.empty()) {
            bool const object = m_open.back() == '}';
            if (last == Last::key)
                closing += ":null";
            else if (last == Last::colon || (last == Last::comma && !object))
                closing += "null";
            else if (last == Last::comma)
                closing += "\"\":null";
        }
        return closing + std::string{m_open.rbegin(), m_open.rend()};
    }

private:
    enum class Last { opened, key, colon, value, comma };

    void inside_string(char c)
    {
        if (m_escape)
            m_escape = false;
        else if (c == '\\')
            m_escape = true;
        else if (c == '"') {
            m_in_string = false;
            m_last = m_in_key ? Last::key : Last::value;
        }
    }

    void outside(char c)
    {
        switch (c) {
        case '"':
            m_in_string = true;
            m_in_key = !m_open.empty() && m_open.back() == '}' && m_last != Last::colon;
            return;
        case '{':
            open('}');
            return;
        case '[':
            open(']');
            return;
        case '}':
        case ']':
            if (!m_open.empty())
                m_open.pop_back();
            m_last = Last::value;
            return;
        case ':':
            m_last = Last::colon;
            return;
        case ',':
            m_last = Last::comma;
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

    void open(char closing)
    {
        m_open += closing;
        m_last = Last::opened;
    }

    std::string m_open; // what closes each bracket that is open, outermost first
    Last m_last = Last::opened;
    bool m_in_string = false;
    bool m_in_key = false;
    bool m_escape = false;
};

// A string that is cut inside an escape: the beginning of the escape becomes blanks.
void drop_cut_escape(std::string& text, bool in_escape)
{
    if (in_escape) {
        text.back() = ' ';
        return;
    }
    constexpr std::size_t longest = 6; // \u12ab
    for (std::size_t back = 2; back < longest && back <= text.size(); ++back) {
        auto const at = text.size() - back;
        if (text[at] != '\\' || text[at + 1] != 'u')
            continue;
        std::size_t slashes = 0;
        while (slashes <= at && text[at - slashes] == '\\')
            ++slashes;
        if (slashes % 2 == 1)
            text.replace(at, back, back, ' ');
        return;
    }
}

void replace_what_is_refused(std::string& text)
{
    for (std::size_t i = 0; i < text.size();) {
        auto const length = utf8_length(std::string_view{text}.substr(i));
        if (length == 0)
            text[i] = '?';
        else if (length == 1 && text[i] >= 0 && text[i] < ' ')
            text[i] = ' ';
        i += length == 0 ? 1 : length;
    }
}

} // namespace

std::size_t document_length(std::string_view text)
{
    return Follower{}.follow(text);
}

std::string mend(std::string_view document)
{
    std::string text{document};
    replace_what_is_refused(text);
    Follower follower;
    follower.follow(text);
    if (follower.in_string())
        drop_cut_escape(text, follower.in_escape());
    return text + follower.closing();
}

} // namespace petze::json

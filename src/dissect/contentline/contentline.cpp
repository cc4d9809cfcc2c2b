#include "dissect/contentline/contentline.h"

#include "base/limits.h"
#include "base/text.h"
#include "dissect/coding/coding.h"

#include <algorithm>
#include <string>
#include <vector>

namespace petze {

namespace {

bool begins_with(std::string_view text, std::string_view word)
{
    return text.size() >= word.size() && equal_ignoring_case(text.substr(0, word.size()), word);
}

bool is_name(std::string_view name)
{
    return !name.empty() && name.size() <= limits::step_bytes
           && std::all_of(name.begin(), name.end(), [](char c) {
                  auto const small = to_lower(c);
                  return (small >= 'a' && small <= 'z') || is_digit(c) || c == '-' || c == '.'
                         || c == '_';
              });
}

// RFC 6350 section 3.4.
std::string without_escapes(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        bool const escaped = text[at] == '\\' && at + 1 < text.size();
        char const c = escaped ? text[++at] : text[at];
        out += escaped && to_lower(c) == 'n' ? '\n' : c;
    }
    return out;
}

/// A line with those that continue it.
struct Line {
    std::string text{};
    std::size_t begin{};
    std::size_t end{};
};

class Reader {
public:
    Reader(std::string_view text, TreeSink* sink)
        : m_text(text)
        , m_sink(sink)
    {
    }

    void read()
    {
        Line line;
        while (!m_enough && next(line))
            tell(line);
    }

private:
    std::string_view raw_line()
    {
        auto const end = std::min(m_text.find('\n', m_at), m_text.size());
        auto line = m_text.substr(m_at, end - m_at);
        m_at = std::min(end + 1, m_text.size());
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        return line;
    }

    bool next(Line& line)
    {
        if (m_at >= m_text.size())
            return false;
        line.begin = m_at;
        line.text = raw_line();
        auto const colon = line.text.find(':');
        auto const head = lower(std::string_view{line.text}.substr(0, colon));
        bool const quoted = head.find("quoted-printable") != npos;
        while (m_at < m_text.size()) {
            if (m_text[m_at] == ' ' || m_text[m_at] == '\t')
                line.text += raw_line().substr(1);
            else if (quoted && line.text.ends_with('='))
                line.text += "\n" + std::string{raw_line()};
            else
                break;
        }
        line.end = m_at;
        return true;
    }

    // The colon before the value: not one inside quotes.
    static std::size_t colon_of(std::string_view line)
    {
        bool quoted = false;
        for (std::size_t at = 0; at < line.size(); ++at) {
            if (line[at] == '"')
                quoted = !quoted;
            else if (line[at] == ':' && !quoted)
                return at;
        }
        return npos;
    }

    void tell(Line const& line)
    {
        std::string_view const text{line.text};
        auto const colon = colon_of(text);
        auto const head = text.substr(0, std::min(colon, text.size()));
        auto const name = head.substr(0, head.find(';'));
        if (colon == npos || !is_name(name)) {
            tell("", text, line);
            return;
        }
        auto value = std::string{text.substr(colon + 1)};
        if (step(name, value))
            return;
        auto const parameters = head.substr(name.size());
        if (lower(parameters).find("quoted-printable") != npos)
            value = undo(Coding::quoted_printable, value);
        tell(name, without_escapes(value), line);
        if (parameters.size() > 1)
            tell(name, parameters.substr(1), line);
    }

    // Components say where, not what.
    bool step(std::string_view name, std::string_view value)
    {
        if (equal_ignoring_case(name, "begin")) {
            m_lengths.push_back(m_path.size());
            bool const outermost = m_lengths.size() == 1;
            if (!outermost && is_name(value) && m_lengths.size() < 10)
                m_path += std::string{value} + ".";
            return true;
        }
        if (!equal_ignoring_case(name, "end"))
            return equal_ignoring_case(name, "version");
        if (!m_lengths.empty()) {
            m_path.resize(m_lengths.back());
            m_lengths.pop_back();
        }
        return true;
    }

    void tell(std::string_view name, std::string_view value, Line const& line)
    {
        if (!m_sink || value.empty() || m_enough)
            return;
        auto const path = m_path + std::string{name};
        m_enough =
            !m_sink->take({TreeValue::Kind::text, path, value, line.begin, line.end - line.begin});
    }

    std::string_view m_text;
    TreeSink* m_sink;
    std::size_t m_at = 0;
    std::string m_path;
    std::vector<std::size_t> m_lengths; // of the path, outside of each component
    bool m_enough = false;
};

} // namespace

std::optional<ContentLines> content_lines(std::string_view text)
{
    text = trim(text);
    if (begins_with(text, "BEGIN:VCARD"))
        return ContentLines::vcard;
    if (begins_with(text, "BEGIN:VCALENDAR"))
        return ContentLines::icalendar;
    return {};
}

std::size_t read_contentline(Bytes bytes, TreeSink* sink)
{
    Reader{as_text(bytes), sink}.read();
    return bytes.size();
}

} // namespace petze

#include "dissect/xml/cut.h"

#include "base/limits.h"
#include "base/text.h"

#include <algorithm>
#include <vector>

namespace petze::xml {

namespace {

constexpr std::string_view blanks = " \t\r\n";

/// Follows tags, to know which elements are open where a document stops.
class Follower {
public:
    explicit Follower(std::string_view text)
        : m_text(text)
    {
        while (advance())
            ;
    }

    /// Behind the last tag, comment or instruction that is whole.
    std::size_t boundary() const { return m_at; }
    std::vector<std::string_view> const& open() const { return m_open; }
    std::string_view declaration() const { return m_declaration; }
    bool declares() const { return m_declares; }

    /// An attribute whose value does not end.
    struct Attribute {
        std::size_t tag{}, begin{}, value{}; // offsets of '<', its name, what follows the quote
        std::string_view element, name;
        char quote{};
    };
    Attribute const& attribute() const { return m_attribute; }
    /// Nothing but text follows the boundary.
    bool in_text() const { return m_text.find('<', m_at) == npos; }

private:
    bool advance()
    {
        auto const tag = m_text.find('<', m_at);
        if (tag == npos)
            return false;
        auto const rest = m_text.substr(tag);
        if (rest.starts_with("<!--"))
            return skip(tag + 4, "-->");
        if (rest.starts_with("<![CDATA["))
            return skip(tag, "]]>");
        if (rest.starts_with("<?")) {
            bool const whole = skip(tag, "?>");
            if (whole && rest.starts_with("<?xml") && m_open.empty())
                m_declaration = m_text.substr(tag, m_at - tag);
            return whole;
        }
        if (rest.starts_with("<!")) {
            m_declares |= rest.substr(0, rest.find('>')).find('[') != npos;
            return skip(tag, ">");
        }
        return rest.starts_with("</") ? end(tag) : begin(tag);
    }
    bool skip(std::size_t from, std::string_view end)
    {
        auto const at = m_text.find(end, from);
        if (at != npos)
            m_at = at + end.size();
        return at != npos;
    }
    bool end(std::size_t tag)
    {
        if (!skip(tag, ">"))
            return false;
        if (!m_open.empty())
            m_open.pop_back();
        return true;
    }
    bool begin(std::size_t tag)
    {
        auto const name_end = std::min(m_text.find_first_of(" \t\r\n/>", tag), m_text.size());
        auto const name = m_text.substr(tag + 1, name_end - tag - 1);
        auto at = name_end;
        while (true) {
            at = m_text.find_first_of("\"'>", at);
            if (at == npos)
                return false;
            if (m_text[at] == '>')
                break;
            auto const close = m_text.find(m_text[at], at + 1);
            if (close == npos) {
                stop_at_value(tag, name, at);
                return false;
            }
            at = close + 1;
        }
        if (m_text[at - 1] != '/')
            m_open.push_back(name);
        m_at = at + 1;
        return true;
    }
    void stop_at_value(std::size_t tag, std::string_view element, std::size_t quote)
    {
        auto const before = m_text.substr(0, quote);
        auto const equals = before.find_last_not_of(blanks);
        if (equals == npos || before[equals] != '=' || equals == 0)
            return;
        auto const last = before.find_last_not_of(blanks, equals - 1);
        auto const blank = before.find_last_of(blanks, last);
        if (last == npos || blank == npos || blank < tag)
            return;
        m_attribute = {
            tag,          blank + 1, quote + 1, element, before.substr(blank + 1, last - blank),
            m_text[quote]};
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::vector<std::string_view> m_open;
    std::string_view m_declaration;
    bool m_declares = false;
    Attribute m_attribute;
};

void add_to_path(std::string& path, std::string_view name)
{
    path.append("/").append(name.substr(0, limits::step_bytes));
}

} // namespace

Cut cut(std::string_view document)
{
    Follower const follower{document};
    auto const& open = follower.open();
    if (open.empty() || follower.declares()
        || open.size() >= static_cast<std::size_t>(limits::xml_depth))
        return {};
    Cut out;
    out.at = follower.boundary();
    out.opening = follower.declaration();
    for (auto const name : open) {
        out.opening.append("<").append(name).append(">");
        add_to_path(out.path, name);
    }
    for (auto name = open.rbegin(); name != open.rend(); ++name)
        out.closing.append("</").append(*name).append(">");
    auto const most = [&](std::size_t value) {
        return document.size() - value > document.size() / 2;
    };
    auto const& attribute = follower.attribute();
    if (attribute.value > 0 && most(attribute.value)) {
        out.opening += document.substr(attribute.tag, attribute.begin - attribute.tag);
        add_to_path(out.path, attribute.element);
        add_to_path(out.path, std::string{"@"}.append(attribute.name));
        out.at = attribute.tag;
        out.value = attribute.value;
        out.end = attribute.quote;
    } else if (follower.in_text() && most(out.at)) {
        out.value = out.at;
        out.end = '<';
    }
    if (out.end == 0)
        out.path.clear();
    return out;
}

} // namespace petze::xml

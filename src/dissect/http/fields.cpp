#include "dissect/http/fields.h"

#include "base/text.h"
#include "dissect/content/content.h"
#include "dissect/content/scope.h"
#include "dissect/form/form.h"

#include <algorithm>

namespace petze::http {

namespace {

// RFC 9110 §11.4: a scheme, then credentials that are often base64.
bool is_credentials(std::string_view name)
{
    return equal_ignoring_case(name, "authorization")
           || equal_ignoring_case(name, "proxy-authorization");
}

bool is_cookie(std::string_view name)
{
    return equal_ignoring_case(name, "cookie") || equal_ignoring_case(name, "set-cookie");
}

// "GET", "https", "200": nobody's data; what is longer may be.
bool says_nothing(HeaderLine const& line)
{
    constexpr std::size_t usual = 8;
    return line.name.starts_with(':')
           && (line.name == ":path"
               || (line.value.size() <= usual
                   && (line.name == ":method" || line.name == ":scheme"
                       || line.name == ":status")));
}

} // namespace

void FieldTeller::text(std::string const& step, std::string_view text,
                       FrameRange const& frames) const
{
    if (text.empty())
        return;
    Origin const node{m_parent, step};
    tell_text(text, &node, frames, m_context, m_layers);
}

void FieldTeller::target(std::string_view target, FrameRange const& frames) const
{
    if (!m_layers.fields.searches())
        return;
    auto const question = target.find('?');
    text(m_begin + "url:path", decode_percent(target.substr(0, question), Plus::is_plus), frames);
    if (question == npos)
        return;
    FormReader query{target.substr(question + 1)};
    FormPair pair;
    while (query.next(pair)) {
        text(m_begin + "url:query", pair.name, frames);
        text(m_begin + "url:query:" + content::readable(pair.name), pair.value, frames);
    }
}

void FieldTeller::reason(std::string_view reason, FrameRange const& frames) const
{
    text(m_begin + "reason", reason, frames);
}

void FieldTeller::header(std::string_view kind, HeaderLine const& line,
                         FrameRange const& frames) const
{
    auto const step = m_begin + std::string{kind} + content::readable(line.name);
    auto const value = std::string_view{line.value};
    if (is_cookie(line.name)) { // RFC 6265 §4.2.1: pairs
        for (std::size_t begin = 0; begin < value.size();) {
            auto const end = std::min(value.find(';', begin), value.size());
            auto const pair = trim(value.substr(begin, end - begin));
            auto const equals = std::min(pair.find('='), pair.size());
            text(step, pair.substr(0, equals), frames);
            text(step, pair.substr(std::min(equals + 1, pair.size())), frames);
            begin = end + 1;
        }
        return;
    }
    text(step, value, frames);
    if (auto const blank = value.find(' '); blank != npos && is_credentials(line.name))
        text(step, trim(value.substr(blank)), frames);
}

void FieldTeller::headers(HeaderLines const& lines, Marks const& marks, std::size_t first) const
{
    if (!m_layers.fields.searches())
        return;
    for (auto const& line : lines.lines)
        if (!says_nothing(line))
            header("header:", line, marks.frames(first + line.begin, first + line.end));
    for (auto const other : lines.others)
        text(m_begin + "header:", other, marks.frames(0, first + 1));
}

void FieldTeller::trailers(HeaderLines const& lines, FrameRange const& frames) const
{
    if (!m_layers.fields.searches())
        return;
    for (auto const& line : lines.lines)
        header("trailer:", line, frames);
}

} // namespace petze::http

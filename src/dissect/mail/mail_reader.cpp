#include "dissect/mail/mail_reader.h"

#include "base/limits.h"
#include "base/text.h"
#include "dissect/coding/coding.h"
#include "dissect/content/content.h"
#include "dissect/content/scope.h"
#include "dissect/header/encoded_word.h"
#include "dissect/header/header_lines.h"

#include <algorithm>

namespace petze {

MailReader::MailReader(LayerContext& layers, Origin const* parent, Direction direction)
    : m_layers(layers)
    , m_parent(parent)
    , m_body_node{parent, "mail:body"}
    , m_direction(direction)
{
}

void MailReader::take(Bytes piece)
{
    m_length += piece.size();
    m_digest.update(piece);
    if (m_body) {
        m_body->take(piece);
        return;
    }
    m_marks.add(m_head.size(), m_layers.data);
    m_head += as_text(piece);
    auto const end = m_head.starts_with('\n')     ? 1
                     : m_head.starts_with("\r\n") ? 2 // no header at all
                                                  : end_of_block(m_head, m_searched);
    m_searched = m_head.size() - std::min<std::size_t>(m_head.size(), 3);
    if (end != npos) {
        auto const head = std::move(m_head);
        begin_body(std::string_view{head}.substr(0, end));
        if (auto const rest = std::string_view{head}.substr(end); !rest.empty())
            m_body->take(as_bytes(rest)); // it came with the last piece
    } else if (m_head.size() > limits::http_header_bytes) {
        m_layers.tally.count("mail: limit of header bytes");
        give_up_on_head();
    }
}

void MailReader::gap()
{
    m_gap = true;
    if (!m_body)
        give_up_on_head();
    m_body->gap();
}

// Told as far as it goes; what follows is content of no known kind.
void MailReader::give_up_on_head()
{
    auto const head = std::move(m_head);
    begin_body(head);
}

void MailReader::begin_body(std::string_view head)
{
    auto const lines = parse_header_lines(head, limits::http_headers);
    auto const value = [&](std::string_view name) {
        auto const* found = find_header(lines.lines, name);
        return found ? std::string_view{*found} : std::string_view{};
    };
    tell_head(head);
    auto const coding = trim(value("content-transfer-encoding"));
    m_body = make_content_dissector(
        {.content_type = value("content-type"),
         .content_encoding = coding_named(coding) ? coding : std::string_view{},
         .filename = {},
         .parent = &m_body_node,
         .context = {m_direction, {}},
         .digest = nullptr},
        m_layers);
}

void MailReader::tell_head(std::string_view head)
{
    if (!m_layers.fields.searches())
        return;
    auto const lines = parse_header_lines(head, limits::http_headers);
    for (auto const& line : lines.lines) {
        auto const step = "mail:header:" + content::readable(line.name);
        Origin const node{m_parent, step};
        auto const frames = m_marks.frames(line.begin, line.end);
        tell_text(decode_encoded_words(line.value), &node, frames, {m_direction, {}}, m_layers);
    }
    Origin const node{m_parent, "mail:header:"};
    for (auto const other : lines.others)
        tell_text(other, &node, m_marks.frames(0, 1), {m_direction, {}}, m_layers);
    m_marks.clear();
}

AppMessage MailReader::finish(std::string_view protocol, std::string name, bool whole)
{
    if (!m_body && !m_head.empty())
        give_up_on_head();
    if (m_body && !whole && !m_gap)
        m_body->gap(); // nothing of it may be told as a whole file
    if (m_body)
        m_body->finish();
    return {protocol, m_direction, std::move(name), m_length, to_hex(m_digest.digest())};
}

} // namespace petze

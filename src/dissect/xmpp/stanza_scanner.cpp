#include "dissect/xmpp/stanza_scanner.h"

#include <algorithm>

namespace petze::xmpp {

namespace {

constexpr std::string_view character_data = "[CDATA[";

bool ends_name(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '/' || c == '>';
}

} // namespace

StanzaScanner::Step StanzaScanner::next(std::string_view piece)
{
    for (std::size_t i = 0; i < piece.size(); ++i) {
        if (m_state == State::text) {
            i = std::min(piece.find('<', i), piece.size());
            if (i == piece.size())
                break;
        }
        bool const first = m_state == State::open && m_depth == 1 && !m_in_stanza;
        if (first && piece[i] != '/' && piece[i] != '?' && piece[i] != '!') {
            m_in_stanza = true;
            m_stanza.clear();
            return {i, Event::begins};
        }
        if (auto const event = take(piece[i]); event != Event::none)
            return {i + 1, event};
    }
    return {piece.size(), Event::none};
}

StanzaScanner::Event StanzaScanner::take(char c)
{
    switch (m_state) {
    case State::text:
        m_state = c == '<' ? State::open : State::text;
        return Event::none;
    case State::open:
        return take_open(c);
    case State::name:
        if (!ends_name(c)) {
            if (m_name.size() < longest_name)
                m_name += c;
            return Event::none;
        }
        m_state = State::attributes;
        return take_attribute(c);
    case State::attributes:
    case State::slash:
        return take_attribute(c);
    case State::quoted:
        m_state = c == m_quote ? State::attributes : State::quoted;
        return Event::none;
    case State::closing:
        return c == '>' ? end_element() : Event::none;
    case State::instruction:
        m_state = c == '>' ? State::text : State::instruction;
        return Event::none;
    case State::declaration:
        if (m_name.size() < character_data.size())
            m_name += c;
        if (m_name == character_data) {
            m_state = State::characters;
            m_brackets = 0;
        } else if (c == '>') {
            m_state = State::text;
        }
        return Event::none;
    case State::characters:
        if (c == '>' && m_brackets >= 2)
            m_state = State::text;
        m_brackets = c == ']' ? std::min<std::size_t>(m_brackets + 1, 2) : 0;
        return Event::none;
    }
    return Event::none;
}

StanzaScanner::Event StanzaScanner::take_open(char c)
{
    m_name.clear();
    m_state = c == '/'   ? State::closing
              : c == '?' ? State::instruction
              : c == '!' ? State::declaration
                         : State::name;
    return m_state == State::name ? take(c) : Event::none;
}

StanzaScanner::Event StanzaScanner::take_attribute(char c)
{
    if (c == '>')
        return m_state == State::slash ? (begin_element(), end_element()) : begin_element();
    if (c == '"' || c == '\'') {
        m_state = State::quoted;
        m_quote = c;
    } else {
        m_state = c == '/' ? State::slash : State::attributes;
    }
    return Event::none;
}

StanzaScanner::Event StanzaScanner::begin_element()
{
    m_state = State::text;
    if (m_in_stanza && m_stanza.empty())
        m_stanza = m_name;
    ++m_depth;
    // RFC 6120 section 4.3.3: a stream that begins anew does not end the one before.
    if (m_name != "stream:stream")
        return Event::none;
    m_depth = 1;
    auto const ended = m_in_stanza;
    m_in_stanza = false;
    return ended ? Event::ends : Event::none;
}

StanzaScanner::Event StanzaScanner::end_element()
{
    m_state = State::text;
    if (m_depth > 1) // the stream stays; behind a gap ends come without their beginnings
        --m_depth;
    if (!m_in_stanza || m_depth > 1)
        return Event::none;
    m_in_stanza = false;
    return Event::ends;
}

void StanzaScanner::gap()
{
    m_state = State::text;
    m_in_stanza = false;
    m_depth = std::min<std::size_t>(m_depth, 1);
}

} // namespace petze::xmpp

#include "decrypt/tls/handshake_messages.h"

#include "base/limits.h"

#include <algorithm>
#include <utility>

namespace petze::tls {

namespace {

constexpr std::size_t message_header = 4;

std::size_t message_size(Bytes message)
{
    ByteReader in{message.subspan(1)};
    return message_header + in.u24();
}

// IANA, TLS HandshakeType: what may stand where a message begins. Encrypted bytes taken for a
// message, after a gap, seldom pass.
bool is_known_type(std::uint8_t type)
{
    constexpr std::uint32_t assigned = 0b11'1111'0001'1111'1111'0111'1111;
    constexpr std::uint8_t next_protocol = 67, message_hash = 254;
    return type < 26 ? (assigned >> type & 1) != 0 : type == next_protocol || type == message_hash;
}

} // namespace

Then HandshakeMessages::take(Bytes fragment, Stamp const& stamp, MessageSink& sink)
{
    m_stamp = stamp;
    m_then = Then::read_on;
    while (!fragment.empty() && m_then == Then::read_on && !m_unreadable) {
        std::size_t used = 0;
        if (m_skip > 0) {
            used = std::min<std::size_t>(m_skip, fragment.size());
            m_skip -= static_cast<std::uint32_t>(used);
        } else if (m_partial)
            used = take_piece(fragment, sink);
        else
            used = take_message(fragment, sink);
        fragment = fragment.subspan(used);
    }
    if (m_then == Then::stop)
        m_partial.reset();
    return m_then;
}

// The usual case: the whole message is in the piece at hand, and nothing is copied.
std::size_t HandshakeMessages::take_message(Bytes fragment, MessageSink& sink)
{
    if (fragment.size() < message_header) {
        keep(fragment);
        return fragment.size();
    }
    if (refuses(fragment, sink))
        return 0;
    auto const size = message_size(fragment);
    if (fragment.size() < size) {
        keep(fragment);
        return fragment.size();
    }
    tell(fragment.first(size), m_stamp.first_frame(), true, sink);
    return size;
}

std::size_t HandshakeMessages::take_piece(Bytes fragment, MessageSink& sink)
{
    auto const have = m_partial->bytes.size();
    auto const size = have < message_header ? message_header : message_size(m_partial->bytes);
    auto const used = std::min(size - have, fragment.size());
    keep(fragment.first(used));
    auto const complete = have + used == size;
    if (have < message_header && complete) {
        if (refuses(m_partial->bytes, sink))
            m_partial.reset();
        else if (message_size(m_partial->bytes) == message_header)
            finish(true, sink);
    } else if (complete)
        finish(true, sink);
    return used;
}

/// Looks at type and length of a message; true where it is not to be read.
bool HandshakeMessages::refuses(Bytes message, MessageSink& sink)
{
    if (!is_known_type(message[0])) {
        m_unreadable = true;
        sink.damaged("tls: no handshake message where one should begin");
        return true;
    }
    auto const size = message_size(message);
    if (size <= limits::tls_handshake_bytes)
        return false;
    // What was kept of its header is behind us; what is in `message` beyond that is skipped next.
    auto const behind = m_partial ? message_header : 0;
    m_skip = static_cast<std::uint32_t>(size - behind);
    sink.damaged("tls: limit of one handshake message");
    return true;
}

void HandshakeMessages::keep(Bytes bytes)
{
    if (!m_partial) {
        m_partial = std::make_unique<Partial>();
        m_partial->first_frame = m_stamp.first_frame();
    }
    m_partial->bytes.insert(m_partial->bytes.end(), bytes.begin(), bytes.end());
}

void HandshakeMessages::tell(Bytes message, std::uint64_t first_frame, bool whole,
                             MessageSink& sink)
{
    m_then = sink.message({static_cast<HandshakeType>(message[0]),
                           message.subspan(message_header),
                           {m_stamp.capture, first_frame, m_stamp.frame},
                           whole,
                           false});
}

void HandshakeMessages::finish(bool whole, MessageSink& sink)
{
    auto const partial = std::move(m_partial);
    if (partial && partial->bytes.size() >= message_header)
        tell(partial->bytes, partial->first_frame, whole, sink);
}

Then HandshakeMessages::cut(MessageSink& sink)
{
    m_then = Then::read_on;
    finish(false, sink);
    return m_then;
}

} // namespace petze::tls

#include "decrypt/tls/handshake_stream.h"

#include "base/limits.h"

#include <algorithm>

namespace petze::tls {

namespace {

constexpr std::size_t message_header = 4;
constexpr std::size_t ssl2_header_bytes = 2;
constexpr std::uint8_t ssl2_bit = 0x80;
// RFC 5246 section 6.2.3: 2^14 and at most 2048 of what a cipher adds.
constexpr std::size_t record_bytes = (1u << 14) + 2048;

std::size_t message_size(Bytes message)
{
    ByteReader in{message.subspan(1)};
    return message_header + in.u24();
}

// IANA, TLS HandshakeType: what may stand where a message begins. Encrypted bytes taken for a
// message, after a gap, seldom pass.
bool is_known_type(std::uint8_t type)
{
    constexpr std::uint32_t assigned = 0b1'1111'0001'1111'1111'0111'1111;
    constexpr std::uint8_t next_protocol = 67, message_hash = 254;
    return type < 25 ? (assigned >> type & 1) != 0 : type == next_protocol || type == message_hash;
}

} // namespace

bool is_record_header(Bytes bytes)
{
    ByteReader in{bytes};
    auto const type = in.u8();
    auto const version = in.u16();
    auto const length = in.u16();
    return in.ok() && type >= 20 && type <= 24 && version >= 0x0300 && version <= 0x0304
           && length <= record_bytes;
}

void HandshakeStream::take(Bytes piece, Stamp const& stamp, HandshakeSink& sink)
{
    if (m_phase == Phase::stopped)
        return;
    m_frame = stamp.frame;
    m_capture = stamp.capture;
    if (m_phase == Phase::lost
        && is_record_header(piece.first(std::min(piece.size(), header_bytes))))
        m_phase = Phase::header;
    ByteReader in{piece};
    while (in.remaining() > 0 && m_phase != Phase::stopped && m_phase != Phase::lost)
        if (m_phase == Phase::body)
            take_body(in, sink);
        else
            take_header(in, sink);
}

void HandshakeStream::take_header(ByteReader& in, HandshakeSink& sink)
{
    if (m_phase == Phase::begin) {
        m_ssl2 = (in.peek(1)[0] & ssl2_bit) != 0;
        m_phase = Phase::header;
    }
    auto const size = m_ssl2 ? ssl2_header_bytes : header_bytes;
    while (m_header_have < size && in.remaining() > 0)
        m_header[m_header_have++] = in.u8();
    if (m_header_have == size) {
        m_header_have = 0;
        begin_record(sink);
    }
}

void HandshakeStream::begin_record(HandshakeSink& sink)
{
    m_unreadable = false;
    m_phase = Phase::body;
    if (m_ssl2) {
        m_record_left = static_cast<std::uint32_t>((m_header[0] & ~ssl2_bit) << 8 | m_header[1]);
        return;
    }
    if (!is_record_header(m_header))
        return lose("tls: no record where one should begin", sink);
    ByteReader header{m_header};
    m_type = static_cast<ContentType>(header.u8());
    header.u16(); // legacy_record_version tells nothing
    m_record_left = header.u16();
    if (m_record_left == 0)
        m_phase = Phase::header;
    if (m_type == ContentType::change_cipher_spec)
        follow(sink.change_cipher_spec());
    else if (m_type == ContentType::application_data)
        follow(sink.encrypted());
}

void HandshakeStream::take_body(ByteReader& in, HandshakeSink& sink)
{
    auto const fragment = in.take(std::min<std::size_t>(m_record_left, in.remaining()));
    m_record_left -= static_cast<std::uint32_t>(fragment.size());
    if (m_record_left == 0)
        m_phase = Phase::header;
    if (m_ssl2)
        take_ssl2(fragment, sink);
    else if (m_type == ContentType::handshake)
        take_handshake(fragment, sink);
}

void HandshakeStream::take_handshake(Bytes fragment, HandshakeSink& sink)
{
    while (!fragment.empty() && m_phase != Phase::stopped && !m_unreadable) {
        std::size_t used = 0;
        if (m_message_skip > 0) {
            used = std::min<std::size_t>(m_message_skip, fragment.size());
            m_message_skip -= static_cast<std::uint32_t>(used);
        } else if (m_partial)
            used = take_piece_of_message(fragment, sink);
        else
            used = take_message(fragment, sink);
        fragment = fragment.subspan(used);
    }
}

// The usual case: the whole message is in the piece at hand, and nothing is copied.
std::size_t HandshakeStream::take_message(Bytes fragment, HandshakeSink& sink)
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
    tell(fragment.first(size), m_frame, true, sink);
    return size;
}

std::size_t HandshakeStream::take_piece_of_message(Bytes fragment, HandshakeSink& sink)
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
            tell_partial(true, sink);
    } else if (complete)
        tell_partial(true, sink);
    return used;
}

/// Looks at type and length of a message; true where it is not to be read.
bool HandshakeStream::refuses(Bytes message, HandshakeSink& sink)
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
    m_message_skip = static_cast<std::uint32_t>(size - behind);
    sink.damaged("tls: limit of one handshake message");
    return true;
}

void HandshakeStream::take_ssl2(Bytes fragment, HandshakeSink& sink)
{
    keep(fragment);
    if (m_record_left > 0)
        return;
    auto const partial = std::move(m_partial);
    m_ssl2 = false;
    if (partial->bytes.empty()
        || partial->bytes[0] != static_cast<std::uint8_t>(HandshakeType::client_hello)) {
        sink.damaged("tls: SSL 2.0 is not read");
        return follow(Then::stop);
    }
    follow(sink.message({HandshakeType::client_hello,
                         partial->bytes,
                         {m_capture, partial->first_frame, m_frame},
                         true,
                         true}));
}

void HandshakeStream::keep(Bytes bytes)
{
    if (!m_partial) {
        m_partial = std::make_unique<Partial>();
        m_partial->first_frame = m_frame;
    }
    m_partial->bytes.insert(m_partial->bytes.end(), bytes.begin(), bytes.end());
}

void HandshakeStream::tell(Bytes message, std::uint64_t first_frame, bool whole,
                           HandshakeSink& sink)
{
    follow(sink.message({static_cast<HandshakeType>(message[0]),
                         message.subspan(message_header),
                         {m_capture, first_frame, m_frame},
                         whole,
                         false}));
}

void HandshakeStream::tell_partial(bool whole, HandshakeSink& sink)
{
    auto const partial = std::move(m_partial);
    if (partial && partial->bytes.size() >= message_header && !m_ssl2)
        tell(partial->bytes, partial->first_frame, whole, sink);
}

void HandshakeStream::gap(std::uint64_t count, HandshakeSink& sink)
{
    if (m_phase == Phase::stopped)
        return;
    sink.damaged("tls: gap in the handshake");
    tell_partial(false, sink);
    if (m_phase == Phase::stopped)
        return;
    m_message_skip = 0;
    m_header_have = 0;
    if (m_phase != Phase::body || count > m_record_left || m_ssl2) {
        m_phase = Phase::lost;
        m_ssl2 = false;
        return;
    }
    m_record_left -= static_cast<std::uint32_t>(count);
    m_unreadable = true;
    if (m_record_left == 0)
        m_phase = Phase::header;
}

void HandshakeStream::finish(HandshakeSink& sink)
{
    if (m_phase == Phase::stopped)
        return;
    tell_partial(false, sink);
    follow(Then::stop);
}

void HandshakeStream::lose(std::string_view reason, HandshakeSink& sink)
{
    tell_partial(false, sink);
    if (m_phase == Phase::stopped)
        return;
    m_phase = Phase::lost;
    sink.damaged(reason);
}

void HandshakeStream::follow(Then then)
{
    if (then == Then::read_on)
        return;
    m_phase = Phase::stopped;
    m_partial.reset();
}

} // namespace petze::tls

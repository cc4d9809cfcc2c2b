#include "decrypt/tls/handshake_stream.h"

#include "base/limits.h"

#include <algorithm>

namespace petze::tls {

namespace {

constexpr std::size_t ssl2_header_bytes = 2;
constexpr std::uint8_t ssl2_bit = 0x80;
// RFC 5246 section 6.2.3: 2^14 and at most 2048 of what a cipher adds.
constexpr std::size_t record_bytes = (1u << 14) + 2048;

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

std::size_t HandshakeStream::take(Bytes piece, Stamp const& stamp, HandshakeSink& sink)
{
    if (m_phase == Phase::stopped)
        return 0;
    m_stamp = stamp;
    if (m_phase == Phase::lost
        && is_record_header(piece.first(std::min(piece.size(), header_bytes))))
        m_phase = Phase::header;
    ByteReader in{piece};
    while (in.remaining() > 0 && m_phase != Phase::stopped && m_phase != Phase::lost)
        if (m_phase == Phase::body)
            take_body(in, sink);
        else
            take_header(in, sink);
    return m_phase == Phase::stopped ? in.offset() : piece.size();
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
    m_messages.next_record();
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
        follow(m_messages.take(fragment, m_stamp, sink));
}

void HandshakeStream::take_ssl2(Bytes fragment, HandshakeSink& sink)
{
    if (m_ssl2_hello.empty())
        m_ssl2_first_frame = m_stamp.first_frame();
    m_ssl2_hello.insert(m_ssl2_hello.end(), fragment.begin(), fragment.end());
    if (m_record_left > 0)
        return;
    auto const hello = std::move(m_ssl2_hello);
    m_ssl2_hello = {};
    m_ssl2 = false;
    if (hello.empty() || hello[0] != static_cast<std::uint8_t>(HandshakeType::client_hello)) {
        sink.damaged("tls: SSL 2.0 is not read");
        return follow(Then::stop);
    }
    follow(sink.message({HandshakeType::client_hello,
                         hello,
                         {m_stamp.capture, m_ssl2_first_frame, m_stamp.frame},
                         true,
                         true}));
}

void HandshakeStream::gap(std::uint64_t count, HandshakeSink& sink)
{
    if (m_phase == Phase::stopped)
        return;
    sink.damaged("tls: gap in the handshake");
    follow(m_messages.cut(sink));
    if (m_phase == Phase::stopped)
        return;
    m_messages.forget_skipped();
    m_ssl2_hello.clear();
    m_header_have = 0;
    if (m_phase != Phase::body || count > m_record_left || m_ssl2) {
        m_phase = Phase::lost;
        m_ssl2 = false;
        return;
    }
    m_record_left -= static_cast<std::uint32_t>(count);
    m_messages.lose_place();
    if (m_record_left == 0)
        m_phase = Phase::header;
}

void HandshakeStream::finish(HandshakeSink& sink)
{
    if (m_phase == Phase::stopped)
        return;
    follow(m_messages.cut(sink));
    follow(Then::stop);
}

void HandshakeStream::lose(std::string_view reason, HandshakeSink& sink)
{
    follow(m_messages.cut(sink));
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
    m_ssl2_hello = {};
}

} // namespace petze::tls

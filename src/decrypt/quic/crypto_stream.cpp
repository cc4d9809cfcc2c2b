#include "decrypt/quic/crypto_stream.h"

#include "base/byte_reader.h"
#include "base/limits.h"

#include <algorithm>

namespace petze::quic {

namespace {

constexpr std::size_t message_header = 4;

std::size_t message_size(Bytes message)
{
    ByteReader in{message.subspan(1)};
    return message_header + in.u24();
}

} // namespace

class CryptoStream::Cutter final : public OrderedSink {
public:
    Cutter(CryptoStream& stream, MessageSink& sink)
        : m_stream(stream)
        , m_sink(sink)
    {
    }
    void take(Bytes piece, Stamp const& stamp) override { m_stream.cut(piece, stamp, m_sink); }
    void gap(std::uint64_t) override
    {
        if (!m_stream.m_lost)
            m_sink.damaged("quic: gap in the handshake");
        m_stream.m_lost = true;
    }

private:
    CryptoStream& m_stream;
    MessageSink& m_sink;
};

void CryptoStream::take(std::uint64_t offset, Bytes bytes, Stamp const& stamp, MessageSink& sink)
{
    if (m_lost)
        return;
    Cutter cutter{*this, sink};
    m_ordered.take(offset, bytes, stamp, cutter);
}

void CryptoStream::cut(Bytes piece, Stamp const& stamp, MessageSink& sink)
{
    while (!piece.empty() && !m_lost)
        if (m_skip > 0) {
            auto const skipped = std::min<std::uint64_t>(m_skip, piece.size());
            m_skip -= skipped;
            piece = piece.subspan(static_cast<std::size_t>(skipped));
        } else
            piece = piece.subspan(cut_one(piece, stamp, sink));
}

/// Returns how many bytes of the piece it used.
std::size_t CryptoStream::cut_one(Bytes piece, Stamp const& stamp, MessageSink& sink)
{
    // The header alone first: it tells how much more is wanted.
    auto const wanted =
        m_partial.size() < message_header ? message_header : message_size(m_partial);
    auto const used = std::min(wanted - m_partial.size(), piece.size());
    keep(piece.first(used), stamp);
    if (m_partial.size() < message_header)
        return used;
    auto const size = message_size(m_partial);
    if (size > limits::tls_handshake_bytes) {
        m_skip = size - message_header;
        m_partial.clear();
        sink.damaged("quic: limit of one handshake message");
    } else if (m_partial.size() == size)
        tell(true, sink);
    return used;
}

void CryptoStream::tell(bool whole, MessageSink& sink)
{
    Bytes const message{m_partial};
    sink.message({static_cast<tls::HandshakeType>(message[0]), message.subspan(message_header),
                  m_frames, whole, false});
    m_partial.clear();
}

void CryptoStream::keep(Bytes bytes, Stamp const& stamp)
{
    if (m_partial.empty())
        m_frames = {stamp.capture, stamp.frame, stamp.frame};
    m_frames.first = std::min(m_frames.first, stamp.frame);
    m_frames.last = std::max(m_frames.last, stamp.frame);
    m_partial.insert(m_partial.end(), bytes.begin(), bytes.end());
}

void CryptoStream::finish(MessageSink& sink)
{
    if (m_lost || m_partial.size() <= message_header)
        return;
    m_lost = true;
    tell(false, sink);
}

} // namespace petze::quic

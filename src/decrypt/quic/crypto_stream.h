#pragma once

#include "decrypt/quic/ordered.h"
#include "decrypt/tls/handshake_stream.h"

#include <string_view>

namespace petze::quic {

/// Who is told the handshake messages of one direction at one level.
class MessageSink {
public:
    virtual ~MessageSink() = default;
    virtual void message(tls::HandshakeMessage const& message) = 0;
    /// `reason` is a literal for the tally.
    virtual void damaged(std::string_view reason) = 0;
};

/// The CRYPTO frames of one direction at one level (RFC 9000 section 19.6), in whatever order they
/// come, cut into the handshake messages of TLS.
class CryptoStream {
public:
    explicit CryptoStream(WaitingBudget& budget)
        : m_ordered(budget)
    {
    }

    void take(std::uint64_t offset, Bytes bytes, Stamp const& stamp, MessageSink& sink);
    /// Nothing more comes: the message that was begun is handed on as far as it is there.
    void finish(MessageSink& sink);

private:
    class Cutter;

    void cut(Bytes piece, Stamp const& stamp, MessageSink& sink);
    std::size_t cut_one(Bytes piece, Stamp const& stamp, MessageSink& sink);
    void keep(Bytes bytes, Stamp const& stamp);
    void tell(bool whole, MessageSink& sink);

    OrderedBytes m_ordered;
    std::vector<std::uint8_t> m_partial; // the message that is not whole yet
    FrameRange m_frames;                 // of that message
    std::uint64_t m_skip = 0;            // bytes left of a message beyond the limit
    bool m_lost = false;                 // where the next message begins is not known
};

} // namespace petze::quic

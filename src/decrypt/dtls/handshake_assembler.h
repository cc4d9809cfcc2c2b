#pragma once

#include "base/byte_reader.h"
#include "base/origin.h"
#include "decrypt/tls/handshake_messages.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace petze::dtls {

/// Puts the handshake messages of one direction together out of their fragments, in whatever order
/// these come and however often (RFC 6347 section 4.2.2 to 4.2.4), and hands them on in the order
/// of message_seq. Copies only what is not whole or not in turn.
///
/// HelloVerifyRequest and HelloRequest are left out: they are no part of the handshake (section
/// 4.2.1, RFC 5246 section 7.4.1.1).
class HandshakeAssembler {
public:
    /// `fragments`: the content of a record.
    void take(Bytes fragments, Stamp const& stamp, tls::MessageSink& sink);
    /// What is missing will not come: all that is held is handed on as far as it is there.
    void flush(tls::MessageSink& sink);
    /// Another handshake begins, with a message_seq of its own.
    void restart();
    /// Whether something is held that is not whole, or not in turn.
    bool is_waiting() const { return !m_partials.empty(); }

private:
    struct Fragment {
        tls::HandshakeType type{};
        std::uint32_t length{}; // of the message
        std::uint16_t sequence{};
        std::uint32_t offset{};
        Bytes body{};
    };
    struct Piece {
        std::uint32_t offset{};
        std::vector<std::uint8_t> bytes;
    };
    /// Of a message that is put together.
    struct Partial {
        tls::HandshakeType type{};
        std::uint32_t length{};
        std::uint16_t sequence{};
        std::vector<std::uint8_t> bytes; // from the beginning, without a hole
        std::vector<Piece> ahead;
        FrameRange frames{};

        bool is_whole() const { return bytes.size() == length; }
        void take(Bytes body, std::uint32_t offset);
        std::size_t held_bytes() const;
    };

    static Fragment read(ByteReader& in);
    void take_fragment(Fragment const& fragment, Stamp const& stamp, tls::MessageSink& sink);
    void keep(Fragment const& fragment, Stamp const& stamp, tls::MessageSink& sink);
    void begin(Fragment const& fragment);
    void release(tls::MessageSink& sink);
    std::size_t held_bytes() const;
    bool is_past(std::uint16_t sequence) const { return m_begun && sequence < m_next; }
    static void tell(Partial const& message, tls::MessageSink& sink);

    std::vector<Partial> m_partials; // in order of message_seq
    std::uint16_t m_next = 0;        // message_seq
    bool m_begun = false;            // m_next is known
};

/// The random of a ClientHello that begins in this record, and its message_seq.
struct Opening {
    Bytes client_random{};
    std::uint16_t sequence{};
};
std::optional<Opening> find_client_hello(Bytes fragments);

} // namespace petze::dtls

#pragma once

#include "base/byte_reader.h"
#include "base/origin.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace petze::tls {

/// RFC 8446 appendix B.3, RFC 5246 section 7.4.
enum class HandshakeType : std::uint8_t {
    hello_request = 0,
    client_hello = 1,
    server_hello = 2,
    hello_verify_request = 3, // RFC 6347 section 4.2.1
    new_session_ticket = 4,
    end_of_early_data = 5,
    encrypted_extensions = 8,
    certificate = 11,
    server_key_exchange = 12,
    server_hello_done = 14,
    client_key_exchange = 16,
    finished = 20,
    key_update = 24,
    compressed_certificate = 25 // RFC 8879
};

/// One handshake message in clear.
struct HandshakeMessage {
    HandshakeType type{};
    Bytes body{};        // without type and length; valid until the sink returns
    FrameRange frames{}; // the packets that carried it
    bool whole = true;   // false where the capture ended, or has a gap, inside it
    bool ssl2_framed{};  // RFC 5246 appendix E.2; the body then begins with msg_type
    std::optional<std::uint16_t> sequence{}; // of DTLS: message_seq
};

/// Whether the stream still wants reading.
enum class Then : std::uint8_t { read_on, stop };

/// Takes the handshake messages of one direction.
class MessageSink {
public:
    virtual ~MessageSink() = default;
    virtual Then message(HandshakeMessage const& message) = 0;
    /// `reason` is a literal for the tally. The stream goes on as well as it can.
    virtual void damaged(std::string_view reason) = 0;
};

/// Puts handshake messages together out of the fragments that records carry (RFC 8446 section
/// 5.1), in clear or opened. Copies only what is not whole.
class HandshakeMessages {
public:
    /// What the sink answered last. After Then::stop nothing is kept, and the rest of the fragment
    /// was not read.
    Then take(Bytes fragment, Stamp const& stamp, MessageSink& sink);
    /// What was begun is handed on as far as it is there.
    Then cut(MessageSink& sink);
    /// Bytes of this record are missing: where a message begins in the rest of it is not known.
    void lose_place() { m_unreadable = true; }
    void next_record() { m_unreadable = false; }
    /// After a gap that may hide the rest of a message.
    void forget_skipped() { m_skip = 0; }

private:
    std::size_t take_message(Bytes fragment, MessageSink& sink);
    std::size_t take_piece(Bytes fragment, MessageSink& sink);
    void keep(Bytes bytes);
    bool refuses(Bytes message, MessageSink& sink);
    void tell(Bytes message, std::uint64_t first_frame, bool whole, MessageSink& sink);
    void finish(bool whole, MessageSink& sink);

    // Of the message that is being put together, and freed with it.
    struct Partial {
        std::vector<std::uint8_t> bytes;
        std::uint64_t first_frame{};
    };

    std::unique_ptr<Partial> m_partial;
    Stamp m_stamp{};          // of the fragment at hand
    std::uint32_t m_skip = 0; // bytes left of a message beyond limits::tls_handshake_bytes
    bool m_unreadable = false;
    Then m_then = Then::read_on;
};

} // namespace petze::tls

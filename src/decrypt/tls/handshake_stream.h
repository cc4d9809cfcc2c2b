#pragma once

#include "base/byte_reader.h"
#include "base/origin.h"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace petze::tls {

/// RFC 8446 section 5.1 and appendix B.1.
enum class ContentType : std::uint8_t {
    change_cipher_spec = 20,
    alert = 21,
    handshake = 22,
    application_data = 23,
    heartbeat = 24
};

/// RFC 8446 appendix B.3, RFC 5246 section 7.4.
enum class HandshakeType : std::uint8_t {
    client_hello = 1,
    server_hello = 2,
    new_session_ticket = 4,
    encrypted_extensions = 8,
    certificate = 11,
    server_key_exchange = 12,
    server_hello_done = 14,
    client_key_exchange = 16,
    finished = 20
};

/// One handshake message in clear.
struct HandshakeMessage {
    HandshakeType type{};
    Bytes body{};        // without type and length; valid until the sink returns
    FrameRange frames{}; // the packets that carried it
    bool whole = true;   // false where the capture ended, or has a gap, inside it
    bool ssl2_framed{};  // RFC 5246 appendix E.2; the body then begins with msg_type
};

/// Whether the stream still wants reading.
enum class Then : std::uint8_t { read_on, stop };

/// What one direction says until its encryption begins.
class HandshakeSink {
public:
    virtual ~HandshakeSink() = default;
    virtual Then message(HandshakeMessage const& message) = 0;
    /// RFC 5246 section 7.1: what follows is encrypted; but not always since TLS 1.3 (RFC 8446
    /// appendix D.4).
    virtual Then change_cipher_spec() = 0;
    /// A record that is not readable: application data, or anything after the handshake.
    virtual Then encrypted() = 0;
    /// `reason` is a literal for the tally. The stream goes on as well as it can.
    virtual void damaged(std::string_view reason) = 0;
};

/// Cuts one direction of a TLS connection over TCP into records and its handshake messages out
/// of them, whatever the pieces it comes in, and a message over whatever records. Stops when the
/// sink says so: from then on a piece costs nothing, and what remains is these few bytes.
class HandshakeStream {
public:
    void take(Bytes piece, Stamp const& stamp, HandshakeSink& sink);
    void gap(std::uint64_t count, HandshakeSink& sink);
    /// Nothing more comes: a message that was begun is handed on as far as it is there.
    void finish(HandshakeSink& sink);

    bool stopped() const { return m_phase == Phase::stopped; }

private:
    enum class Phase : std::uint8_t { begin, header, body, lost, stopped };

    static constexpr std::size_t header_bytes = 5;

    void take_header(ByteReader& in, HandshakeSink& sink);
    void begin_record(HandshakeSink& sink);
    void take_body(ByteReader& in, HandshakeSink& sink);
    void take_handshake(Bytes fragment, HandshakeSink& sink);
    std::size_t take_message(Bytes fragment, HandshakeSink& sink);
    std::size_t take_piece_of_message(Bytes fragment, HandshakeSink& sink);
    void take_ssl2(Bytes fragment, HandshakeSink& sink);
    void keep(Bytes bytes);
    bool refuses(Bytes message, HandshakeSink& sink);
    void tell(Bytes message, std::uint64_t first_frame, bool whole, HandshakeSink& sink);
    void tell_partial(bool whole, HandshakeSink& sink);
    void lose(std::string_view reason, HandshakeSink& sink);
    void follow(Then then);

    // Of the message that is being put together, and freed with it.
    struct Partial {
        std::vector<std::uint8_t> bytes;
        std::uint64_t first_frame{};
    };

    std::unique_ptr<Partial> m_partial;
    std::uint64_t m_frame = 0; // of the piece at hand
    std::uint32_t m_capture = 0;
    std::uint32_t m_record_left = 0;  // bytes of the record's body
    std::uint32_t m_message_skip = 0; // bytes left of a message beyond limits::tls_handshake_bytes
    std::array<std::uint8_t, header_bytes> m_header{};
    std::uint8_t m_header_have = 0;
    ContentType m_type{};
    Phase m_phase = Phase::begin;
    bool m_ssl2 = false;       // the record at hand is framed as SSL 2.0 did
    bool m_unreadable = false; // where a message begins in this record is not known
};

/// Whether a record of TLS may begin with these five bytes: content type, version 3.x, a length
/// that RFC 5246 section 6.2.3 allows.
bool is_record_header(Bytes bytes);

} // namespace petze::tls

#pragma once

#include "base/byte_reader.h"
#include "base/origin.h"
#include "decrypt/tls/handshake_messages.h"

#include <array>
#include <cstdint>
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

/// What one direction says until its encryption begins.
class HandshakeSink : public MessageSink {
public:
    /// RFC 5246 section 7.1: what follows is encrypted; but not always since TLS 1.3 (RFC 8446
    /// appendix D.4).
    virtual Then change_cipher_spec() = 0;
    /// A record that is not readable: application data, or anything after the handshake.
    virtual Then encrypted() = 0;
};

/// Cuts one direction of a TLS connection over TCP into records and its handshake messages out
/// of them, whatever the pieces it comes in, and a message over whatever records. Stops when the
/// sink says so: from then on a piece costs nothing, and what remains is these few bytes.
class HandshakeStream {
public:
    /// How much of the piece was read: all of it, unless the sink stopped the stream.
    std::size_t take(Bytes piece, Stamp const& stamp, HandshakeSink& sink);
    void gap(std::uint64_t count, HandshakeSink& sink);
    /// Nothing more comes: a message that was begun is handed on as far as it is there.
    void finish(HandshakeSink& sink);

    bool stopped() const { return m_phase == Phase::stopped; }
    /// Where a record's head stopped the stream (change_cipher_spec, encrypted): that head.
    Bytes last_header() const { return m_header; }

private:
    enum class Phase : std::uint8_t { begin, header, body, lost, stopped };

    static constexpr std::size_t header_bytes = 5;

    void take_header(ByteReader& in, HandshakeSink& sink);
    void begin_record(HandshakeSink& sink);
    void take_body(ByteReader& in, HandshakeSink& sink);
    void take_ssl2(Bytes fragment, HandshakeSink& sink);
    void lose(std::string_view reason, HandshakeSink& sink);
    void follow(Then then);

    HandshakeMessages m_messages;
    std::vector<std::uint8_t> m_ssl2_hello;
    std::uint64_t m_ssl2_first_frame{};
    Stamp m_stamp{};                 // of the piece at hand
    std::uint32_t m_record_left = 0; // bytes of the record's body
    std::array<std::uint8_t, header_bytes> m_header{};
    std::uint8_t m_header_have = 0;
    ContentType m_type{};
    Phase m_phase = Phase::begin;
    bool m_ssl2 = false; // the record at hand is framed as SSL 2.0 did
};

/// Whether a record of TLS may begin with these five bytes: content type, version 3.x, a length
/// that RFC 5246 section 6.2.3 allows.
bool is_record_header(Bytes bytes);

} // namespace petze::tls

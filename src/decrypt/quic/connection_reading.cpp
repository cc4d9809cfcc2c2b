#include "decrypt/quic/connection.h"

#include "base/limits.h"
#include "decrypt/quic/encrypted_extensions.h"

namespace petze::quic {

/// The handshake messages of one direction at one level.
class Connection::Messages final : public MessageSink {
public:
    Messages(Connection& connection, Level level, Direction direction, ConnectionSink& sink)
        : m_connection(connection)
        , m_level(level)
        , m_direction(direction)
        , m_sink(sink)
    {
    }
    void message(tls::HandshakeMessage const& message) override
    {
        m_connection.read_message(m_level, m_direction, message, m_sink);
    }
    void damaged(std::string_view reason) override { m_sink.damaged(reason); }

private:
    Connection& m_connection;
    Level m_level;
    Direction m_direction;
    ConnectionSink& m_sink;
};
void Connection::read_frames(Level level, Direction direction, Bytes payload, Stamp const& stamp,
                             ConnectionSink& sink)
{
    auto const numbers = m_version->google ? FrameNumbers::google : FrameNumbers::ietf;
    ByteReader in{payload};
    while (in.ok() && in.remaining() > 0) {
        auto const [frame, flaw] = next_frame(in, numbers);
        if (flaw)
            sink.damaged(flaw->what == "unknown frame" ? "quic: frame of an unknown kind"
                                                       : "quic: malformed frame");
        else
            read_frame(level, direction, frame, stamp, sink);
    }
}
void Connection::read_frame(Level level, Direction direction, Frame const& frame,
                            Stamp const& stamp, ConnectionSink& sink)
{
    auto const of_application = level == Level::application || level == Level::early;
    switch (frame.kind) {
    case FrameKind::crypto:
        // After the handshake: tickets for the next one.
        if (!of_application) {
            Messages messages{*this, level, direction, sink};
            m_crypto[level == Level::handshake ? 1 : 0][side_of(direction)].take(
                frame.offset, frame.data, stamp, messages);
        }
        break;
    case FrameKind::stream:
    case FrameKind::reset_stream:
        if (!of_application)
            break;
        if (!m_streams)
            m_streams = std::make_unique<StreamTable>();
        if (frame.kind == FrameKind::stream)
            m_streams->take(frame, direction, stamp, sink);
        else
            m_streams->reset(frame.stream, direction, sink);
        break;
    case FrameKind::datagram:
        if (of_application)
            sink.datagram(direction, frame.data, stamp);
        break;
    case FrameKind::new_connection_id:
        if (frame.data.size() <= limits::quic_id_bytes) {
            m_ids[side_of(direction)].add(frame.data);
            sink.connection_id(direction, frame.data);
        }
        add_reset_token(frame.reset_token);
        break;
    case FrameKind::connection_close:
    case FrameKind::other:
        break;
    }
}

void Connection::read_message(Level level, Direction direction,
                              tls::HandshakeMessage const& message, ConnectionSink& sink)
{
    using tls::HandshakeType;
    auto const client = from_client(direction);
    if ((message.type == HandshakeType::certificate
         || message.type == HandshakeType::compressed_certificate)
        && level == Level::handshake)
        sink.certificate(direction, message);
    else if (message.type == HandshakeType::encrypted_extensions && level == Level::handshake
             && !client)
        read_extensions(message, sink);
    else if (message.type == HandshakeType::client_hello && client && !m_client_hello)
        read_client_hello(message, sink);
    else if (message.type == HandshakeType::server_hello && !client && !m_server_hello)
        read_server_hello(message, sink);
}

void Connection::read_client_hello(tls::HandshakeMessage const& message, ConnectionSink& sink)
{
    auto const [hello, flaw] = tls::decode_client_hello(message.body);
    m_client_hello = true;
    m_client_random = crypto::Secret{hello.random};
    sink.client_hello(hello, message, flaw.has_value());
    // The answer, and early data, may have come before the last piece of the hello.
    if (m_suite && has_secrets())
        make_protections();
    m_new_keys = m_new_keys || !m_waiting.empty();
}

void Connection::read_server_hello(tls::HandshakeMessage const& message, ConnectionSink& sink)
{
    auto const [hello, flaw] = tls::decode_server_hello(message.body);
    if (hello.is_retry_request())
        return;
    m_server_hello = true;
    m_suite = find_suite(hello.cipher_suite);
    m_suite_unknown = !m_suite;
    sink.server_hello(hello, flaw.has_value());
    if (m_suite && has_secrets())
        make_protections();
}

void Connection::read_extensions(tls::HandshakeMessage const& message, ConnectionSink& sink)
{
    auto const [extensions, flaw] = decode_encrypted_extensions(message.body);
    if (flaw && message.whole)
        sink.damaged("quic: malformed handshake message");
    add_reset_token(extensions.stateless_reset);
    add_reset_token(extensions.preferred_reset);
    auto const id = extensions.preferred_id;
    if (!id.empty() && id.size() <= limits::quic_id_bytes)
        m_ids[side_of(opposite(m_client))].add(id);
    sink.agreed(extensions.alpn);
}
void Connection::finish(ConnectionSink& sink)
{
    for (auto const level : {Level::initial, Level::handshake})
        for (auto const direction : {m_client, opposite(m_client)}) {
            Messages messages{*this, level, direction, sink};
            m_crypto[level == Level::handshake ? 1 : 0][side_of(direction)].finish(messages);
        }
    // What still waits is tried out: the server's hello will not come any more.
    if (has_secrets() && !m_waiting.empty()) {
        for (auto const& packet : m_waiting)
            if (m_suite || guess_suite(packet))
                break;
        open_waiting(sink);
    }
    if (m_streams)
        m_streams->finish(sink);
}
} // namespace petze::quic

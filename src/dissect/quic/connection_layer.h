#pragma once

#include "decrypt/quic/connection.h"
#include "dissect/layer.h"
#include "dissect/message.h"

#include <memory>
#include <string>

namespace petze {

/// One QUIC connection as a layer: what it says goes to the context and to the dissector of its
/// streams.
class QuicConnectionLayer final : public quic::ConnectionSink {
public:
    QuicConnectionLayer(LayerContext& context, Origin const* parent, quic::Packet const& first,
                        Direction client);
    ~QuicConnectionLayer() override;
    QuicConnectionLayer(QuicConnectionLayer const&) = delete;
    QuicConnectionLayer& operator=(QuicConnectionLayer const&) = delete;

    quic::Connection& connection() { return m_connection; }
    quic::Connection const& connection() const { return m_connection; }

    /// False where nothing could be opened.
    bool take(quic::Packet const& packet, Direction direction, Stamp const& stamp);
    /// After the last packet of each datagram.
    void end_datagram();
    /// Tells what is not told yet; nothing more comes.
    void finish();
    bool is_told() const { return m_told; }
    /// Nothing is to be told of it: it was tried again under another name.
    void keep_silent() { m_told = true; }

    void client_hello(tls::ClientHello const& hello, tls::HandshakeMessage const& message,
                      bool flawed) override;
    void server_hello(tls::ServerHello const& hello, bool flawed) override;
    void agreed(std::string_view alpn) override { m_alpn = alpn; }
    void certificate(Direction direction, tls::HandshakeMessage const& message) override;
    void connection_id(Direction direction, Bytes id) override;
    void datagram(Direction direction, Bytes bytes, Stamp const& stamp) override;
    void stream(std::uint64_t stream, Direction direction, Bytes piece,
                Stamp const& stamp) override;
    void stream_gap(std::uint64_t stream, Direction direction, std::uint64_t count) override;
    void stream_end(std::uint64_t stream, Direction direction) override;
    void damaged(std::string_view reason) override { m_context.tally.count(reason); }

private:
    void tell();
    void tell_field(Direction direction, std::string_view step, std::string_view value,
                    FrameRange const& frames);
    StreamsDissector& streams();

    LayerContext& m_context;
    Origin const* m_parent;
    Origin m_origin;
    std::string m_sni;
    std::string m_alpn;       // the one chosen
    std::string m_first_alpn; // the one the client would like most
    std::string m_ja4;
    Direction m_client;             // the direction that leads from the client
    ShownCertificate m_certificate; // the server's
    quic::Connection m_connection;
    std::unique_ptr<StreamsDissector> m_streams;
    bool m_told = false;
};

} // namespace petze

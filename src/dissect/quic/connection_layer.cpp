#include "dissect/quic/connection_layer.h"

#include "decrypt/tls/certificate.h"
#include "decrypt/tls/fingerprint.h"
#include "dissect/layer_tools.h"
#include "dissect/quic/raw_streams.h"
#include "dissect/shown_certificate.h"
#include "dissect/tls/compressed_certificate.h"

#include <tuple>
#include <utility>
#include <vector>

namespace petze {

QuicConnectionLayer::QuicConnectionLayer(LayerContext& context, Origin const* parent,
                                         quic::Packet const& first, Direction client)
    : m_context(context)
    , m_parent(parent)
    , m_origin{parent, "quic"}
    , m_client(client)
    , m_connection(first, client, context.keys)
{
}

QuicConnectionLayer::~QuicConnectionLayer() = default;

bool QuicConnectionLayer::take(quic::Packet const& packet, Direction direction, Stamp const& stamp)
{
    // What is inside counts its own bytes; here whole packets are counted.
    auto const before = std::pair{m_context.opened_to_server, m_context.opened_to_client};
    auto const opened = m_connection.take(packet, direction, stamp, *this);
    std::tie(m_context.opened_to_server, m_context.opened_to_client) = before;
    if (opened && m_context.keys && !m_context.keys->empty())
        (direction == Direction::to_server ? m_context.opened_to_server
                                           : m_context.opened_to_client) += packet.bytes.size();
    return opened;
}

void QuicConnectionLayer::end_datagram()
{
    m_connection.end_datagram(*this);
    if (m_connection.is_settled())
        tell();
}

void QuicConnectionLayer::finish()
{
    m_connection.finish(*this);
    if (m_streams)
        m_streams->close();
    if (m_connection.is_open() && m_context.fields.searches())
        keep_secrets(m_context, m_connection.secrets());
    tell();
}

void QuicConnectionLayer::tell()
{
    if (std::exchange(m_told, true))
        return;
    QuicConnection told;
    told.certificate = std::move(m_certificate);
    told.version = m_connection.version().name;
    told.sni = m_sni;
    told.alpn = m_alpn;
    told.ja4 = m_ja4;
    told.why_not = m_connection.why_not();
    told.decrypted = told.why_not.empty();
    m_context.why_closed = told.why_not;
    m_context.messages(std::move(told));
}

void QuicConnectionLayer::tell_field(Direction direction, std::string_view step,
                                     std::string_view value, FrameRange const& frames)
{
    if (value.empty())
        return;
    Origin const origin{m_parent, step};
    m_context.fields.take({value, &origin, frames, {direction, m_sni}});
}

void QuicConnectionLayer::client_hello(tls::ClientHello const& hello,
                                       tls::HandshakeMessage const& message, bool flawed)
{
    if (flawed && message.whole)
        damaged("quic: malformed handshake message");
    m_sni = hello.server_name;
    if (!hello.alpn.empty())
        m_first_alpn = hello.alpn.front();
    // A fingerprint of half a hello would be that of another program.
    if (message.whole)
        m_ja4 = tls::ja4(hello, tls::Transport::quic);
    auto const direction = m_connection.client();
    tell_field(direction, "quic:sni", hello.server_name, message.frames);
    for (auto const& name : hello.alpn)
        tell_field(direction, "quic:alpn", name, message.frames);
}

void QuicConnectionLayer::server_hello(tls::ServerHello const&, bool flawed)
{
    if (flawed)
        damaged("quic: malformed handshake message");
}

void QuicConnectionLayer::certificate(Direction direction, tls::HandshakeMessage const& message)
{
    auto body = message.body;
    std::vector<std::uint8_t> decompressed;
    if (message.type == tls::HandshakeType::compressed_certificate) {
        auto opened = tls::decompress_certificate(body);
        if (opened.flaw)
            damaged("quic: malformed certificate");
        decompressed = std::move(opened.value);
        body = decompressed;
    }
    auto const [chain, flaw] = tls::decode_certificates(body, tls::CertificateLayout::tls13);
    if (flaw && message.whole)
        damaged("quic: malformed handshake message");
    if (chain.empty())
        return;
    auto [leaf, leaf_flaw] = tls::describe_certificate(chain.front());
    if (leaf_flaw)
        damaged("quic: malformed certificate");
    for (auto const& text : {leaf.subject, leaf.issuer})
        tell_field(direction, "quic:certificate", text, message.frames);
    for (auto const& name : leaf.alternative_names)
        tell_field(direction, "quic:certificate", name, message.frames);
    if (direction != m_client && m_certificate.fingerprint.empty())
        m_certificate =
            shown_certificate(chain, std::move(leaf), message.whole && !flaw, m_context.tally);
}

StreamsDissector& QuicConnectionLayer::streams()
{
    // Early data comes before the server's choice, and is of the protocol that the client wants.
    auto const& protocol = m_alpn.empty() ? m_first_alpn : m_alpn;
    if (!m_streams && m_context.next_streams)
        m_streams = m_context.next_streams(m_context, &m_origin, protocol);
    if (!m_streams)
        m_streams = make_raw_streams(m_context, &m_origin);
    return *m_streams;
}

void QuicConnectionLayer::stream(std::uint64_t stream, Direction direction, Bytes piece,
                                 Stamp const& stamp)
{
    (direction == Direction::to_server ? m_context.decrypted_to_server
                                       : m_context.decrypted_to_client) += piece.size();
    auto const before = std::exchange(m_context.data, stamp);
    streams().take(stream, direction, piece);
    m_context.data = before;
}

void QuicConnectionLayer::stream_gap(std::uint64_t stream, Direction direction, std::uint64_t count)
{
    streams().gap(stream, direction, count);
}

void QuicConnectionLayer::stream_end(std::uint64_t stream, Direction direction)
{
    streams().finish(stream, direction);
}

void QuicConnectionLayer::connection_id(Direction direction, Bytes id)
{
    if (m_context.connection_ids)
        (*m_context.connection_ids)(direction, id);
}

void QuicConnectionLayer::datagram(Direction direction, Bytes bytes, Stamp const& stamp)
{
    auto const before = std::exchange(m_context.data, stamp);
    streams().datagram(direction, bytes);
    m_context.data = before;
}

} // namespace petze

#include "dissect/tls/tls_dissector.h"

#include "base/text.h"
#include "decrypt/tls/certificate.h"
#include "decrypt/tls/fingerprint.h"
#include "decrypt/tls/handshake_stream.h"
#include "decrypt/tls/names.h"

#include <algorithm>
#include <array>
#include <utility>

namespace petze {

namespace {

using tls::HandshakeMessage;
using tls::HandshakeType;
using tls::Then;

/// What both sides have said so far; dropped once it is told.
class Handshake {
public:
    Handshake(LayerContext& context, Origin const* parent)
        : m_context(context)
        , m_parent(parent)
    {
    }

    Then take(Direction direction, HandshakeMessage const& message);
    Then change_cipher_spec(Direction direction);
    Then encrypted(Direction direction);
    void damaged(std::string_view reason)
    {
        m_damaged = true;
        m_context.tally.count(reason);
    }

    /// Tells the connection, once: as soon as nothing more about it will stand in clear, or as
    /// far as it was seen.
    void tell_if_complete()
    {
        if (m_client_hello && m_server_done)
            tell();
    }
    void tell();

private:
    void client_hello(HandshakeMessage const& message);
    Then server_hello(HandshakeMessage const& message);
    void certificate(Direction direction, HandshakeMessage const& message);
    void tell_field(Direction direction, std::string_view step, std::string_view value,
                    FrameRange const& frames);
    bool is_server(Direction direction) const { return direction != m_client; }
    void count_flaw(bool whole, bool flawed)
    {
        if (whole && flawed)
            m_context.tally.count("tls: malformed handshake message");
    }

    LayerContext& m_context;
    Origin const* m_parent;
    TlsConnection m_connection;
    std::string m_sni;
    std::string m_session_id;                  // as the client offered it
    Direction m_client = Direction::to_server; // where the client's words go
    bool m_told = false;
    bool m_client_hello = false;
    bool m_server_hello = false;
    bool m_server_done = false; // all that the server says in clear is here
    bool m_certificate = false;
    bool m_echoed = false; // the server took up the session that the client offered
    bool m_tls13 = false;
    bool m_damaged = false;
};

Then Handshake::take(Direction direction, HandshakeMessage const& message)
{
    switch (message.type) {
    case HandshakeType::client_hello:
        // The second one, after a HelloRetryRequest, says nothing new.
        if (!m_client_hello) {
            m_client = direction;
            client_hello(message);
        }
        break;
    case HandshakeType::server_hello:
        if (!m_client_hello)
            m_client = opposite(direction);
        if (is_server(direction) && !m_server_hello)
            return server_hello(message);
        break;
    case HandshakeType::certificate:
        certificate(direction, message);
        break;
    case HandshakeType::server_hello_done:
        // The client's own certificate may follow, but nothing more of the server's.
        if (is_server(direction))
            m_server_done = true;
        break;
    default:
        break;
    }
    return Then::read_on;
}

void Handshake::tell_field(Direction direction, std::string_view step, std::string_view value,
                           FrameRange const& frames)
{
    if (value.empty())
        return;
    Origin const origin{m_parent, step};
    m_context.fields.take({value, &origin, frames, {direction, m_sni}});
}

void Handshake::client_hello(HandshakeMessage const& message)
{
    auto const [hello, flaw] = message.ssl2_framed ? tls::decode_ssl2_client_hello(message.body)
                                                   : tls::decode_client_hello(message.body);
    count_flaw(message.whole, flaw.has_value());
    m_client_hello = true;
    m_session_id = as_text(hello.session_id);
    m_sni = hello.server_name;
    m_connection.sni = m_sni;
    m_connection.ech = hello.find(tls::extension::encrypted_client_hello) != nullptr;
    // A fingerprint of half a hello would be that of another program.
    if (message.whole && !message.ssl2_framed) {
        m_connection.ja3 = tls::ja3(hello);
        m_connection.ja4 = tls::ja4(hello, tls::Transport::tcp);
    }
    tell_field(m_client, "tls:sni", hello.server_name, message.frames);
    for (auto const& name : hello.alpn)
        tell_field(m_client, "tls:alpn", name, message.frames);
}

Then Handshake::server_hello(HandshakeMessage const& message)
{
    auto const [hello, flaw] = tls::decode_server_hello(message.body);
    count_flaw(message.whole, flaw.has_value());
    if (hello.is_retry_request())
        return Then::read_on;
    m_server_hello = true;
    m_tls13 = tls::is_tls13(hello.negotiated());
    m_echoed = !hello.session_id.empty() && as_text(hello.session_id) == m_session_id;
    m_connection.version = tls::version_name(hello.negotiated());
    m_connection.cipher = tls::cipher_suite_name(hello.cipher_suite);
    m_connection.alpn = hello.alpn;
    if (message.whole)
        m_connection.ja3s = tls::ja3s(hello);
    if (!m_tls13)
        return Then::read_on;
    m_connection.resumed = hello.find(tls::extension::pre_shared_key) != nullptr;
    m_server_done = true;
    return Then::stop;
}

void Handshake::certificate(Direction direction, HandshakeMessage const& message)
{
    auto const [chain, flaw] =
        tls::decode_certificates(message.body, tls::CertificateLayout::tls12);
    count_flaw(message.whole, flaw.has_value());
    auto const of_server = is_server(direction);
    if (of_server)
        m_certificate = true;
    if (chain.empty() || (of_server && !m_connection.fingerprint.empty()))
        return;
    auto [leaf, leaf_flaw] = tls::describe_certificate(chain.front());
    if (leaf_flaw)
        m_context.tally.count("tls: malformed certificate");
    for (auto const& text : {leaf.subject, leaf.issuer})
        tell_field(direction, "tls:certificate", text, message.frames);
    for (auto const& name : leaf.alternative_names)
        tell_field(direction, "tls:certificate", name, message.frames);
    if (!of_server)
        return;
    m_connection.subject = std::move(leaf.subject);
    m_connection.issuer = std::move(leaf.issuer);
    m_connection.san = std::move(leaf.alternative_names);
    m_connection.fingerprint = std::move(leaf.fingerprint);
    m_connection.not_before = std::move(leaf.not_before);
    m_connection.not_after = std::move(leaf.not_after);
}

Then Handshake::change_cipher_spec(Direction direction)
{
    if (!is_server(direction))
        return Then::stop;
    // RFC 8446 appendix D.4: after a HelloRetryRequest this is for show, and a ServerHello follows.
    if (!m_server_hello && !m_damaged)
        return Then::read_on;
    // RFC 5246 section 7.3, figure 2, and RFC 5077 section 3.1: a session that is taken up again
    // goes from the hello straight to this; a full handshake sends at least ServerHelloDone before.
    if (!m_tls13 && !m_certificate && !m_server_done && (m_echoed || !m_damaged))
        m_connection.resumed = true;
    m_server_done = true;
    return Then::stop;
}

Then Handshake::encrypted(Direction direction)
{
    if (is_server(direction))
        m_server_done = true;
    return Then::stop;
}

void Handshake::tell()
{
    if (std::exchange(m_told, true))
        return;
    m_connection.why_not = m_client_hello || m_server_hello ? "no key" : "handshake not seen";
    m_context.messages(std::move(m_connection));
}

/// What one direction says, given to the handshake of both.
class Side final : public tls::HandshakeSink {
public:
    Side(Handshake& handshake, Direction direction)
        : m_handshake(handshake)
        , m_direction(direction)
    {
    }
    Then message(HandshakeMessage const& message) override
    {
        return m_handshake.take(m_direction, message);
    }
    Then change_cipher_spec() override { return m_handshake.change_cipher_spec(m_direction); }
    Then encrypted() override { return m_handshake.encrypted(m_direction); }
    void damaged(std::string_view reason) override { m_handshake.damaged(reason); }

private:
    Handshake& m_handshake;
    Direction m_direction;
};

class TlsDissector final : public StreamDissector {
public:
    TlsDissector(LayerContext& context, Origin const* parent)
        : m_context(context)
        , m_handshake(std::make_unique<Handshake>(context, parent))
    {
    }

    void take(Direction direction, Bytes piece) override
    {
        work(direction, [&](tls::HandshakeStream& stream, Side& side) {
            stream.take(piece, m_context.data, side);
        });
    }

    void gap(Direction direction, std::uint64_t count) override
    {
        work(direction, [&](tls::HandshakeStream& stream, Side& side) { stream.gap(count, side); });
    }

    void finish(Direction direction) override
    {
        work(direction, [](tls::HandshakeStream& stream, Side& side) { stream.finish(side); });
    }

private:
    /// Until both directions are encrypted; from then on nothing is looked at and nothing kept.
    template<typename Step>
    void work(Direction direction, Step step)
    {
        auto& stream = m_streams[static_cast<std::size_t>(direction)];
        if (stream.stopped())
            return;
        Side side{*m_handshake, direction};
        step(stream, side);
        m_handshake->tell_if_complete();
        if (m_streams[0].stopped() && m_streams[1].stopped()) {
            m_handshake->tell();
            m_handshake.reset();
        }
    }

    LayerContext& m_context;
    std::unique_ptr<Handshake> m_handshake; // null once both directions are encrypted
    std::array<tls::HandshakeStream, 2> m_streams;
};

// RFC 5246 appendix E.2: two bytes of length, msg_type, version, then three lengths that must
// agree.
Likeness looks_like_ssl2_hello(Bytes bytes)
{
    ByteReader in{bytes};
    std::size_t const record = in.u16() & 0x7fffu;
    auto const type = in.u8();
    auto const version = in.u16();
    std::size_t const suites = in.u16();
    std::size_t const session_id = in.u16();
    std::size_t const challenge = in.u16();
    constexpr std::size_t fixed = 9;
    if (bytes.size() >= 3 && type != 1)
        return Likeness::no;
    if (bytes.size() >= 5 && version != 0x0002 && (version < 0x0300 || version > 0x0303))
        return Likeness::no;
    if (!in.ok())
        return Likeness::maybe;
    auto const fits = suites > 0 && suites % 3 == 0 && (session_id == 0 || session_id == 16)
                      && challenge >= 16 && challenge <= 32
                      && record == fixed + suites + session_id + challenge;
    return fits ? Likeness::yes : Likeness::no;
}

} // namespace

Likeness looks_like_tls(Bytes first_bytes)
{
    constexpr std::size_t header = 5;
    ByteReader in{first_bytes};
    if ((in.peek(1).empty() ? 0 : in.peek(1)[0]) & 0x80)
        return looks_like_ssl2_hello(first_bytes);
    auto const type = in.u8();
    if (in.ok() && (type < 20 || type > 23))
        return Likeness::no;
    if (auto const major = in.u8(); in.ok() && major != 3)
        return Likeness::no;
    if (first_bytes.size() < header)
        return Likeness::maybe;
    in.u8(); // minor version
    if (!tls::is_record_header(first_bytes.first(header)) || in.u16() == 0)
        return Likeness::no;
    if (type != static_cast<std::uint8_t>(tls::ContentType::handshake))
        return Likeness::yes;
    // A stream that is joined after its hello may have any message first, or an encrypted one; a
    // stream from its beginning has one of the two hellos.
    auto const message = static_cast<HandshakeType>(in.u8());
    if (!in.ok())
        return Likeness::maybe;
    return message == HandshakeType::client_hello || message == HandshakeType::server_hello
                   || message == HandshakeType::certificate
                   || message == HandshakeType::client_key_exchange
               ? Likeness::yes
               : Likeness::no;
}

std::unique_ptr<StreamDissector> make_tls_dissector(LayerContext& context, Origin const* parent)
{
    return std::make_unique<TlsDissector>(context, parent);
}

} // namespace petze

#include "dissect/tls/handshake.h"

#include "decrypt/tls/certificate.h"
#include "decrypt/tls/hello.h"
#include "decrypt/tls/names.h"
#include "dissect/shown_certificate.h"
#include "dissect/tls/compressed_certificate.h"

#include <utility>

namespace petze {

using tls::HandshakeMessage;
using tls::HandshakeType;
using tls::Then;

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
    case HandshakeType::compressed_certificate:
        compressed_certificate(direction, message);
        break;
    case HandshakeType::server_hello_done:
        // The client's own certificate may follow, but nothing more of the server's.
        if (is_server(direction))
            m_server_done = true;
        break;
    case HandshakeType::encrypted_extensions:
        encrypted_extensions(message);
        break;
    case HandshakeType::finished: // opened, since it never travels in clear
        if (is_server(direction))
            m_server_done = true;
        break;
    default:
        break;
    }
    return Then::read_on;
}

void Handshake::tell_field(Direction direction, Steps const& steps, std::string_view value,
                           FrameRange const& frames)
{
    if (value.empty())
        return;
    Origin const origin{m_parent, m_transport == tls::Transport::dtls ? steps.dtls : steps.tls};
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
        m_connection.ja4 = tls::ja4(hello, m_transport);
    }
    tell_field(m_client, sni_step, hello.server_name, message.frames);
    for (auto const& name : hello.alpn)
        tell_field(m_client, alpn_step, name, message.frames);
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
    m_connection.alpn = m_alpn = hello.alpn;
    if (message.whole)
        m_connection.ja3s = tls::ja3s(hello);
    if (!m_tls13)
        return Then::read_on;
    m_connection.resumed = hello.find(tls::extension::pre_shared_key) != nullptr;
    // What follows is encrypted; where it is opened, there is more to be told.
    if (!m_reads_on)
        m_server_done = true;
    return m_reads_on ? Then::read_on : Then::stop;
}

// RFC 8446 section 4.3.1: what TLS 1.2 says in its ServerHello.
void Handshake::encrypted_extensions(HandshakeMessage const& message)
{
    auto const extensions = tls::decode_encrypted_extensions(message.body);
    count_flaw(message.whole, extensions.flaw.has_value());
    if (!extensions.value.alpn.empty())
        m_connection.alpn = m_alpn = extensions.value.alpn;
}

void Handshake::compressed_certificate(Direction direction, HandshakeMessage const& message)
{
    auto const [body, flaw] = tls::decompress_certificate(message.body);
    if (flaw) {
        m_context.tally.count(message.whole ? "tls: compressed certificate that does not open"
                                            : "tls: malformed handshake message");
        if (body.empty())
            return;
    }
    auto plain = message;
    plain.body = body;
    plain.whole = message.whole && !flaw;
    certificate(direction, plain);
}

void Handshake::certificate(Direction direction, HandshakeMessage const& message)
{
    auto const [chain, flaw] = tls::decode_certificates(
        message.body, m_tls13 ? tls::CertificateLayout::tls13 : tls::CertificateLayout::tls12);
    count_flaw(message.whole, flaw.has_value());
    auto const of_server = is_server(direction);
    if (of_server)
        m_certificate = true;
    if (chain.empty() || (of_server && !m_connection.certificate.fingerprint.empty()))
        return;
    auto [leaf, leaf_flaw] = tls::describe_certificate(chain.front());
    if (leaf_flaw)
        m_context.tally.count("tls: malformed certificate");
    for (auto const& text : {leaf.subject, leaf.issuer})
        tell_field(direction, certificate_step, text, message.frames);
    for (auto const& name : leaf.alternative_names)
        tell_field(direction, certificate_step, name, message.frames);
    if (!of_server)
        return;
    m_connection.certificate =
        shown_certificate(chain, std::move(leaf), message.whole && !flaw, m_context.tally);
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
    if (!m_tls13 || !m_reads_on)
        m_server_done = true;
    return Then::stop;
}

Then Handshake::encrypted(Direction direction)
{
    if (is_server(direction) && !m_reads_on)
        m_server_done = true;
    return Then::stop;
}

void Handshake::tell(std::string_view why_not)
{
    if (std::exchange(m_told, true))
        return;
    if (!m_connection.decrypted)
        m_connection.why_not = !m_client_hello && !m_server_hello ? "handshake not seen"
                               : why_not.empty()                  ? "no key"
                                                                  : why_not;
    m_context.why_closed = m_connection.why_not;
    m_context.messages(std::move(m_connection));
}

} // namespace petze

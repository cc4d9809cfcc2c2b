#pragma once

#include "base/text.h"
#include "decrypt/tls/fingerprint.h"
#include "decrypt/tls/handshake_messages.h"
#include "dissect/layer.h"

#include <string>
#include <string_view>

namespace petze {

/// What both sides of a TLS connection have said of themselves, in clear or opened, on its way to
/// one TlsConnection. Names go to find/ as they come.
class Handshake {
public:
    /// `reads_on`: what is encrypted may be opened, and is then told here too. `transport` is TCP
    /// or DTLS.
    Handshake(LayerContext& context, Origin const* parent, bool reads_on,
              tls::Transport transport = tls::Transport::tcp)
        : m_context(context)
        , m_parent(parent)
        , m_transport(transport)
        , m_reads_on(reads_on)
    {
    }

    tls::Then take(Direction direction, tls::HandshakeMessage const& message);
    tls::Then change_cipher_spec(Direction direction);
    tls::Then encrypted(Direction direction);
    /// A record was opened.
    void opened() { m_connection.decrypted = true; }
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
    void tell(std::string_view why_not = {});

    /// The protocol that both agreed on; there even after it was told.
    std::string const& alpn() const { return m_alpn; }
    bool is_tls13() const { return m_tls13; }
    bool has_server_hello() const { return m_server_hello; }
    bool is_server(Direction direction) const { return direction != m_client; }

private:
    void client_hello(tls::HandshakeMessage const& message);
    tls::Then server_hello(tls::HandshakeMessage const& message);
    void compressed_certificate(Direction direction, tls::HandshakeMessage const& message);
    void certificate(Direction direction, tls::HandshakeMessage const& message);
    /// What a field is called, over TLS and over DTLS.
    struct Steps {
        std::string_view tls, dtls;
    };
    static constexpr Steps sni_step{"tls:sni", "dtls:sni"}, alpn_step{"tls:alpn", "dtls:alpn"},
        certificate_step{"tls:certificate", "dtls:certificate"};
    void tell_field(Direction direction, Steps const& steps, std::string_view value,
                    FrameRange const& frames);
    void encrypted_extensions(tls::HandshakeMessage const& message);
    void count_flaw(bool whole, bool flawed)
    {
        if (whole && flawed)
            m_context.tally.count("tls: malformed handshake message");
    }

    LayerContext& m_context;
    Origin const* m_parent;
    tls::Transport m_transport;
    bool m_reads_on;
    TlsConnection m_connection;
    std::string m_sni;
    std::string m_alpn;
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

} // namespace petze

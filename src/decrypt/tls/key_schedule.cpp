#include "decrypt/tls/key_schedule.h"

#include "base/digest.h"
#include "base/limits.h"
#include "base/text.h"
#include "decrypt/tls/names.h"

#include <algorithm>

namespace petze::tls {

namespace {

using crypto::Secret;

} // namespace

void KeySchedule::take(Sender sender, HandshakeMessage const& message)
{
    remember(message);
    if (message.type == HandshakeType::certificate
        || message.type == HandshakeType::server_key_exchange
        || message.type == HandshakeType::server_hello_done)
        m_full_handshake = true;
    // The random of a hello stands near its beginning, so that half of one is enough.
    if (!message.whole && message.type != HandshakeType::client_hello)
        return;
    if (sender == Sender::client && message.type == HandshakeType::client_hello)
        client_hello((message.ssl2_framed ? decode_ssl2_client_hello(message.body)
                                          : decode_client_hello(message.body))
                         .value);
    else if (sender == Sender::server && message.type == HandshakeType::server_hello)
        server_hello(decode_server_hello(message.body).value);
    else if (sender == Sender::client && message.type == HandshakeType::client_key_exchange)
        client_key_exchange(message);
}

// RFC 7627 section 3: everything from the ClientHello to the ClientKeyExchange; RFC 6347 section
// 4.2.6: with the header of DTLS, as if nothing had been sent in fragments.
void KeySchedule::remember(HandshakeMessage const& message)
{
    if (!m_keys.has_premasters())
        return;
    if (message.type == HandshakeType::client_hello) {
        m_transcript.clear();
        m_premaster_id = {};
    }
    if (!m_premaster_id.empty() || m_transcript.size() > limits::tls_handshake_bytes)
        return;
    auto const size = message.body.size();
    std::uint8_t const header[] = {
        static_cast<std::uint8_t>(message.type), static_cast<std::uint8_t>(size >> 16),
        static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)};
    m_transcript.insert(m_transcript.end(), std::begin(header), std::end(header));
    if (message.sequence) {
        m_transcript.push_back(static_cast<std::uint8_t>(*message.sequence >> 8));
        m_transcript.push_back(static_cast<std::uint8_t>(*message.sequence));
        m_transcript.insert(m_transcript.end(), 3, 0); // fragment_offset
        m_transcript.insert(m_transcript.end(), std::begin(header) + 1, std::end(header));
    }
    m_transcript.insert(m_transcript.end(), message.body.begin(), message.body.end());
}

void KeySchedule::client_hello(ClientHello const& hello)
{
    m_offer = Offer{Secret{hello.random}, Secret{hello.session_id}};
    m_premaster_id = {};
    take_up_hellos();
}

void KeySchedule::server_hello(ServerHello const& hello)
{
    if (hello.is_retry_request())
        return;
    m_full_handshake = false;
    m_answer = Answer{Secret{hello.random},
                      Secret{hello.session_id},
                      find_suite(hello.cipher_suite),
                      hello.negotiated(),
                      hello.find(extension::encrypt_then_mac) != nullptr,
                      hello.find(extension::extended_master_secret) != nullptr};
    take_up_hellos();
}

/// Those of a renegotiation count together: until both are here the keys of the handshake before
/// may still be asked for, since the sides' packets may have been captured in any order.
void KeySchedule::take_up_hellos()
{
    auto const complete = m_offer && m_answer;
    if (m_handshakes > 0 && !complete)
        return;
    if (m_handshakes > 0)
        m_earlier_secrets = secrets();
    if (m_offer) {
        m_client_random = m_offer->random;
        m_session_id = m_offer->session_id;
        m_has_client_hello = m_client_random.bytes().size() == 32;
        m_found = {};
        m_searched = false;
    }
    if (m_answer) {
        m_server_random = m_answer->random;
        if (!m_answer->session_id.empty())
            m_session_id = m_answer->session_id;
        m_suite = m_answer->suite;
        m_version = tls_version_of(m_answer->version);
        // RFC 6347 section 4.1.2.2: a stream cipher needs what it lost, so DTLS has none.
        if (m_version != m_answer->version && m_suite
            && m_suite->cipher.mode == crypto::Mode::stream)
            m_suite.reset();
        m_encrypt_then_mac = m_answer->encrypt_then_mac;
        m_extended_master_secret = m_answer->extended_master_secret;
        m_has_server_hello = true;
    }
    m_reached[0] = m_reached[1] = {};
    if (!complete)
        return;
    ++m_handshakes;
    m_offer.reset();
    m_answer.reset();
}

void KeySchedule::client_key_exchange(HandshakeMessage const& message)
{
    // RFC 5246 section 7.4.7.1: the encrypted premaster secret, with its length since TLS 1.0.
    ByteReader in{message.body};
    if (m_version != ssl3)
        in.u16();
    constexpr std::size_t logged = 8;
    auto const encrypted = in.rest();
    if (encrypted.size() < logged)
        return;
    m_premaster_id = Secret{encrypted.first(logged)};
    if (m_transcript.empty())
        return;
    if (m_version < tls12) {
        auto const inner = md5(m_transcript);
        auto const outer = sha1(m_transcript);
        auto const room = m_session_hash[0].resize(inner.size() + outer.size());
        std::copy(inner.begin(), inner.end(), room.begin());
        std::copy(outer.begin(), outer.end(), room.begin() + inner.size());
        m_session_hash[1] = m_session_hash[0];
    } else {
        m_session_hash[0] = Secret{sha256(m_transcript)};
        m_session_hash[1] = Secret{sha384(m_transcript)};
    }
    m_transcript = {};
}

bool KeySchedule::has_secret() const
{
    return m_keys.knows(m_client_random.bytes()) || !master().empty();
}

bool KeySchedule::may_search() const
{
    return m_has_server_hello && !tls::is_tls13(m_version) && !m_full_handshake && !m_searched
           && m_has_client_hello && m_suite && m_keys.masters() > 0 && master().empty();
}

KeySchedule::State KeySchedule::state() const
{
    if (m_has_server_hello && !m_suite)
        return State::no_cipher;
    // The sides' packets may have been captured in another order than they were sent in.
    auto const else_waits = [this](State state) { return m_without_hello ? state : State::waits; };
    if (!m_has_client_hello)
        return else_waits(State::no_key);
    if (has_secret())
        return m_has_server_hello ? State::ready : else_waits(State::ready);
    if (m_has_server_hello) {
        if (may_search())
            return State::ready;
        // RSA secrets are found by what the client sends last.
        auto const may_come =
            !is_tls13() && m_keys.has_premasters() && m_premaster_id.empty() && m_full_handshake;
        return may_come ? else_waits(State::no_key) : State::no_key;
    }
    // As may be a session's, by what the server answers.
    auto const may_follow =
        m_keys.has_premasters() || m_keys.has_sessions() || m_keys.masters() > 0;
    return may_follow ? else_waits(State::ready) : State::no_key;
}

void KeySchedule::go_without_hello()
{
    m_without_hello = true;
}

std::string KeySchedule::secrets() const
{
    auto out = m_earlier_secrets;
    auto const add = [&](std::string const& lines) {
        if (out.size() + lines.size() <= limits::slice_secrets_bytes
            && out.find(lines) == std::string::npos)
            out += lines;
    };
    add(m_keys.lines(m_client_random.bytes()));
    if (!m_found.empty()) // by search(), under another connection's random
        add("CLIENT_RANDOM " + to_hex(m_client_random.bytes()) + " " + to_hex(m_found.bytes())
            + "\n");
    add(m_keys.lines(m_premaster_id.bytes()));
    add(m_keys.lines(m_session_id.bytes()));
    return out;
}

bool KeySchedule::is_tls13() const
{
    return m_has_server_hello
               ? tls::is_tls13(m_version)
               : !m_keys.find(SecretKind::client_handshake, m_client_random.bytes()).empty();
}
} // namespace petze::tls

#include "decrypt/tls/key_schedule.h"

#include "base/digest.h"
#include "base/limits.h"
#include "decrypt/tls/names.h"

#include <algorithm>
#include <span>

namespace petze::tls {

namespace {

using crypto::Hash;
using crypto::Secret;

constexpr std::uint16_t ssl3 = 0x0300, tls11 = 0x0302, tls12 = 0x0303;
constexpr std::size_t master_bytes = 48;

std::vector<std::uint8_t> joined(Bytes a, Bytes b)
{
    std::vector<std::uint8_t> all{a.begin(), a.end()};
    all.insert(all.end(), b.begin(), b.end());
    return all;
}

Hash prf_of(std::uint16_t version, Suite const& suite)
{
    return version < tls12 ? Hash::md5 : suite.prf; // MD5 stands for both, see tls_prf()
}

void derive(std::uint16_t version, Suite const& suite, Bytes secret, std::string_view label,
            Bytes seed, std::span<std::uint8_t> out)
{
    if (version == ssl3)
        crypto::ssl3_prf(secret, seed, out);
    else
        crypto::tls_prf(prf_of(version, suite), secret, label, seed, out);
}

// RFC 5246 section 6.3, RFC 5288, RFC 7905: how long the implicit part of the IV is.
std::size_t iv_bytes(std::uint16_t version, Suite const& suite)
{
    auto const& cipher = suite.cipher;
    if (cipher.mode == crypto::Mode::aead)
        return cipher.name == crypto::chacha20_poly1305.name ? 12 : 4;
    return cipher.mode == crypto::Mode::cbc && version < tls11 ? cipher.block_bytes : 0;
}

/// RFC 8446 section 7.3.
std::optional<RecordDecipher> tls13_decipher(Suite const& suite, std::uint16_t version,
                                             Bytes traffic_secret)
{
    if (traffic_secret.size() != crypto::digest_bytes(suite.prf))
        return {};
    DirectionKeys keys;
    keys.key = crypto::hkdf_expand_label(suite.prf, traffic_secret, "key", suite.cipher.key_bytes);
    keys.iv = crypto::hkdf_expand_label(suite.prf, traffic_secret, "iv", 12);
    return RecordDecipher::make({suite, version, false}, keys);
}

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

// RFC 7627 section 3: everything from the ClientHello to the ClientKeyExchange.
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
        m_version = m_answer->version;
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
        m_session_hash[0] = Secret{joined(inner, outer)};
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

std::optional<RecordDecipher> KeySchedule::search(Sender sender, Record const& record,
                                                  PlainBuffer& buffer)
{
    m_searched = true;
    auto const count = std::min(m_keys.masters(), limits::tls_searched_secrets);
    for (std::size_t i = 0; i < count; ++i) {
        m_found = Secret{m_keys.master(i)};
        for (auto& decipher : deciphers(sender, handshake))
            if (decipher.open(record, buffer)) {
                auto fresh = deciphers(sender, handshake);
                return std::move(fresh.front());
            }
    }
    m_found = {};
    return {};
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

bool KeySchedule::is_tls13() const
{
    return m_has_server_hello
               ? tls::is_tls13(m_version)
               : !m_keys.find(SecretKind::client_handshake, m_client_random.bytes()).empty();
}

Secret KeySchedule::from_premaster(Bytes premaster) const
{
    Secret master;
    auto const room = master.resize(master_bytes);
    if (m_extended_master_secret) {
        auto const& hash = m_session_hash[m_suite->prf == Hash::sha384 ? 1 : 0];
        derive(m_version, *m_suite, premaster, "extended master secret", hash.bytes(), room);
    } else
        derive(m_version, *m_suite, premaster, "master secret",
               joined(m_client_random.bytes(), m_server_random.bytes()), room);
    return master;
}

Secret KeySchedule::master() const
{
    if (auto const logged = m_keys.find(SecretKind::master, m_client_random.bytes());
        !logged.empty())
        return Secret{logged};
    if (!m_premaster_id.empty() && m_suite)
        if (auto const logged = m_keys.find(SecretKind::premaster, m_premaster_id.bytes());
            !logged.empty())
            return from_premaster(logged);
    if (!m_found.empty())
        return m_found;
    if (!m_session_id.empty())
        return Secret{m_keys.find(SecretKind::session, m_session_id.bytes())};
    return {};
}

std::vector<RecordDecipher> KeySchedule::deciphers(Sender sender, unsigned epoch)
{
    std::vector<RecordDecipher> made;
    if (is_tls13() || epoch == early)
        return tls13_deciphers(sender, epoch);
    auto const secret = master();
    if (secret.empty() || !m_suite || !m_has_server_hello)
        return made;
    // RFC 5246 section 6.3: server random first, and the parts in this order.
    auto const mac_bytes = m_suite->mac_bytes();
    std::size_t const key_bytes = m_suite->cipher.key_bytes;
    auto const iv = iv_bytes(m_version, *m_suite);
    std::vector<std::uint8_t> block(2 * (mac_bytes + key_bytes + iv));
    derive(m_version, *m_suite, secret.bytes(), "key expansion",
           joined(m_server_random.bytes(), m_client_random.bytes()), block);
    ByteReader in{block};
    auto const own = [&](std::size_t bytes) {
        auto const of_client = in.take(bytes);
        auto const of_server = in.take(bytes);
        return Secret{sender == Sender::client ? of_client : of_server};
    };
    DirectionKeys keys;
    keys.mac = own(mac_bytes);
    keys.key = own(key_bytes);
    keys.iv = own(iv);
    auto const is_block = m_suite->cipher.mode == crypto::Mode::cbc;
    if (auto decipher =
            RecordDecipher::make({*m_suite, m_version, m_encrypt_then_mac && is_block}, keys))
        made.push_back(*std::move(decipher));
    return made;
}

/// RFC 8446 section 7.2: from the first one, or from one that was reached before.
Secret KeySchedule::traffic_secret(Sender sender, Suite const& suite, Bytes first, unsigned epoch)
{
    // Whoever looks ahead in vain comes back to an earlier epoch.
    constexpr unsigned kept_behind = 4;
    auto& reached = m_reached[static_cast<std::size_t>(sender)];
    Reached at{traffic, Secret{first}};
    if (m_suite && reached.epoch > traffic && reached.epoch <= epoch)
        at = reached;
    while (at.epoch < epoch) {
        at.secret = crypto::hkdf_expand_label(suite.prf, at.secret.bytes(), "traffic upd",
                                              at.secret.bytes().size());
        if (++at.epoch + kept_behind == epoch && m_suite)
            reached = at;
    }
    return at.secret;
}

std::vector<RecordDecipher> KeySchedule::tls13_deciphers(Sender sender, unsigned epoch)
{
    auto const from_client = sender == Sender::client;
    auto kind = from_client ? SecretKind::client_traffic : SecretKind::server_traffic;
    if (epoch == early)
        kind = SecretKind::client_early;
    else if (epoch == handshake)
        kind = from_client ? SecretKind::client_handshake : SecretKind::server_handshake;
    std::vector<RecordDecipher> made;
    auto const logged = m_keys.find(kind, m_client_random.bytes());
    if (logged.empty() || (epoch == early && !from_client))
        return made;
    // The suite of early data is that of the session before, which most often is chosen again.
    constexpr std::uint16_t suites[] = {0x1301, 0x1302, 0x1303, 0x1304, 0x1305};
    auto const version = m_has_server_hello ? m_version : std::uint16_t{0x0304};
    auto const add = [&](Suite const& suite) {
        auto const secret = traffic_secret(sender, suite, logged, epoch);
        if (auto decipher = tls13_decipher(suite, version, secret.bytes()))
            made.push_back(*std::move(decipher));
    };
    if (m_suite && epoch != early) {
        add(*m_suite);
        return made;
    }
    for (auto const number : suites)
        if (auto const suite = find_suite(number))
            add(*suite);
    return made;
}

} // namespace petze::tls

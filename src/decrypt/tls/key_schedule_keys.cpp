// How KeySchedule makes keys out of secrets.

#include "base/limits.h"
#include "decrypt/tls/key_schedule.h"
#include "decrypt/tls/names.h"

#include <algorithm>
#include <span>

namespace petze::tls {

namespace {

using crypto::Hash;
using crypto::Secret;

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

#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// What a line of a key log holds, whatever it is called there.
enum class SecretKind : std::uint8_t {
    master,           // CLIENT_RANDOM: TLS 1.2 and before
    premaster,        // RSA: found by the first 8 bytes of the encrypted premaster secret
    session,          // "RSA Session-ID:… Master-Key:…": found by the session's id
    client_early,     // CLIENT_EARLY_TRAFFIC_SECRET
    client_handshake, // CLIENT_HANDSHAKE_TRAFFIC_SECRET
    server_handshake,
    client_traffic, // CLIENT_TRAFFIC_SECRET_0; later generations follow from it
    server_traffic,
};

/// The secrets that the owner of a phone has, out of any number of key logs (NSS key log format,
/// as curl, Chromium, PCAPdroid and mitmproxy write it; draft-ietf-tls-keylogfile). Filled before
/// packets are read, then only looked into, by all threads. Quick with a million lines.
class KeyLog {
public:
    /// Takes a whole log. Lines that are broken, or hold what is of no use here, are counted.
    void add(std::string_view text);
    /// To be called after the last add() and before the first find().
    void finish();

    /// Empty where there is none. `id` is the ClientHello's random, but see SecretKind.
    Bytes find(SecretKind kind, Bytes id) const;
    /// Whether there is any secret for a connection with this client random.
    bool knows(Bytes client_random) const;

    /// All that it holds under this id, as lines of a key log: for whoever is to open this
    /// connection and no other.
    std::string lines(Bytes id) const;

    /// The master secrets, by their order in the logs: for a session that was taken up again by a
    /// program that logged its secrets only when it began.
    std::size_t masters() const { return m_masters.size(); }
    Bytes master(std::size_t index) const;

    bool empty() const { return m_entries.empty(); }
    bool has_premasters() const { return m_premasters > 0; }
    bool has_sessions() const { return m_sessions > 0; }
    std::size_t secrets() const { return m_entries.size(); }
    std::uint64_t broken_lines() const { return m_broken; }

private:
    struct Entry {
        std::uint64_t order{}; // of the beginning of the id, to be sorted by
        std::uint32_t begin{}; // of id and secret in m_bytes
        std::uint8_t id_bytes{};
        std::uint8_t secret_bytes{};
        SecretKind kind{};
    };
    using Iterator = std::vector<Entry>::const_iterator;

    bool add_line(std::string_view line);
    bool keep(SecretKind kind, std::string_view id, std::string_view secret);
    Bytes id_of(Entry const& entry) const;
    bool is_before(Entry const& entry, std::uint64_t order, Bytes id, SecretKind kind) const;
    Iterator lower_bound(Bytes id, SecretKind kind) const;
    bool is_of(Iterator entry, Bytes id) const;

    std::vector<Entry> m_entries;
    std::vector<std::uint8_t> m_bytes;
    std::uint64_t m_broken = 0;
    std::vector<std::uint32_t> m_masters; // where each begins in m_bytes
    std::size_t m_premasters = 0, m_sessions = 0;
};

} // namespace petze

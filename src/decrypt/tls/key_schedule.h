#pragma once

#include "decrypt/keys/key_log.h"
#include "decrypt/tls/handshake_messages.h"
#include "decrypt/tls/hello.h"
#include "decrypt/tls/record_decipher.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace petze::tls {

enum class Sender : std::uint8_t { client, server };

/// Out of what both sides say in their handshake, and the owner's key log: what opens the records.
///
/// The keys of one direction come in epochs. TLS 1.3: 0 is early data (of the client alone), 1 the
/// handshake, 2 the first traffic secret, each further one a key update. TLS 1.2 and before: there
/// is epoch 1 alone, and a renegotiation makes another of it.
class KeySchedule {
public:
    enum class State : std::uint8_t {
        waits,     // the hellos are not here yet
        ready,     // epochs can be made
        no_key,    // the log has no secret for this connection
        no_cipher, // Petze, or this machine's OpenSSL, has not the suite's cipher
    };

    explicit KeySchedule(KeyLog const& keys)
        : m_keys(keys)
    {
    }

    /// Each handshake message of either side, in the order in which they are seen.
    void take(Sender sender, HandshakeMessage const& message);
    State state() const;
    /// The hello of the other side will not come: what can be tried without it is tried.
    void go_without_hello();

    bool has_client_hello() const { return m_has_client_hello; }
    /// Whether the rules of TLS 1.3 hold, as far as is known.
    bool is_tls13() const;
    bool version_is_known() const { return m_has_server_hello; }

    /// How many there were of which both hellos are here: another one makes other keys.
    unsigned handshakes() const { return m_handshakes; }
    /// Whether one of the hellos that are to follow upon that many handshakes is still missing.
    bool waits_after(unsigned handshakes) const
    {
        return m_handshakes == handshakes && (m_offer || m_answer) && !m_without_hello;
    }
    bool has_early_keys() const
    {
        return !m_keys.find(SecretKind::client_early, m_client_random.bytes()).empty();
    }

    /// What may open an epoch: more than one where the suite is not known (yet). Empty where there
    /// is no secret for it.
    std::vector<RecordDecipher> deciphers(Sender sender, unsigned epoch);

    /// Whether this is a session taken up again (RFC 5246 section 7.3) whose secret stands in the
    /// log of the connection that began it: search() then finds out which one it is.
    bool may_search() const;
    /// Tries the secrets of the log on the first record that a side encrypts.
    std::optional<RecordDecipher> search(Sender sender, Record const& record, PlainBuffer& buffer);

    /// What the log holds for this connection, as lines of a key log: of this handshake and of
    /// those that a renegotiation followed upon, as far as limits::slice_secrets_bytes.
    std::string secrets() const;

    static constexpr unsigned early = 0, handshake = 1, traffic = 2;

private:
    void remember(HandshakeMessage const& message);
    void client_hello(ClientHello const& hello);
    void server_hello(ServerHello const& hello);
    void take_up_hellos();
    void client_key_exchange(HandshakeMessage const& message);
    std::vector<RecordDecipher> tls13_deciphers(Sender sender, unsigned epoch);
    crypto::Secret traffic_secret(Sender sender, Suite const& suite, Bytes first, unsigned epoch);
    crypto::Secret master() const;
    crypto::Secret from_premaster(Bytes premaster) const;
    bool has_secret() const;

    KeyLog const& m_keys;
    std::string m_earlier_secrets; // of handshakes before this one
    crypto::Secret m_found;        // by search()
    crypto::Secret m_client_random, m_server_random, m_session_id, m_premaster_id;
    std::vector<std::uint8_t> m_transcript; // RFC 7627, where a premaster secret may need it
    crypto::Secret m_session_hash[2];       // SHA-256 and SHA-384 of it; TLS 1.0: MD5 and SHA-1
    struct Offer {
        crypto::Secret random, session_id;
    };
    struct Answer {
        crypto::Secret random, session_id;
        std::optional<Suite> suite;
        std::uint16_t version;
        bool encrypt_then_mac, extended_master_secret;
    };
    std::optional<Offer> m_offer; // of a handshake whose other hello was not seen yet
    std::optional<Answer> m_answer;
    // TLS 1.3: a traffic secret of each sender that was made before the last ones. Each follows
    // from the one before it, and there may be many.
    struct Reached {
        unsigned epoch = 0;
        crypto::Secret secret{};
    };
    Reached m_reached[2];
    std::optional<Suite> m_suite;
    unsigned m_handshakes = 0;
    std::uint16_t m_version = 0;
    bool m_has_client_hello = false;
    bool m_has_server_hello = false;
    bool m_encrypt_then_mac = false;
    bool m_extended_master_secret = false;
    bool m_full_handshake = false; // the server said more than its hello
    bool m_searched = false;
    bool m_without_hello = false;
};

} // namespace petze::tls

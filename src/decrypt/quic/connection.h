#pragma once

#include "decrypt/keys/key_log.h"
#include "decrypt/quic/connection_ids.h"
#include "decrypt/quic/crypto_stream.h"
#include "decrypt/quic/packet.h"
#include "decrypt/quic/protection.h"
#include "decrypt/quic/stream_table.h"
#include "decrypt/tls/hello.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace petze::quic {

/// What a connection says, as far as it can be opened. Views are valid until the call returns.
class ConnectionSink : public StreamSink {
public:
    virtual void client_hello(tls::ClientHello const& hello, tls::HandshakeMessage const& message,
                              bool flawed) = 0;
    virtual void server_hello(tls::ServerHello const& hello, bool flawed) = 0;
    /// RFC 8446 section 4.3.1: the protocol that the server chose; empty where it names none.
    virtual void agreed(std::string_view alpn) = 0;
    virtual void certificate(Direction direction, tls::HandshakeMessage const& message) = 0;
    /// RFC 9000 section 19.15: packets to the end that sent this may carry it, from wherever they
    /// come.
    virtual void connection_id(Direction direction, Bytes id) = 0;
    /// RFC 9221.
    virtual void datagram(Direction direction, Bytes bytes, Stamp const& stamp) = 0;
};

/// One QUIC connection (RFC 9000, 9001, 9369): its packets in, what they say out. Without the
/// owner's secrets that is both hellos. Bounded in all it keeps; see limits.h, quic_*.
class Connection {
public:
    /// `first` is an Initial that, if this is a connection, its client sent in this direction.
    Connection(Packet const& first, Direction client, KeyLog const* keys);

    /// Whether a packet with a long header is of this connection.
    bool owns(Packet const& packet, Direction direction) const;
    /// Whether it may be, though its id is of nobody we know: the server's answer, which names that
    /// id, may come later or was not captured.
    bool may_own(Packet const& packet, Direction direction) const;
    /// Where the packet number of a packet with a short header begins, if its id is one of ours.
    std::optional<std::size_t> find_number(Bytes packet, Direction direction);

    /// False where nothing could be opened. A short header's number_offset is that of
    /// find_number(), or 0 where that found none.
    bool take(Packet const& packet, Direction direction, Stamp const& stamp, ConnectionSink& sink);
    /// After the last packet of each datagram: what waited for the keys that it brought is opened.
    void end_datagram(ConnectionSink& sink);
    /// The end of the conversation: what was held back is told as far as it is there.
    void finish(ConnectionSink& sink);

    /// Whether anything that comes yet could be opened; without keys not once both hellos are here.
    bool wants_more() const;
    /// Whether it is certain by now if the connection can be opened.
    bool is_settled() const;
    /// Whether something of the application's was opened.
    bool is_open() const { return m_opened; }
    /// Why not; a literal out of the contract's list.
    std::string_view why_not() const;

    /// What both sides speak, as far as that is known.
    Version const& version() const { return *m_version; }
    /// What the owner's log holds for it, as lines of a key log.
    std::string secrets() const { return m_keys ? m_keys->lines(m_client_random.bytes()) : ""; }
    Bytes client_random() const { return m_client_random.bytes(); }
    /// A server asked for another version, and the client begins anew.
    bool is_refused() const { return m_refused; }
    Direction client() const { return m_client; }
    /// All ids that packets to the server begin with.
    ConnectionIds const& server_ids() const { return m_ids[side_of(opposite(m_client))]; }

private:
    enum class Level : std::uint8_t { initial, early, handshake, application };
    /// A packet that came before its keys.
    struct Waiting {
        std::vector<std::uint8_t> bytes;
        std::size_t number_offset{}; // 0 where the id is not known yet
        Level level{};
        Direction direction{};
        Stamp stamp;
    };
    struct InitialKeys {
        Version const* version{};
        InitialProtection pair;
    };
    class Messages;

    static Level level_of(PacketType type);
    static std::size_t side_of(Direction direction) { return static_cast<std::size_t>(direction); }
    bool from_client(Direction direction) const { return direction == m_client; }
    bool has_secrets() const;
    Bytes secret(Level level, Direction direction) const;

    bool take_retry(Packet const& packet, Direction direction);
    bool take_initial(Packet const& packet, Direction direction, Stamp const& stamp,
                      ConnectionSink& sink);
    Protection* initial_keys(Version const& version, Direction direction);
    bool take_protected(Bytes packet, std::size_t number_offset, Level level, Direction direction,
                        Stamp const& stamp, ConnectionSink& sink);
    std::optional<Protection>& protection(Level level, Direction direction);
    void make_protections();
    std::size_t number_offset(Bytes packet, Direction direction);
    std::optional<std::size_t> try_keys(Protection& keys, Waiting const& packet);
    bool guess_suite(Waiting const& packet);
    bool may_wait(Level level) const;
    void wait(Bytes packet, std::size_t number_offset, Level level, Direction direction,
              Stamp const& stamp, ConnectionSink& sink);
    void open_waiting(ConnectionSink& sink);
    bool is_stateless_reset(Bytes packet) const;
    void read_frames(Level level, Direction direction, Bytes payload, Stamp const& stamp,
                     ConnectionSink& sink);
    void read_frame(Level level, Direction direction, Frame const& frame, Stamp const& stamp,
                    ConnectionSink& sink);
    void read_message(Level level, Direction direction, tls::HandshakeMessage const& message,
                      ConnectionSink& sink);
    void read_client_hello(tls::HandshakeMessage const& message, ConnectionSink& sink);
    void read_server_hello(tls::HandshakeMessage const& message, ConnectionSink& sink);
    void read_extensions(tls::HandshakeMessage const& message, ConnectionSink& sink);
    void add_reset_token(Bytes token);

    KeyLog const* m_keys;
    Direction m_client;
    Version const* m_version;             // of the server's answer, once that is here
    Version const* m_offered;             // of the client's first packet
    ConnectionId m_initial_id;            // Initial keys are made of it
    std::array<ConnectionIds, 2> m_ids;   // by the direction in which their owner sends
    std::array<InitialKeys, 2> m_initial; // of the version offered, and of an upgrade
    std::optional<Protection> m_early;    // of the client
    std::array<std::optional<Protection>, 2> m_handshake;
    std::array<std::optional<Protection>, 2> m_application;
    WaitingBudget m_crypto_budget;
    std::array<std::array<CryptoStream, 2>, 2> m_crypto; // Initial and Handshake
    std::unique_ptr<StreamTable> m_streams;
    std::vector<Waiting> m_waiting;
    std::vector<ConnectionId> m_reset_tokens; // 16 bytes each
    std::vector<std::uint8_t> m_buffer;       // of the packet being opened
    crypto::Secret m_client_random;
    Suite const* m_suite = nullptr;
    std::size_t m_guesses = 0; // at a suite that no ServerHello told
    bool m_began = false;      // an Initial was opened
    bool m_client_hello = false;
    bool m_server_hello = false;
    bool m_suite_unknown = false;
    bool m_server_answered = false;
    bool m_refused = false;
    bool m_opened = false; // something of the application's
    bool m_opened_handshake = false;
    bool m_saw_closed = false; // an application packet for which no key will come
    bool m_failed = false;     // a tag
    bool m_gave_up = false;    // what was waiting was let go
    bool m_new_keys = false;   // in the packet at hand
};

} // namespace petze::quic

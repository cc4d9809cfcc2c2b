#include "decrypt/quic/connection.h"

#include "base/limits.h"
#include "decrypt/quic/encrypted_extensions.h"

#include <algorithm>
#include <utility>

namespace petze::quic {

/// The handshake messages of one direction at one level.
class Connection::Messages final : public MessageSink {
public:
    Messages(Connection& connection, Level level, Direction direction, ConnectionSink& sink)
        : m_connection(connection)
        , m_level(level)
        , m_direction(direction)
        , m_sink(sink)
    {
    }
    void message(tls::HandshakeMessage const& message) override
    {
        m_connection.read_message(m_level, m_direction, message, m_sink);
    }
    void damaged(std::string_view reason) override { m_sink.damaged(reason); }

private:
    Connection& m_connection;
    Level m_level;
    Direction m_direction;
    ConnectionSink& m_sink;
};

Connection::Connection(Packet const& first, Direction client, KeyLog const* keys)
    : m_keys(keys)
    , m_client(client)
    , m_version(first.known)
    , m_offered(first.known)
    , m_initial_id(first.destination_id)
    , m_crypto_budget{0, limits::quic_waiting_handshake_bytes}
    , m_crypto{{{CryptoStream{m_crypto_budget}, CryptoStream{m_crypto_budget}},
                {CryptoStream{m_crypto_budget}, CryptoStream{m_crypto_budget}}}}
{
    m_ids[side_of(m_client)].add(first.source_id);
    m_ids[side_of(opposite(m_client))].add(first.destination_id);
    m_initial[0] = {first.known, make_initial_protection(*first.known, first.destination_id)};
}

bool Connection::owns(Packet const& packet, Direction direction) const
{
    auto const& server_ids = m_ids[side_of(opposite(m_client))];
    auto const& client_ids = m_ids[side_of(m_client)];
    // The server's packets may all be missing: then its id is learned from the client's.
    if (from_client(direction))
        return server_ids.contains(packet.destination_id)
               || (packet.type == PacketType::handshake && !packet.source_id.empty()
                   && client_ids.contains(packet.source_id));
    return server_ids.contains(packet.source_id)
           || (client_ids.contains(packet.destination_id)
               && (!m_server_answered || !packet.destination_id.empty()));
}

bool Connection::may_own(Packet const& packet, Direction direction) const
{
    return from_client(direction) && !m_server_answered
           && m_ids[side_of(m_client)].contains(packet.source_id);
}

std::optional<std::size_t> Connection::find_number(Bytes packet, Direction direction)
{
    auto const length = m_ids[side_of(opposite(direction))].match(packet.subspan(1));
    return length ? std::optional{1 + *length} : std::nullopt;
}

/// The same, where the id may be one that nobody told us of.
std::size_t Connection::number_offset(Bytes packet, Direction direction)
{
    return find_number(packet, direction)
        .value_or(1 + m_ids[side_of(opposite(direction))].usual_length());
}

Connection::Level Connection::level_of(PacketType type)
{
    switch (type) {
    case PacketType::zero_rtt:
        return Level::early;
    case PacketType::handshake:
        return Level::handshake;
    case PacketType::one_rtt:
        return Level::application;
    default:
        return Level::initial;
    }
}

bool Connection::take(Packet const& packet, Direction direction, Stamp const& stamp,
                      ConnectionSink& sink)
{
    switch (packet.type) {
    case PacketType::version_negotiation:
        m_refused = m_refused || (!from_client(direction) && !m_server_answered);
        return true;
    case PacketType::retry:
        return take_retry(packet, direction);
    case PacketType::initial:
        return take_initial(packet, direction, stamp, sink);
    case PacketType::unknown_type:
        return false;
    default:
        break;
    }
    if (packet.type == PacketType::handshake)
        m_ids[side_of(opposite(m_client))].add(from_client(direction) ? packet.destination_id
                                                                      : packet.source_id);
    if (packet.bytes.size() < packet.number_offset)
        return false;
    return take_protected(packet.bytes, packet.number_offset, level_of(packet.type), direction,
                          stamp, sink);
}

bool Connection::take_retry(Packet const& packet, Direction direction)
{
    // RFC 9000 section 17.2.5.2: at most one, and only before anything else of the server's.
    if (from_client(direction) || m_server_answered || !retry_fits(packet, m_initial_id.bytes()))
        return false;
    m_initial_id = ConnectionId{packet.source_id};
    m_initial[0] = {packet.known, make_initial_protection(*packet.known, packet.source_id)};
    m_ids[side_of(direction)].add(packet.source_id);
    return true;
}

Protection* Connection::initial_keys(Version const& version, Direction direction)
{
    // RFC 9369 section 4.1: an upgrade keeps the id, and the keys change with the version.
    auto& keys = m_initial[0].version == &version ? m_initial[0] : m_initial[1];
    if (keys.version != &version)
        keys = {&version, make_initial_protection(version, m_initial_id.bytes())};
    auto& side = from_client(direction) ? keys.pair.client : keys.pair.server;
    return side ? &*side : nullptr;
}

bool Connection::take_initial(Packet const& packet, Direction direction, Stamp const& stamp,
                              ConnectionSink& sink)
{
    auto* const keys = initial_keys(*packet.known, direction);
    if (!keys)
        return false;
    auto const opened = keys->open(packet.bytes, packet.number_offset, m_buffer);
    if (!opened.fits) {
        if (owns(packet, direction))
            sink.damaged("quic: a packet's authentication tag does not fit");
        return false;
    }
    if (from_client(direction))
        m_ids[side_of(opposite(direction))].add(packet.destination_id);
    else {
        m_server_answered = true;
        m_version = packet.known;
        m_ids[side_of(direction)].add(packet.source_id);
    }
    read_frames(Level::initial, direction, opened.payload, stamp, sink);
    return true;
}

bool Connection::has_secrets() const
{
    return m_keys && m_client_hello && m_keys->knows(m_client_random.bytes());
}

Bytes Connection::secret(Level level, Direction direction) const
{
    auto const client = from_client(direction);
    if (level == Level::early)
        return client ? m_keys->find(SecretKind::client_early, m_client_random.bytes()) : Bytes{};
    auto const kind = level == Level::handshake
                          ? (client ? SecretKind::client_handshake : SecretKind::server_handshake)
                          : (client ? SecretKind::client_traffic : SecretKind::server_traffic);
    return m_keys->find(kind, m_client_random.bytes());
}

std::optional<Protection>& Connection::protection(Level level, Direction direction)
{
    if (level == Level::early)
        return m_early;
    auto& both = level == Level::handshake ? m_handshake : m_application;
    return both[side_of(direction)];
}

void Connection::make_protections()
{
    for (auto const level : {Level::handshake, Level::application})
        for (auto const direction : {Direction::to_server, Direction::to_client})
            if (auto& keys = protection(level, direction); !keys)
                keys = Protection::make(*m_suite, secret(level, direction), *m_version);
    m_new_keys = true;
}

bool Connection::take_protected(Bytes packet, std::size_t number_offset, Level level,
                                Direction direction, Stamp const& stamp, ConnectionSink& sink)
{
    auto& keys = protection(level, direction);
    if (!keys) {
        if (may_wait(level))
            wait(packet, number_offset, level, direction, stamp, sink);
        else if (level == Level::application)
            m_saw_closed = m_saw_closed || (!m_application[0] && !m_application[1]);
        return false;
    }
    auto const opened = keys->open(
        packet, number_offset > 0 ? number_offset : this->number_offset(packet, direction),
        m_buffer);
    if (!opened.fits) {
        if (level == Level::application && is_stateless_reset(packet))
            return true;
        m_failed = true;
        sink.damaged("quic: a packet's authentication tag does not fit");
        return false;
    }
    m_opened = m_opened || level != Level::handshake;
    m_opened_handshake = m_opened_handshake || level == Level::handshake;
    read_frames(level, direction, opened.payload, stamp, sink);
    return true;
}

/// Whether keys may still come for what cannot be opened now.
bool Connection::may_wait(Level level) const
{
    if (!m_keys || m_gave_up || (m_client_hello && !has_secrets()))
        return false;
    return !m_client_hello || (level == Level::early ? !m_early : !m_server_hello && !m_suite);
}

void Connection::wait(Bytes packet, std::size_t number_offset, Level level, Direction direction,
                      Stamp const& stamp, ConnectionSink& sink)
{
    m_waiting.push_back({{packet.begin(), packet.end()}, number_offset, level, direction, stamp});
    // Early data needs no answer of the server's, and what waits for one that was not captured
    // can be tried out.
    auto const full = m_waiting.size() >= limits::quic_waiting_packets;
    if (has_secrets() && (full || level == Level::early))
        open_waiting(sink);
    else if (full) {
        sink.damaged("quic: limit of packets waiting for their keys");
        m_waiting.clear();
        m_gave_up = true;
    }
}

/// Finds out by trying which suite a packet was sealed with.
bool Connection::guess_suite(Waiting const& packet)
{
    auto const known = secret(packet.level, packet.direction);
    auto const& version = packet.level == Level::early ? *m_offered : *m_version;
    auto const opens = [&](Suite const& suite, std::size_t offset) {
        auto keys = Protection::make(suite, known, version);
        return keys && keys->open(packet.bytes, offset, m_buffer).fits;
    };
    // An id that nobody told us of may be of any length.
    auto const find_offset = [&](Suite const& suite) -> std::optional<std::size_t> {
        auto const offset = packet.number_offset > 0
                                ? packet.number_offset
                                : number_offset(packet.bytes, packet.direction);
        if (opens(suite, offset))
            return offset;
        for (std::size_t length = 0; length <= limits::quic_id_bytes; ++length)
            if (packet.number_offset == 0 && opens(suite, 1 + length))
                return 1 + length;
        return {};
    };
    for (auto const* suite : suites_with_secret(known.size())) {
        auto const offset = find_offset(*suite);
        if (!offset)
            continue;
        if (packet.number_offset == 0)
            m_ids[side_of(opposite(packet.direction))].add(
                Bytes{packet.bytes}.subspan(1, *offset - 1));
        protection(packet.level, packet.direction) = Protection::make(*suite, known, version);
        if (packet.level != Level::early) {
            m_suite = suite;
            make_protections();
        }
        return true;
    }
    return false;
}

/// Opens what waits, as far as there are keys by now. Without a ServerHello the suite is tried out
/// once too much waits.
void Connection::open_waiting(ConnectionSink& sink)
{
    m_new_keys = false;
    auto const full = m_waiting.size() >= limits::quic_waiting_packets;
    auto waiting = std::exchange(m_waiting, {});
    for (auto& packet : waiting) {
        auto const try_out = packet.level == Level::early || full;
        auto const& keys = protection(packet.level, packet.direction);
        if (!keys && has_secrets() && try_out && (packet.level == Level::early || !m_suite))
            guess_suite(packet);
        if (!keys && !full && packet.level != Level::early && may_wait(packet.level))
            m_waiting.push_back(std::move(packet));
        else if (keys)
            take_protected(packet.bytes, packet.number_offset, packet.level, packet.direction,
                           packet.stamp, sink);
        else
            m_saw_closed = m_saw_closed || packet.level == Level::application;
    }
    m_new_keys = false;
    if (full && !m_suite)
        m_gave_up = true;
}

bool Connection::is_stateless_reset(Bytes packet) const
{
    constexpr std::size_t token_bytes = 16; // RFC 9000 section 10.3: the last of the datagram
    return packet.size() >= token_bytes
           && std::any_of(
               m_reset_tokens.begin(), m_reset_tokens.end(),
               [&](ConnectionId const& token) { return token.is(packet.last(token_bytes)); });
}

void Connection::add_reset_token(Bytes token)
{
    if (token.empty())
        return;
    if (m_reset_tokens.size() >= limits::quic_ids)
        m_reset_tokens.erase(m_reset_tokens.begin());
    m_reset_tokens.emplace_back(token);
}

void Connection::read_frames(Level level, Direction direction, Bytes payload, Stamp const& stamp,
                             ConnectionSink& sink)
{
    auto const numbers = m_version->google ? FrameNumbers::google : FrameNumbers::ietf;
    ByteReader in{payload};
    while (in.ok() && in.remaining() > 0) {
        auto const [frame, flaw] = next_frame(in, numbers);
        if (flaw)
            sink.damaged(flaw->what == "unknown frame" ? "quic: frame of an unknown kind"
                                                       : "quic: malformed frame");
        else
            read_frame(level, direction, frame, stamp, sink);
    }
}

void Connection::end_datagram(ConnectionSink& sink)
{
    if (m_new_keys)
        open_waiting(sink);
}

void Connection::read_frame(Level level, Direction direction, Frame const& frame,
                            Stamp const& stamp, ConnectionSink& sink)
{
    auto const of_application = level == Level::application || level == Level::early;
    switch (frame.kind) {
    case FrameKind::crypto:
        // After the handshake: tickets for the next one.
        if (!of_application) {
            Messages messages{*this, level, direction, sink};
            m_crypto[level == Level::handshake ? 1 : 0][side_of(direction)].take(
                frame.offset, frame.data, stamp, messages);
        }
        break;
    case FrameKind::stream:
    case FrameKind::reset_stream:
        if (!of_application)
            break;
        if (!m_streams)
            m_streams = std::make_unique<StreamTable>();
        if (frame.kind == FrameKind::stream)
            m_streams->take(frame, direction, stamp, sink);
        else
            m_streams->reset(frame.stream, direction, sink);
        break;
    case FrameKind::datagram:
        if (of_application)
            sink.datagram(direction, frame.data, stamp);
        break;
    case FrameKind::new_connection_id:
        if (frame.data.size() <= limits::quic_id_bytes)
            m_ids[side_of(direction)].add(frame.data);
        add_reset_token(frame.reset_token);
        break;
    case FrameKind::connection_close:
    case FrameKind::other:
        break;
    }
}

void Connection::read_message(Level level, Direction direction,
                              tls::HandshakeMessage const& message, ConnectionSink& sink)
{
    using tls::HandshakeType;
    auto const client = from_client(direction);
    if (message.type == HandshakeType::certificate && level == Level::handshake)
        sink.certificate(direction, message);
    else if (message.type == HandshakeType::encrypted_extensions && level == Level::handshake
             && !client)
        read_extensions(message, sink);
    else if (message.type == HandshakeType::client_hello && client && !m_client_hello)
        read_client_hello(message, sink);
    else if (message.type == HandshakeType::server_hello && !client && !m_server_hello)
        read_server_hello(message, sink);
}

void Connection::read_client_hello(tls::HandshakeMessage const& message, ConnectionSink& sink)
{
    auto const [hello, flaw] = tls::decode_client_hello(message.body);
    m_client_hello = true;
    m_client_random = crypto::Secret{hello.random};
    sink.client_hello(hello, message, flaw.has_value());
    // The answer, and early data, may have come before the last piece of the hello.
    if (m_suite && has_secrets())
        make_protections();
    m_new_keys = m_new_keys || !m_waiting.empty();
}

void Connection::read_server_hello(tls::HandshakeMessage const& message, ConnectionSink& sink)
{
    auto const [hello, flaw] = tls::decode_server_hello(message.body);
    if (hello.is_retry_request())
        return;
    m_server_hello = true;
    m_suite = find_suite(hello.cipher_suite);
    m_suite_unknown = !m_suite;
    sink.server_hello(hello, flaw.has_value());
    if (m_suite && has_secrets())
        make_protections();
}

void Connection::read_extensions(tls::HandshakeMessage const& message, ConnectionSink& sink)
{
    auto const [extensions, flaw] = decode_encrypted_extensions(message.body);
    if (flaw && message.whole)
        sink.damaged("quic: malformed handshake message");
    add_reset_token(extensions.stateless_reset);
    add_reset_token(extensions.preferred_reset);
    auto const id = extensions.preferred_id;
    if (!id.empty() && id.size() <= limits::quic_id_bytes)
        m_ids[side_of(opposite(m_client))].add(id);
    sink.agreed(extensions.alpn);
}

void Connection::finish(Stamp const&, ConnectionSink& sink)
{
    for (auto const level : {Level::initial, Level::handshake})
        for (auto const direction : {m_client, opposite(m_client)}) {
            Messages messages{*this, level, direction, sink};
            m_crypto[level == Level::handshake ? 1 : 0][side_of(direction)].finish(messages);
        }
    // What still waits is tried out: the server's hello will not come any more.
    if (has_secrets() && !m_waiting.empty()) {
        for (auto const& packet : m_waiting)
            if (m_suite || guess_suite(packet))
                break;
        open_waiting(sink);
    }
    if (m_streams)
        m_streams->finish(sink);
}

bool Connection::wants_more() const
{
    if (!m_client_hello || !m_server_hello)
        return true;
    return !m_suite_unknown && has_secrets();
}

bool Connection::is_settled() const
{
    return m_opened || (m_client_hello && m_saw_closed) || !wants_more();
}

std::string_view Connection::why_not() const
{
    if (m_opened)
        return {};
    if (!m_client_hello)
        return "handshake not seen";
    if (!has_secrets())
        return "no key";
    if (m_suite_unknown)
        return "cipher unknown";
    if (m_failed)
        return "tag failed";
    if (!m_suite)
        return "handshake not seen";
    auto const known = [&](Direction direction) {
        return !secret(Level::application, direction).empty();
    };
    if (!known(Direction::to_server) && !known(Direction::to_client))
        return "no key";
    return m_opened_handshake ? std::string_view{} : "handshake not seen";
}

} // namespace petze::quic

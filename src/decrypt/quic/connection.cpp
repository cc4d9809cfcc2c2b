#include "decrypt/quic/connection.h"

#include "base/limits.h"

#include <algorithm>

namespace petze::quic {

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
        // Of the first packet only the caller knows whether it was meant to begin a connection.
        if (m_began && owns(packet, direction))
            sink.damaged("quic: a packet's authentication tag does not fit");
        return false;
    }
    m_began = true;
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

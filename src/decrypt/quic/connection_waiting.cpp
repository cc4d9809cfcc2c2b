#include "decrypt/quic/connection.h"

#include "base/limits.h"

#include <utility>

namespace petze::quic {

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

/// Where the packet number of a packet is that these keys open, if they do. An id that nobody told
/// us of may be of any length.
std::optional<std::size_t> Connection::try_keys(Protection& keys, Waiting const& packet)
{
    auto const opens = [&](std::size_t offset) {
        return keys.open(packet.bytes, offset, m_buffer).fits;
    };
    if (packet.number_offset > 0)
        return opens(packet.number_offset) ? std::optional{packet.number_offset} : std::nullopt;
    if (auto const usual = number_offset(packet.bytes, packet.direction); opens(usual))
        return usual;
    for (std::size_t length = 0; length <= limits::quic_id_bytes; ++length)
        if (opens(1 + length))
            return 1 + length;
    return {};
}

/// Finds out by trying which suite a packet was sealed with.
bool Connection::guess_suite(Waiting const& packet)
{
    if (m_guesses >= limits::quic_guesses)
        return false;
    ++m_guesses;
    auto const known = secret(packet.level, packet.direction);
    auto const& version = packet.level == Level::early ? *m_offered : *m_version;
    for (auto const* suite : suites_with_secret(known.size())) {
        auto keys = Protection::make(*suite, known, version);
        auto const offset = keys ? try_keys(*keys, packet) : std::nullopt;
        if (!offset)
            continue;
        if (packet.number_offset == 0)
            m_ids[side_of(opposite(packet.direction))].add(
                Bytes{packet.bytes}.subspan(1, *offset - 1));
        protection(packet.level, packet.direction) = std::move(keys);
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
void Connection::end_datagram(ConnectionSink& sink)
{
    if (m_new_keys)
        open_waiting(sink);
}
} // namespace petze::quic

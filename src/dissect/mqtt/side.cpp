#include "dissect/mqtt/side.h"

#include "base/digest.h"
#include "base/limits.h"
#include "base/text.h"
#include "dissect/content/scope.h"
#include "dissect/mqtt/teller.h"

#include <algorithm>

namespace petze::mqtt {

namespace {

/// Whether these bytes are nothing but whole packets. A sender begins one in a segment of its own
/// more often than not.
bool holds_packets(Bytes bytes)
{
    while (!bytes.empty()) {
        auto const [fixed, flaw] =
            decode_fixed_header(bytes.first(std::min(bytes.size(), longest_fixed_header)));
        if (flaw)
            return false;
        if (fixed.length > bytes.size() - fixed.bytes)
            return false;
        bytes = bytes.subspan(fixed.bytes + fixed.length);
    }
    return true;
}

} // namespace

void Side::take(Bytes piece)
{
    if (m_lost && holds_packets(piece))
        m_lost = false;
    while (!piece.empty()) {
        if (m_lost) {
            m_connection.stray.take(m_direction, piece);
            return;
        }
        auto const taken = m_in_packet ? take_body(piece) : take_start(piece);
        if (!m_too_long && !m_lost)
            opened_bytes(m_connection.layers, m_direction) += taken;
        piece = piece.subspan(taken);
    }
}

std::size_t Side::take_start(Bytes piece)
{
    m_start[m_start_bytes++] = piece[0];
    auto const bytes = Bytes{m_start}.first(m_start_bytes);
    auto const [fixed, flaw] = decode_fixed_header(bytes);
    if (flaw && flaw->what == "truncated")
        return 1;
    if (flaw) {
        m_connection.layers.tally.count("mqtt: malformed packet");
        lose();
        m_connection.stray.take(m_direction, bytes);
        return 1;
    }
    m_start_bytes = 0;
    m_fixed = fixed;
    begin_packet();
    return 1;
}

void Side::begin_packet()
{
    if (m_connection.layers.app_proto == "unknown")
        m_connection.layers.app_proto = "mqtt";
    m_in_packet = true;
    m_too_long = false;
    m_remaining = m_fixed.length;
    if (m_remaining == 0)
        end_packet(true);
}

std::size_t Side::take_body(Bytes piece)
{
    auto const some = piece.first(std::min<std::size_t>(m_remaining, piece.size()));
    m_remaining -= static_cast<std::uint32_t>(some.size());
    if (m_payload) {
        m_payload->take(some);
    } else if (m_too_long) {
        m_connection.stray.take(m_direction, some);
    } else if (m_remaining == 0 && m_held.empty() && m_fixed.type != PacketType::publish) {
        tell_packet(some, true);
        m_in_packet = false;
    } else {
        hold(some);
    }
    if (m_in_packet && m_remaining == 0)
        end_packet(true);
    return some.size();
}

void Side::hold(Bytes some)
{
    m_marks.add(m_held.size(), m_connection.layers.data);
    auto const kept = some.first(std::min(some.size(), limits::mqtt_packet_bytes - m_held.size()));
    m_held.insert(m_held.end(), kept.begin(), kept.end());
    if (m_fixed.type == PacketType::publish)
        try_publish(false);
    auto const rest = some.subspan(kept.size());
    if (rest.empty())
        return;
    if (!m_payload)
        give_up_holding();
    if (m_payload)
        m_payload->take(rest);
    else
        m_connection.stray.take(m_direction, rest);
}

// Told as far as it goes; what follows is searched as it passes.
void Side::give_up_holding()
{
    m_connection.layers.tally.count("mqtt: limit of one packet");
    if (m_fixed.type == PacketType::publish) {
        try_publish(true);
        return;
    }
    tell_packet(m_held, false);
    m_held.clear();
    m_marks.clear();
    m_too_long = true;
}

// `final`: nothing more of its head will come.
void Side::try_publish(bool final)
{
    auto const [head, flaw] = decode_publish_head(m_fixed, m_connection.level, m_held);
    if (flaw && flaw->what == "truncated" && !final)
        return;
    auto& layers = m_connection.layers;
    if (flaw)
        layers.tally.count("mqtt: malformed packet");
    Teller const teller{layers, m_connection.parent, m_direction,
                        m_marks.frames(0, std::max<std::size_t>(head.bytes, 1))};
    teller.topic(head.topic);
    teller.properties(head.properties);
    m_topic = resolve_alias(head);
    m_payload.emplace(layers, m_connection.parent,
                      PayloadDescription{.step = "mqtt:publish:" + content::readable(m_topic),
                                         .content_type = content_type_of(head.properties),
                                         .context = {m_direction, {}}});
    // All of it came with the last piece: the head was not whole before.
    m_payload->take(Bytes{m_held}.subspan(head.bytes));
    m_held.clear();
    m_marks.clear();
}

std::string Side::content_type_of(Bytes properties) const
{
    ByteReader in{properties};
    Property property;
    while (next_property(in, property))
        if (property.id == content_type)
            return std::string{property.text};
    return {};
}

std::string Side::resolve_alias(PublishHead const& head)
{
    ByteReader in{head.properties};
    Property property;
    std::uint32_t alias = 0;
    while (next_property(in, property))
        if (property.id == topic_alias)
            alias = property.number;
    if (alias == 0)
        return std::string{head.topic};
    auto const known = m_aliases.find(alias);
    if (head.topic.empty())
        return known == m_aliases.end() ? std::string{} : known->second;
    auto const before = known == m_aliases.end() ? 0 : known->second.size();
    auto const bytes = m_alias_bytes - before + head.topic.size();
    if (bytes > limits::mqtt_alias_bytes) {
        m_connection.layers.tally.count("mqtt: limit of topic aliases");
        return std::string{head.topic};
    }
    m_alias_bytes = bytes;
    m_aliases[alias] = head.topic;
    return std::string{head.topic};
}

void Side::end_packet(bool whole)
{
    m_in_packet = false;
    if (m_fixed.type == PacketType::publish) {
        if (!m_payload)
            try_publish(true);
        auto& layers = m_connection.layers;
        layers.messages(m_payload->finish("mqtt", m_direction, std::move(m_topic), whole));
        m_payload.reset();
    } else if (!m_too_long) {
        tell_packet(m_held, whole);
    }
    m_held.clear();
    m_marks.clear();
    m_too_long = false;
}

void Side::tell_packet(Bytes body, bool whole)
{
    auto& layers = m_connection.layers;
    auto const frames = m_held.empty() ? frames_now(layers) : m_marks.frames(0, m_held.size());
    Teller const teller{layers, m_connection.parent, m_direction, frames};
    std::string name{name_of(m_fixed.type)};
    std::optional<Flaw> flaw;
    if (m_fixed.type == PacketType::connect) {
        auto const connect = decode_connect(body);
        m_connection.level = connect.value.level;
        flaw = connect.flaw;
        teller.connect(connect.value);
    } else {
        auto const other = decode_other(m_fixed.type, m_connection.level, body);
        flaw = other.flaw;
        teller.properties(other.value.properties);
        if (auto filter = teller.filters(m_fixed.type, other.value.filters); !filter.empty())
            name = std::move(filter);
    }
    if (flaw && whole)
        layers.tally.count("mqtt: malformed packet");
    layers.messages(
        AppMessage{"mqtt", m_direction, std::move(name), body.size(), to_hex(sha256(body))});
}

void Side::gap(std::uint64_t count)
{
    m_connection.stray.gap(m_direction);
    if (m_lost)
        return;
    m_connection.layers.tally.count("mqtt: gap in the stream");
    // All of it was payload: the next packet is where it was expected.
    if (m_in_packet && count <= m_remaining && (m_payload || m_too_long)) {
        m_remaining -= static_cast<std::uint32_t>(count);
        if (m_payload)
            m_payload->gap();
        if (m_remaining == 0)
            end_packet(false);
        return;
    }
    lose();
}

void Side::lose()
{
    if (m_in_packet)
        end_packet(false);
    m_lost = true;
    m_start_bytes = 0;
}

void Side::finish()
{
    if (!m_in_packet)
        return;
    m_connection.layers.tally.count("mqtt: packet cut off");
    end_packet(false);
}

} // namespace petze::mqtt

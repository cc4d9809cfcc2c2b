#include "base/limits.h"
#include "dissect/mqtt/mqtt_dissector.h"
#include "dissect/websocket/side.h"

#include <utility>

/// How frames become messages.
namespace petze::websocket {

namespace {

constexpr std::uint64_t ratio_grace = 1u << 20; // a small message of zeros is no bomb

} // namespace

void Side::begin_message(FrameHeader const& header)
{
    if (m_in_message && header.opcode == Opcode::continuation)
        return;
    if (m_in_message) {
        m_connection.layers.tally.count("websocket: message without its end");
        end_message(false);
    }
    m_in_message = true;
    m_opcode = header.opcode;
    m_whole = header.opcode != Opcode::continuation; // of a message whose beginning was lost
    m_deflated = header.deflated;
    m_cannot_inflate = false;
    m_taken = m_made = 0;
    if (m_deflated && !m_inflater)
        m_inflater = std::make_unique<Inflater>();
    m_to_mqtt = m_connection.mqtt && m_opcode == Opcode::binary;
    bool const asks = m_connection.may_be_mqtt && m_opcode == Opcode::binary
                      && m_direction == Direction::to_server;
    if (!asks)
        open_payload();
}

void Side::open_payload()
{
    if (m_to_mqtt) {
        m_payload.emplace();
        return;
    }
    m_payload.emplace(m_connection.layers, m_deflated ? &m_connection.node : m_connection.outside,
                      PayloadDescription{.step = m_deflated ? "deflate" : "websocket",
                                         .context = {m_direction, {}}});
}

void Side::message_bytes(Bytes bytes)
{
    if (!m_payload) { // the client's first binary message: is it MQTT?
        m_first += as_text(bytes);
        if (auto const likeness = looks_like_mqtt(m_direction, as_bytes(m_first));
            likeness != Likeness::maybe)
            decide_on_mqtt(likeness == Likeness::yes);
        return;
    }
    m_payload->take(bytes);
    if (m_to_mqtt)
        m_connection.mqtt->take(m_direction, bytes);
}

void Side::decide_on_mqtt(bool is_mqtt)
{
    auto& layers = m_connection.layers;
    m_connection.may_be_mqtt = false;
    if (is_mqtt && layers.next_stream)
        m_connection.mqtt = layers.next_stream(layers, &m_connection.node, "mqtt");
    m_to_mqtt = m_connection.mqtt != nullptr;
    open_payload();
    auto const first = std::exchange(m_first, {});
    message_bytes(as_bytes(first));
}

void Side::inflate(Bytes bytes)
{
    std::array<std::uint8_t, room_bytes> room; // written before it is read
    m_taken += bytes.size();
    while (!m_cannot_inflate) {
        auto const step = m_inflater->inflate(bytes, room);
        bytes = bytes.subspan(step.taken);
        m_made += step.made;
        if (step.made > 0)
            message_bytes(Bytes{room}.first(step.made));
        if (step.damaged) {
            m_connection.layers.tally.count("websocket: compressed message damaged");
            break_inflating();
        } else if (m_made > limits::inflated_bytes
                   || (m_made > ratio_grace && m_made / m_taken > limits::inflated_ratio)) {
            m_connection.layers.tally.count("websocket: limit inflated");
            break_inflating();
        } else if (step.made == 0 && (step.taken == 0 || bytes.empty())) {
            return;
        }
    }
    m_connection.stray.take(m_direction, bytes);
}

void Side::break_inflating()
{
    m_cannot_inflate = true;
    m_whole = false;
    m_inflater->forget();
    if (m_payload)
        m_payload->gap();
    if (m_to_mqtt)
        m_connection.mqtt->gap(m_direction, 1);
}

void Side::end_message(bool whole)
{
    // RFC 7692 section 7.2.2: what the sender left out.
    constexpr std::array<std::uint8_t, 4> tail{0x00, 0x00, 0xff, 0xff};
    if (m_deflated && whole && !m_cannot_inflate)
        inflate(tail);
    if (!m_payload) {
        // MQTT 5.0 section 6: its packets are cut into messages anywhere. These many bytes of a
        // CONNECT are enough to believe it.
        constexpr std::size_t telling = 4;
        decide_on_mqtt(m_first.size() >= telling);
    }
    auto& layers = m_connection.layers;
    layers.messages(m_payload->finish("websocket", m_direction, std::string{name_of(m_opcode)},
                                      whole && m_whole));
    m_payload.reset();
    m_in_message = false;
    m_to_mqtt = false;
}

} // namespace petze::websocket

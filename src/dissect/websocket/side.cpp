#include "dissect/websocket/side.h"

#include "base/digest.h"
#include "base/text.h"

#include <algorithm>
#include <cstring>

namespace petze::websocket {

void unmask(Bytes in, std::span<std::uint8_t> out, std::array<std::uint8_t, 4> const& key,
            std::size_t phase)
{
    std::array<std::uint8_t, 8> turned{};
    for (std::size_t i = 0; i < turned.size(); ++i)
        turned[i] = key[(phase + i) % key.size()];
    std::uint64_t mask = 0;
    std::memcpy(&mask, turned.data(), sizeof mask);
    std::size_t i = 0;
    for (; i + sizeof mask <= in.size(); i += sizeof mask) {
        std::uint64_t word = 0;
        std::memcpy(&word, in.data() + i, sizeof word);
        word ^= mask;
        std::memcpy(out.data() + i, &word, sizeof word);
    }
    for (; i < in.size(); ++i)
        out[i] = in[i] ^ turned[i % turned.size()];
}

void Side::take(Bytes piece)
{
    auto& layers = m_connection.layers;
    if (m_lost && begins_frames(piece))
        m_lost = false;
    // What an inner layer counts as read is the same bytes again.
    auto const opened = opened_bytes(layers, m_direction);
    auto read = piece.size();
    while (!piece.empty()) {
        if (m_lost) {
            read -= piece.size();
            m_connection.stray.take(m_direction, piece);
            break;
        }
        piece = piece.subspan(m_remaining > 0 ? take_payload(piece) : take_header(piece));
    }
    opened_bytes(layers, m_direction) = opened + read;
}

// A sender begins a frame in a segment of its own more often than not.
bool Side::begins_frames(Bytes piece) const
{
    while (!piece.empty()) {
        auto const bytes = header_bytes(piece);
        if (bytes == 0 || bytes > piece.size())
            return false;
        auto const [header, flaw] = decode_frame_header(piece.first(bytes));
        if (flaw || header.masked != (m_direction == Direction::to_server)
            || header.length > piece.size() - bytes)
            return false;
        piece = piece.subspan(bytes + static_cast<std::size_t>(header.length));
    }
    return true;
}

std::size_t Side::take_header(Bytes piece)
{
    std::size_t used = 0;
    auto const fill = [&](std::size_t upto) {
        while (m_held_bytes < upto && used < piece.size())
            m_held[m_held_bytes++] = piece[used++];
    };
    fill(2);
    auto const wanted = header_bytes(Bytes{m_held}.first(m_held_bytes));
    if (wanted == 0)
        return used;
    fill(wanted);
    if (m_held_bytes < wanted)
        return used;
    auto const bytes = Bytes{m_held}.first(wanted);
    m_held_bytes = 0;
    auto const [header, flaw] = decode_frame_header(bytes);
    if (flaw) {
        m_connection.layers.tally.count("websocket: malformed frame");
        lose();
        m_connection.stray.take(m_direction, bytes);
        return used;
    }
    begin_frame(header);
    return used;
}

void Side::begin_frame(FrameHeader const& header)
{
    m_frame = header;
    m_remaining = header.length;
    m_phase = 0;
    m_control_bytes = 0;
    if (!header.control())
        begin_message(header);
    if (m_remaining == 0)
        end_frame();
}

std::size_t Side::take_payload(Bytes piece)
{
    auto const size = static_cast<std::size_t>(std::min<std::uint64_t>(m_remaining, piece.size()));
    piece = piece.first(size);
    if (!m_frame.masked)
        clear_bytes(piece);
    std::array<std::uint8_t, room_bytes> room; // written before it is read
    for (auto rest = piece; m_frame.masked && !rest.empty();) {
        auto const some = rest.first(std::min(rest.size(), room.size()));
        unmask(some, room, m_frame.key, m_phase);
        m_phase = (m_phase + some.size()) % m_frame.key.size();
        clear_bytes(Bytes{room}.first(some.size()));
        rest = rest.subspan(some.size());
    }
    m_remaining -= size;
    if (m_remaining == 0)
        end_frame();
    return size;
}

void Side::clear_bytes(Bytes bytes)
{
    if (m_frame.control()) {
        std::ranges::copy(bytes, m_control.begin() + static_cast<std::ptrdiff_t>(m_control_bytes));
        m_control_bytes += bytes.size();
    } else if (m_deflated) {
        inflate(bytes);
    } else {
        message_bytes(bytes);
    }
}

void Side::end_frame()
{
    if (m_frame.control())
        tell_control();
    else if (m_frame.final)
        end_message(true);
}

void Side::tell_control()
{
    auto const bytes = Bytes{m_control}.first(m_control_bytes);
    auto& layers = m_connection.layers;
    auto const code_bytes = m_frame.opcode == Opcode::close ? std::size_t{2} : 0; // section 5.5.1
    if (bytes.size() > code_bytes) {
        auto const step = "websocket:" + std::string{name_of(m_frame.opcode)};
        Origin const node{m_connection.outside, step};
        layers.fields.take(
            {as_text(bytes.subspan(code_bytes)), &node, frames_now(layers), {m_direction, {}}});
    }
    layers.messages(AppMessage{"websocket", m_direction, std::string{name_of(m_frame.opcode)},
                               bytes.size(), to_hex(sha256(bytes))});
}

void Side::gap(std::uint64_t count)
{
    auto& layers = m_connection.layers;
    m_connection.stray.gap(m_direction);
    if (m_lost)
        return;
    layers.tally.count("websocket: gap in the stream");
    auto const opened = opened_bytes(layers, m_direction);
    if (count > m_remaining)
        lose();
    else
        skip_payload(count);
    opened_bytes(layers, m_direction) = opened; // counted when it came
}

void Side::skip_payload(std::uint64_t count)
{
    // All of it was payload: the next frame is where it was expected.
    m_remaining -= count;
    m_phase = (m_phase + static_cast<std::size_t>(count % m_frame.key.size())) % m_frame.key.size();
    if (!m_frame.control()) {
        m_whole = false;
        if (m_deflated && !m_cannot_inflate)
            break_inflating();
        else if (m_payload)
            m_payload->gap();
        if (m_to_mqtt && !m_deflated)
            m_connection.mqtt->gap(m_direction, count);
    }
    if (m_remaining == 0)
        end_frame();
}

void Side::lose()
{
    if (m_in_message)
        end_message(false);
    if (m_inflater)
        m_inflater->forget();
    if (m_connection.mqtt)
        m_connection.mqtt->gap(m_direction, 1);
    m_lost = true;
    m_remaining = 0;
    m_held_bytes = 0;
}

void Side::finish()
{
    auto const opened = opened_bytes(m_connection.layers, m_direction);
    if (m_in_message)
        end_message(false);
    opened_bytes(m_connection.layers, m_direction) = opened; // counted when it came
}

} // namespace petze::websocket

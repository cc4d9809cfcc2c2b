#include "dissect/http3/part_reader.h"

#include "base/limits.h"
#include "dissect/http3/varint.h"

#include <algorithm>
#include <utility>

namespace petze::http3 {

namespace {

// RFC 9114 §7.2; the others are passed over, as §9 asks for.
constexpr std::uint64_t frame_data = 0x00, frame_headers = 0x01, frame_push_promise = 0x05;
// A stream of WebTransport, whose frame has no length: all that follows is its own.
constexpr std::uint64_t webtransport = 0x41;

} // namespace

void PartReader::take(Bytes piece)
{
    auto const rest = piece.subspan(take_until_blocked(piece));
    if (!rest.empty())
        wait({Waiting::Kind::bytes, std::string{as_text(rest)}, 0, m_layers.data});
}

std::size_t PartReader::take_until_blocked(Bytes piece)
{
    std::size_t at = 0;
    while (at < piece.size() && !m_blocked)
        at += step(piece.subspan(at));
    return at;
}

std::size_t PartReader::step(Bytes bytes)
{
    switch (m_state) {
    case State::header:
        return take_header(bytes);
    case State::data:
        return take_data(bytes);
    case State::payload:
        return take_payload(bytes);
    case State::skipped:
    case State::passed_over:
        return skip(bytes);
    case State::lost:
        break;
    }
    m_sink.stray(m_part, bytes);
    return bytes.size();
}

std::size_t PartReader::take_header(Bytes bytes)
{
    constexpr std::size_t longest = 16; // two numbers
    auto const before = m_held.size();
    m_held += as_text(bytes.first(std::min(longest - before, bytes.size())));
    ByteReader in{as_bytes(m_held)};
    auto const type = read_varint(in);
    auto const length = type == webtransport ? 0 : read_varint(in);
    if (!in.ok())
        return m_held.size() - before;
    auto const used = in.offset() - before;
    m_held.clear();
    begin(type, length);
    return used;
}

void PartReader::begin(std::uint64_t type, std::uint64_t length)
{
    m_type = type;
    m_left = length;
    m_marks.clear();
    if (type == frame_data) {
        m_state = length > 0 ? State::data : State::header;
    } else if (type == webtransport) {
        m_state = State::lost;
    } else if (type != frame_headers && type != frame_push_promise) {
        m_state = length > 0 ? State::skipped : State::header;
    } else if (length > limits::http_header_bytes) {
        m_layers.tally.count("http3: limit of header bytes");
        m_state = State::skipped;
        deliver({}, false);
    } else {
        m_state = length > 0 ? State::payload : State::header;
    }
}

std::size_t PartReader::take_data(Bytes bytes)
{
    auto const count = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, bytes.size()));
    m_left -= count;
    if (m_left == 0)
        m_state = State::header;
    m_sink.data(m_part, bytes.first(count));
    return count;
}

std::size_t PartReader::take_payload(Bytes bytes)
{
    auto const count = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, bytes.size()));
    m_left -= count;
    m_marks.add(m_held.size(), m_layers.data);
    if (m_left > 0 || !m_held.empty())
        m_held += as_text(bytes.first(count));
    if (m_left > 0)
        return count;
    m_state = State::header;
    if (m_held.empty()) {
        deliver(bytes.first(count), true);
    } else {
        auto const held = std::exchange(m_held, {});
        deliver(as_bytes(held), true);
    }
    return count;
}

std::size_t PartReader::skip(Bytes bytes)
{
    auto const count = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, bytes.size()));
    if (m_state == State::skipped)
        m_sink.stray(m_part, bytes.first(count));
    m_left -= count;
    if (m_left == 0)
        m_state = State::header;
    return count;
}

void PartReader::deliver(Bytes payload, bool whole)
{
    if (m_type == frame_push_promise) {
        m_sink.promise(payload, m_marks);
        return;
    }
    if (m_sink.section(m_part, payload, whole, m_marks, !whole || m_gives_up))
        return;
    m_held = as_text(payload);
    m_blocked = true;
    if (!m_sink.waiting(static_cast<std::int64_t>(m_held.size())))
        resume(true);
}

void PartReader::wait(Waiting&& waiting)
{
    auto const size = waiting.size();
    m_waiting.push_back(std::move(waiting));
    if (!m_sink.waiting(size))
        resume(true);
}

void PartReader::resume(bool now)
{
    if (!m_blocked || m_resuming)
        return;
    m_resuming = true;
    m_gives_up = now;
    auto const saved = m_layers.data;
    while (unblock()) {
        if (m_waiting.empty())
            break;
        auto& next = m_waiting.front();
        m_layers.data = next.carried;
        if (next.kind == Waiting::Kind::bytes) {
            next.begin += take_until_blocked(as_bytes(next.bytes).subspan(next.begin));
            if (next.begin < next.bytes.size())
                continue;
        } else if (next.kind == Waiting::Kind::gap) {
            gap(next.count);
        } else {
            finish();
        }
        m_sink.waiting(-next.size());
        m_waiting.pop_front();
    }
    m_layers.data = saved;
    m_resuming = m_gives_up = false;
}

/// False where the section at hand must wait.
bool PartReader::unblock()
{
    if (!m_blocked)
        return true;
    if (!m_sink.section(m_part, as_bytes(m_held), true, m_marks, m_gives_up))
        return false;
    m_blocked = false;
    m_sink.waiting(-static_cast<std::int64_t>(m_held.size()));
    m_held.clear();
    return true;
}

void PartReader::gap(std::uint64_t count)
{
    if (m_blocked) {
        wait({Waiting::Kind::gap, {}, count, m_layers.data});
        return;
    }
    if (m_state == State::lost)
        return;
    if (m_state == State::data)
        m_sink.data_gap(m_part, std::min(count, m_left));
    if (m_state == State::payload) {
        auto const held = std::exchange(m_held, {});
        deliver(as_bytes(held), false);
        m_state = State::passed_over;
    }
    if (m_state != State::header && count <= m_left) {
        m_left -= count;
        if (m_left == 0)
            m_state = State::header;
        return;
    }
    m_layers.tally.count("http3: frames missing");
    m_held.clear();
    m_state = State::lost;
}

void PartReader::finish()
{
    if (m_blocked) {
        wait({Waiting::Kind::end, {}, 0, m_layers.data});
        return;
    }
    if (std::exchange(m_finished, true))
        return;
    bool const complete = m_state == State::header && m_held.empty();
    if (m_state == State::payload) {
        auto const held = std::exchange(m_held, {});
        deliver(as_bytes(held), false);
    }
    m_state = State::lost;
    m_sink.end(m_part, complete);
}

} // namespace petze::http3

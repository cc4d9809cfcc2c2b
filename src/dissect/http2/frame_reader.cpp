#include "dissect/http2/frame_reader.h"

#include "base/limits.h"

#include <algorithm>
#include <utility>

namespace petze::http2 {

void FrameReader::take(Bytes piece, Stamp const& carried)
{
    std::string joined;
    while (!piece.empty()) {
        if (m_state == State::lost && !m_held.empty()) {
            auto whole = std::exchange(m_held, {});
            whole += as_text(piece);
            joined = std::move(whole);
            piece = as_bytes(joined);
        }
        piece = piece.subspan(step(piece, carried));
    }
}

/// Works on the front of the bytes, and returns how many of them it took; less than all of them
/// only where the state has changed.
std::size_t FrameReader::step(Bytes bytes, Stamp const& carried)
{
    switch (m_state) {
    case State::opening:
        return take_preface(bytes);
    case State::header:
        return take_header(bytes);
    case State::pad_length:
        return take_pad_length(bytes);
    case State::data:
        return take_data(bytes);
    case State::payload:
        return take_payload(bytes, carried);
    case State::padding:
    case State::skipped:
        return skip(bytes);
    case State::lost:
        return take_lost(bytes);
    }
    return bytes.size();
}

std::size_t FrameReader::take_preface(Bytes bytes)
{
    auto const count = std::min(preface.size() - m_held.size(), bytes.size());
    m_held += as_text(bytes.first(count));
    if (!preface.starts_with(m_held)) {
        // Joined in the middle; what was taken for the preface's beginning is at most a few bytes.
        m_held.resize(m_held.size() - count);
        lose("http2: no preface");
        return 0;
    }
    if (m_held.size() == preface.size()) {
        m_held.clear();
        m_state = State::header;
    }
    return count;
}

std::size_t FrameReader::take_header(Bytes bytes)
{
    if (m_held.empty() && bytes.size() >= FrameHeader::size) {
        auto const header = parse_frame_header(bytes);
        if (!is_possible(header)) {
            lose("http2: no frame where one should begin");
            return 0;
        }
        begin(header);
        return FrameHeader::size;
    }
    auto const count = std::min(FrameHeader::size - m_held.size(), bytes.size());
    m_held += as_text(bytes.first(count));
    if (m_held.size() < FrameHeader::size)
        return count;
    auto const header = parse_frame_header(as_bytes(m_held));
    if (!is_possible(header)) {
        m_held.resize(m_held.size() - count);
        lose("http2: no frame where one should begin");
        return 0;
    }
    m_held.clear();
    begin(header);
    return count;
}

void FrameReader::begin(FrameHeader const& header)
{
    m_header = header;
    m_left = header.length;
    m_padding = 0;
    m_marks.clear();
    m_shown.highest_stream = std::max(m_shown.highest_stream, header.stream);
    if (header.type == FrameType::data) {
        m_state = header.has(flags::padded) && header.length > 0 ? State::pad_length : State::data;
        if (m_left == 0)
            data_read();
    } else if (header.length > limits::http_header_bytes) {
        m_tally.count("http2: limit of frame bytes");
        m_state = State::skipped;
        m_sink.cut_frame(header, {}, m_marks);
    } else {
        m_state = State::payload;
        if (m_left == 0) {
            m_state = State::header;
            m_sink.frame(m_header, {}, m_marks);
        }
    }
}

// RFC 9113 §6.1.
std::size_t FrameReader::take_pad_length(Bytes bytes)
{
    --m_left;
    m_padding = std::min<std::uint32_t>(bytes[0], m_left);
    m_left -= m_padding;
    m_state = State::data;
    if (m_left == 0)
        data_read();
    return 1;
}

std::size_t FrameReader::take_data(Bytes bytes)
{
    auto const count = std::min<std::size_t>(m_left, bytes.size());
    m_left -= static_cast<std::uint32_t>(count);
    m_sink.data(m_header, bytes.first(count));
    if (m_left == 0)
        data_read();
    return count;
}

void FrameReader::data_read()
{
    m_left = m_padding;
    m_state = m_left > 0 ? State::padding : State::header;
    m_sink.data_end(m_header);
}

std::size_t FrameReader::take_payload(Bytes bytes, Stamp const& carried)
{
    auto const count = std::min<std::size_t>(m_left, bytes.size());
    m_left -= static_cast<std::uint32_t>(count);
    m_marks.add(m_held.size(), carried);
    if (m_left > 0 || !m_held.empty())
        m_held += as_text(bytes.first(count));
    if (m_left > 0)
        return count;
    m_state = State::header;
    if (m_held.empty()) {
        m_sink.frame(m_header, bytes.first(count), m_marks);
        return count;
    }
    auto const payload = std::exchange(m_held, {});
    m_sink.frame(m_header, as_bytes(payload), m_marks);
    return count;
}

std::size_t FrameReader::skip(Bytes bytes)
{
    auto const count = std::min<std::size_t>(m_left, bytes.size());
    if (m_state == State::skipped)
        m_sink.stray(bytes.first(count));
    m_left -= static_cast<std::uint32_t>(count);
    if (m_left == 0)
        m_state = State::header;
    return count;
}

std::size_t FrameReader::take_lost(Bytes bytes)
{
    // A frame that others follow is taken before one that only looks like it: shifted by a byte,
    // a header often looks like another.
    constexpr auto none = static_cast<std::size_t>(-1);
    auto found = none;
    std::size_t at = 0;
    for (; bytes.size() - at >= FrameHeader::size; ++at) {
        auto const likeness = looks_like_frame(bytes.subspan(at), m_shown);
        if (likeness == Likeness::no)
            continue;
        found = likeness == Likeness::yes ? at : std::min(found, at);
        if (likeness == Likeness::yes)
            break;
    }
    auto const begin = found == none ? at : found;
    if (begin > 0)
        m_sink.stray(bytes.first(begin));
    if (found != none) {
        m_state = State::header;
        return begin;
    }
    m_held = as_text(bytes.subspan(begin));
    return bytes.size();
}

/// What is held is all there will be of the frame at hand.
void FrameReader::cut_off()
{
    auto const held = std::exchange(m_held, {});
    switch (m_state) {
    case State::payload:
        m_sink.cut_frame(m_header, as_bytes(held), m_marks);
        break;
    case State::opening:
    case State::header:
    case State::lost:
        if (!held.empty())
            m_sink.stray(as_bytes(held));
        break;
    case State::pad_length:
    case State::data:
    case State::padding:
    case State::skipped:
        break;
    }
}

void FrameReader::gap(std::uint64_t count)
{
    bool const inside = m_state == State::pad_length || m_state == State::data
                        || m_state == State::padding || m_state == State::payload
                        || m_state == State::skipped;
    if (m_state == State::data || m_state == State::pad_length)
        m_sink.data_gap(m_header, std::min<std::uint64_t>(count, m_left));
    if (!inside || count > std::uint64_t{m_left} + (m_state == State::data ? m_padding : 0)) {
        cut_off();
        lose("http2: frames missing");
        return;
    }
    auto missing = static_cast<std::uint32_t>(count);
    if (m_state == State::payload) {
        cut_off();
        m_header.type = FrameType::ping; // what is left of it says nothing
        m_left -= missing;
        m_state = m_left > 0 ? State::padding : State::header;
        return;
    }
    if (m_state == State::pad_length) // the padding, if there is any, will pass for data
        m_state = State::data;
    auto const of_content = std::min(missing, m_left);
    m_left -= of_content;
    missing -= of_content;
    if (m_left > 0)
        return;
    if (m_state == State::data) {
        data_read();
        m_left -= missing;
    }
    if (m_left == 0)
        m_state = State::header;
}

void FrameReader::finish()
{
    cut_off();
    m_state = State::lost;
}

void FrameReader::lose(std::string_view why)
{
    m_tally.count(why);
    m_state = State::lost;
    m_sink.lost();
}

} // namespace petze::http2

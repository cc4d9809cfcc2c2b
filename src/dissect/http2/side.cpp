#include "dissect/http2/side.h"

#include "base/byte_reader.h"
#include "base/limits.h"

#include <algorithm>
#include <utility>

namespace petze::http2 {

namespace {

/// What a frame holds behind its fixed fields and before its padding (RFC 9113 §6.2, §6.6).
struct Fragment {
    Bytes bytes;
    std::size_t begin{}; // in the payload
    std::uint32_t promised{};
};

Fragment fragment_of(FrameHeader const& header, Bytes payload, bool whole)
{
    ByteReader in{payload};
    Fragment out;
    std::size_t const padding = header.has(flags::padded) ? in.u8() : 0;
    if (header.type == FrameType::push_promise)
        out.promised = in.u32() & 0x7fffffff;
    else if (header.has(flags::priority))
        in.skip(5);
    out.begin = in.offset();
    out.bytes = in.rest();
    if (whole)
        out.bytes = out.bytes.first(out.bytes.size() - std::min(padding, out.bytes.size()));
    return out;
}

} // namespace

void Side::frame(FrameHeader const& header, Bytes payload, Marks const& marks)
{
    // RFC 9113 §6.10: nothing stands between the frames of one block.
    if (m_holds_block && header.type != FrameType::continuation) {
        m_connection.layers().tally.count("http2: header block broken off");
        end_held_block(false);
    }
    switch (header.type) {
    case FrameType::headers:
    case FrameType::push_promise:
        begin_block(header, payload, marks, true);
        break;
    case FrameType::continuation:
        continue_block(header, payload, marks, true);
        break;
    case FrameType::settings:
        settings(payload);
        break;
    case FrameType::rst_stream:
        m_connection.reset(header.stream);
        break;
    case FrameType::goaway:
        go_away(payload);
        break;
    case FrameType::data:
    case FrameType::priority:
    case FrameType::ping:
    case FrameType::window_update:
        break;
    default: // RFC 9113 §5.5: extensions, such as ALTSVC and PRIORITY_UPDATE
        m_connection.stray().take(m_direction, payload, header.stream);
        break;
    }
}

void Side::cut_frame(FrameHeader const& header, Bytes payload, Marks const& marks)
{
    if (header.type == FrameType::headers || header.type == FrameType::push_promise) {
        if (m_holds_block)
            end_held_block(false);
        begin_block(header, payload, marks, false);
    } else if (header.type == FrameType::continuation) {
        continue_block(header, payload, marks, false);
    } else if (header.type > FrameType::continuation) {
        m_connection.stray().take(m_direction, payload, header.stream);
    }
}

void Side::settings(Bytes payload)
{
    // The table size that is announced here bounds what the other side's encoder declares by
    // itself (RFC 7541 §4.2); that is followed.
    constexpr std::uint16_t max_frame_size = 5;
    ByteReader in{payload};
    while (in.remaining() >= 6) {
        auto const name = in.u16();
        auto const value = in.u32();
        auto& largest = m_connection.shown().largest_frame;
        if (name == max_frame_size)
            largest = std::max(largest, std::min(value, 0xffffffu));
    }
}

// RFC 9113 §6.8: the debug data may be any text.
void Side::go_away(Bytes payload)
{
    constexpr std::size_t fixed = 8;
    if (payload.size() > fixed)
        m_connection.stray().take(m_direction, payload.subspan(fixed));
}

void Side::begin_block(FrameHeader const& header, Bytes payload, Marks const& marks, bool whole)
{
    auto const fragment = fragment_of(header, payload, whole);
    bool const pushes = header.type == FrameType::push_promise;
    Block const block{header.stream, pushes ? fragment.promised : header.stream,
                      !pushes && header.has(flags::end_stream)};
    if (!whole || header.has(flags::end_headers)) {
        read_block(block, fragment.bytes, marks, fragment.begin, whole);
        return;
    }
    m_holds_block = true;
    m_block = block;
    m_held = as_text(fragment.bytes);
    m_marks.clear();
    for (auto mark = marks.at(fragment.begin); mark != marks.end(); ++mark)
        m_marks.add(mark->begin - std::min(mark->begin, fragment.begin), mark->stamp);
}

void Side::continue_block(FrameHeader const& header, Bytes payload, Marks const& marks, bool whole)
{
    if (!m_holds_block || header.stream != m_block.stream) {
        // Its beginning is missing, and what it holds cannot be read without.
        m_connection.layers().tally.count("http2: header block without its beginning");
        end_held_block(false);
        m_hpack.lose();
        return;
    }
    auto const room =
        limits::http_header_bytes - std::min(m_held.size(), limits::http_header_bytes);
    if (payload.size() > room) {
        m_connection.layers().tally.count("http2: limit of header bytes");
        payload = payload.first(room);
        whole = false;
    }
    for (auto mark = marks.at(0); mark != marks.end(); ++mark)
        m_marks.add(m_held.size() + mark->begin, mark->stamp);
    m_held += as_text(payload);
    if (!whole || header.has(flags::end_headers))
        end_held_block(whole);
}

void Side::end_held_block(bool whole)
{
    if (!std::exchange(m_holds_block, false))
        return;
    auto const held = std::exchange(m_held, {});
    read_block(m_block, as_bytes(held), m_marks, 0, whole);
}

void Side::read_block(Block const& block, Bytes bytes, Marks const& marks, std::size_t first,
                      bool whole)
{
    HeaderLines lines;
    auto& tally = m_connection.layers().tally;
    switch (m_hpack.decode(bytes, whole, lines)) {
    case HpackDecoder::Outcome::whole:
        break;
    case HpackDecoder::Outcome::in_part:
        tally.count("http2: header fields that refer to missing ones");
        break;
    case HpackDecoder::Outcome::malformed:
        tally.count(whole ? "http2: malformed header block" : "http2: header block cut off");
        break;
    case HpackDecoder::Outcome::over_limit:
        tally.count("http2: limit of header bytes");
        break;
    }
    tell_block(block, lines, marks, first);
}

void Side::tell_block(Block const& block, HeaderLines const& lines, Marks const& marks,
                      std::size_t first)
{
    auto* const exchange = m_connection.exchange(block.promised);
    if (!exchange) { // a late one, on a stream that has ended
        http::FieldTeller const teller{m_connection.layers(),
                                       m_connection.parent(),
                                       m_part == http::Part::request ? "http2:request:"
                                                                     : "http2:response:",
                                       {m_direction, {}}};
        teller.headers(lines, marks, first);
        return;
    }
    if (block.promised != block.stream) {
        exchange->pushed();
        exchange->section(http::Part::request, lines, marks, first);
        m_connection.end(block.promised, http::Part::request);
        return;
    }
    if (m_direction == Direction::to_server)
        m_connection.begin_request(block.stream);
    exchange->section(m_part, lines, marks, first);
    if (block.ends_stream)
        m_connection.end(block.stream, m_part);
}

void Side::data(FrameHeader const& header, Bytes piece)
{
    auto* const exchange = m_connection.exchange(header.stream);
    if (!exchange || !exchange->data(m_part, piece))
        m_connection.stray().take(m_direction, piece, header.stream);
}

void Side::data_gap(FrameHeader const& header, std::uint64_t count)
{
    m_connection.layers().tally.count("http2: bytes missing in a body");
    if (auto* const exchange = m_connection.exchange(header.stream))
        exchange->gap(m_part, count);
}

void Side::data_end(FrameHeader const& header)
{
    if (header.has(flags::end_stream))
        m_connection.end(header.stream, m_part);
}

void Side::lost()
{
    end_held_block(false);
    m_hpack.lose();
    m_connection.lost(m_direction);
}

void Side::stray(Bytes piece)
{
    m_connection.stray().take(m_direction, piece);
}

void Side::finish()
{
    end_held_block(false);
    m_connection.finish(m_direction);
}

} // namespace petze::http2

#include "dissect/http1/message_reader.h"

#include "base/limits.h"
#include "base/text.h"
#include "dissect/http1/start_line.h"

#include <algorithm>
#include <charconv>

namespace petze::http1 {

namespace {

// RFC 9110 §8.6: digits; the same number twice ("5, 5") is that number.
std::optional<std::uint64_t> content_length(std::string_view value)
{
    std::optional<std::uint64_t> found;
    while (true) {
        auto const comma = value.find(',');
        auto const one = trim(value.substr(0, comma));
        std::uint64_t number{};
        auto const [end, trouble] = std::from_chars(one.data(), one.data() + one.size(), number);
        if (trouble != std::errc{} || end != one.data() + one.size() || (found && *found != number))
            return {};
        found = number;
        if (comma == npos)
            return found;
        value.remove_prefix(comma + 1);
    }
}

} // namespace

Framing declared_framing(HeaderLines const& head, Framing otherwise)
{
    bool coded = false;
    bool chunked = false;
    for (auto const& line : head.lines)
        if (equal_ignoring_case(line.name, "transfer-encoding")) {
            coded = true;
            auto const last = trim(std::string_view{line.value}.substr(line.value.rfind(',') + 1));
            chunked = equal_ignoring_case(last, "chunked");
        }
    if (coded)
        return {chunked ? Framing::Kind::chunked : Framing::Kind::until_close, 0};
    auto const* length = find_header(head.lines, "content-length");
    if (!length)
        return otherwise;
    if (auto const number = content_length(*length))
        return {*number == 0 ? Framing::Kind::none : Framing::Kind::length, *number};
    return {Framing::Kind::until_close, 0};
}

void MessageReader::take(Bytes piece, Stamp const& carried)
{
    auto text = as_text(piece);
    // What was held back is looked at again together with what follows it, and no more of it than
    // is needed to go on without a copy.
    while (!m_held.empty() && !text.empty()) {
        m_marks.add(m_held.size(), carried);
        auto held = std::move(m_held);
        m_held.clear();
        auto const before = held.size();
        held += text;
        auto const used = step(held);
        if (used == 0) { // not enough yet
            m_held = std::move(held);
            return;
        }
        m_looked_at = 0;
        m_marks.clear();
        if (used < before) {
            m_held = held.substr(used);
            m_held.resize(before - used);
            m_marks.add(0, carried);
        } else {
            text.remove_prefix(used - before);
        }
    }
    while (!text.empty()) {
        if (m_marks.at(0) == m_marks.end())
            m_marks.add(0, carried);
        auto const used = step(text);
        text.remove_prefix(used);
        if (used == 0) {
            m_held = text;
            return;
        }
        m_looked_at = 0;
        m_marks.clear();
    }
}

/// Works on the front of the text; 0 where more of it is needed.
std::size_t MessageReader::step(std::string_view text)
{
    switch (m_state) {
    case State::start:
        return take_start(text);
    case State::head:
        return take_head(text);
    case State::length:
    case State::chunk_data:
        return take_counted(text);
    case State::chunk_size:
        return take_chunk_size(text);
    case State::chunk_end:
        return take_chunk_end(text);
    case State::trailers:
        return take_trailers(text);
    case State::until_close:
        m_sink.body(as_bytes(text));
        return text.size();
    case State::tunnel:
        m_sink.tunnel(as_bytes(text));
        return text.size();
    case State::lost:
        return take_lost(text);
    }
    return text.size();
}

std::size_t MessageReader::take_start(std::string_view text)
{
    if (m_sink.begins_tunnel(as_bytes(text))) {
        m_state = State::tunnel;
        m_sink.tunnel(as_bytes(text));
        return text.size();
    }
    // RFC 9112 §2.2: an empty line before a message is passed over.
    if (auto const begin = text.find_first_not_of("\r\n"); begin != 0)
        return std::min(begin, text.size());
    auto const end = text.find('\n');
    if (end == npos && text.size() < limits::http_header_bytes
        && looks_like_http(m_direction, as_bytes(text)) != Likeness::no)
        return 0;
    if (end == npos || !is_start_line(m_direction, text.substr(0, end))) {
        lose("http: bytes between messages");
        return take_lost(text);
    }
    m_state = State::head;
    return take_head(text);
}

std::size_t MessageReader::take_head(std::string_view text)
{
    auto end = end_of_block(text, m_looked_at);
    if (end == npos && text.size() < limits::http_header_bytes) {
        m_looked_at = text.size();
        return 0;
    }
    if (end == npos) {
        m_tally.count("http: limit of header bytes");
        end = limits::http_header_bytes;
        read_head(text.substr(0, end), false);
        return end;
    }
    read_head(text.substr(0, end), true);
    return end;
}

void MessageReader::read_head(std::string_view block, bool whole)
{
    auto const line_end = std::min(block.find('\n'), block.size());
    auto const first_header = std::min(line_end + 1, block.size());
    auto const headers = parse_header_lines(block.substr(first_header), limits::http_headers);
    auto const framing =
        m_sink.head({trim(block.substr(0, line_end)), headers, m_marks, first_header, whole});
    if (!whole) {
        m_state = State::lost;
        m_sink.end(false);
        return;
    }
    m_left = framing.length;
    switch (framing.kind) {
    case Framing::Kind::none:
        end_message(true);
        break;
    case Framing::Kind::length:
        m_state = State::length;
        break;
    case Framing::Kind::chunked:
        m_state = State::chunk_size;
        break;
    case Framing::Kind::until_close:
        m_state = State::until_close;
        break;
    case Framing::Kind::tunnel:
        end_message(true);
        m_state = State::tunnel;
        break;
    }
}

std::size_t MessageReader::take_counted(std::string_view text)
{
    auto const count = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, text.size()));
    m_sink.body(as_bytes(text.substr(0, count)));
    m_left -= count;
    if (m_left > 0)
        return count;
    if (m_state == State::length)
        end_message(true);
    else
        m_state = State::chunk_end;
    return count;
}

// RFC 9112 §7.1: the size in hex, extensions after a semicolon, and the line's end.
std::size_t MessageReader::take_chunk_size(std::string_view text)
{
    auto const end = text.find('\n');
    if (end == npos && text.size() < limits::http_line_bytes)
        return 0;
    auto const line = trim(text.substr(0, end));
    std::uint64_t size{};
    auto const [rest, trouble] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
    auto const after = line.substr(static_cast<std::size_t>(rest - line.data()));
    if (end == npos || trouble != std::errc{}
        || (!after.empty() && std::string_view{" \t;"}.find(after[0]) == npos)) {
        m_sink.end(false);
        lose("http: malformed chunk size");
        return take_lost(text);
    }
    m_left = size;
    m_state = size == 0 ? State::trailers : State::chunk_data;
    return end + 1;
}

std::size_t MessageReader::take_chunk_end(std::string_view text)
{
    auto const length = text[0] == '\r' ? std::size_t{2} : std::size_t{1};
    if (text.size() < length)
        return 0;
    if (text[length - 1] != '\n') {
        m_sink.end(false);
        lose("http: chunk longer than its size");
        return take_lost(text);
    }
    m_state = State::chunk_size;
    return length;
}

std::size_t MessageReader::take_trailers(std::string_view text)
{
    std::size_t end = text.starts_with('\n') ? 1 : text.starts_with("\r\n") ? 2 : 0;
    if (end == 0) {
        end = end_of_block(text, m_looked_at);
        m_looked_at = text.size();
        if (end == npos && text.size() < limits::http_header_bytes)
            return 0;
        end = std::min(end, text.size());
        m_sink.trailers(parse_header_lines(text.substr(0, end), limits::http_headers),
                        m_marks.frames(0, end));
    }
    end_message(true);
    return end;
}

std::size_t MessageReader::take_lost(std::string_view text)
{
    for (std::size_t begin = 0; begin < text.size();) {
        auto const end = text.find('\n', begin);
        auto const line = text.substr(begin, end - begin);
        bool const open = end == npos && line.size() < limits::http_line_bytes
                          && looks_like_http(m_direction, as_bytes(line)) != Likeness::no;
        if (open || (end != npos && is_start_line(m_direction, line))) {
            if (!open)
                m_state = State::start;
            if (begin > 0)
                m_sink.stray(as_bytes(text.substr(0, begin)));
            else if (!open)
                return take_start(text);
            return begin; // 0: more is needed
        }
        if (end == npos)
            break;
        begin = end + 1;
    }
    m_sink.stray(as_bytes(text));
    return text.size();
}

void MessageReader::end_message(bool complete)
{
    m_state = State::start;
    m_sink.end(complete);
}

void MessageReader::lose(std::string_view why)
{
    m_tally.count(why);
    m_state = State::lost;
}

/// What is held is all there will be of the message at hand.
void MessageReader::cut_off(std::string_view held)
{
    switch (m_state) {
    case State::head:
        read_head(held, false);
        break;
    case State::start:
    case State::lost:
        if (!held.empty())
            m_sink.stray(as_bytes(held));
        break;
    case State::trailers:
        m_sink.trailers(parse_header_lines(held, limits::http_headers),
                        m_marks.frames(0, held.size()));
        m_sink.end(false);
        break;
    case State::length:
    case State::chunk_size:
    case State::chunk_data:
    case State::chunk_end:
        m_sink.end(false);
        break;
    case State::until_close:
    case State::tunnel:
        break;
    }
}

void MessageReader::gap(std::uint64_t count)
{
    if (m_state == State::tunnel) {
        m_sink.tunnel_gap(count);
        return;
    }
    auto const held = std::move(m_held);
    m_held.clear();
    m_looked_at = 0;
    bool const in_body = m_state == State::length || m_state == State::chunk_data;
    if (m_state == State::until_close) {
        m_sink.body_gap();
    } else if (in_body && count <= m_left) {
        m_left -= count;
        m_sink.body_gap();
        if (m_left == 0 && m_state == State::length)
            end_message(false);
        else if (m_left == 0)
            m_state = State::chunk_end;
    } else {
        if (in_body)
            m_sink.body_gap();
        cut_off(held);
        lose("http: bytes missing between messages");
        m_sink.stray_gap();
    }
    m_marks.clear();
}

void MessageReader::finish()
{
    auto const held = std::move(m_held);
    m_held.clear();
    if (m_state == State::until_close)
        m_sink.end(true);
    else
        cut_off(held);
    m_state = State::lost;
}

} // namespace petze::http1

#include "dissect/multipart/multipart.h"

#include "base/limits.h"
#include "base/text.h"

#include <algorithm>

namespace petze {

namespace {

constexpr std::size_t most_headers = 64;

} // namespace

MultipartReader::MultipartReader(std::string_view boundary, MultipartHandler& handler)
    : m_handler(handler)
    , m_delimiter("\n--")
    , m_held("\n") // so that the first delimiter is one like the others; never told
{
    m_delimiter += boundary;
}

void MultipartReader::take(Bytes piece)
{
    if (m_held.empty()) {
        work(as_text(piece));
        return;
    }
    auto held = std::move(m_held);
    held += as_text(piece);
    m_held.clear();
    work(held);
}

void MultipartReader::work(std::string_view text)
{
    while (!text.empty()) {
        auto const state = m_state;
        auto const used = state == State::head ? take_head(text) : take_data(text);
        text.remove_prefix(used);
        if (used == 0 && state == m_state)
            break;
    }
    m_held = text;
}

std::size_t MultipartReader::take_head(std::string_view text)
{
    auto const looked_at = m_head_searched;
    m_head_searched = text.size();
    auto const end = end_of_block(text, looked_at);
    // A head without its empty line: the next delimiter ends it.
    auto const delimiter =
        text.find(m_delimiter, looked_at - std::min(looked_at, m_delimiter.size()));
    if (end == npos && delimiter == npos && text.size() <= limits::multipart_header_bytes)
        return 0;
    m_state = State::data;
    auto const used = std::min({end, delimiter, text.size()});
    begin_part(text.substr(0, used));
    return used;
}

std::size_t MultipartReader::take_data(std::string_view text)
{
    auto const match = m_state == State::epilogue ? Match{} : find_delimiter(text);
    if (match.found == Found::nothing) {
        auto const tail = m_state == State::epilogue ? 0 : undecided_tail(text);
        tell(text.substr(0, text.size() - tail));
        return text.size() - tail;
    }
    tell(text.substr(0, match.data_end));
    if (match.found == Found::undecided)
        return match.data_end;
    if (m_state == State::data)
        end_part(m_whole);
    m_state = match.found == Found::close ? State::epilogue : State::head;
    m_head_searched = 0;
    return match.match_end;
}

MultipartReader::Match MultipartReader::find_delimiter(std::string_view text) const
{
    for (auto at = text.find(m_delimiter); at != npos; at = text.find(m_delimiter, at + 1)) {
        auto const data_end = at > 0 && text[at - 1] == '\r' ? at - 1 : at;
        auto const end = at + m_delimiter.size();
        auto const after = text.substr(end, 2);
        if (after.empty() || after == "-")
            return {Found::undecided, data_end, end};
        if (after == "--")
            return {Found::close, data_end, end + 2};
        // Else a longer boundary, that of a multipart around this one perhaps.
        if (std::string_view{" \t\r\n"}.find(after[0]) != npos)
            return {Found::delimiter, data_end, end};
    }
    return {};
}

// How much at the end may be the beginning of a delimiter.
std::size_t MultipartReader::undecided_tail(std::string_view text) const
{
    if (text.ends_with('\r'))
        return 1;
    auto const near = text.substr(text.size() - std::min(text.size(), m_delimiter.size()));
    auto const newline = near.rfind('\n');
    if (newline == npos || !std::string_view{m_delimiter}.starts_with(near.substr(newline)))
        return 0;
    auto const tail = near.size() - newline;
    return tail + (text.size() > tail && text[text.size() - tail - 1] == '\r' ? 1 : 0);
}

void MultipartReader::tell(std::string_view data)
{
    if (m_at_start && !data.empty()) {
        m_at_start = false;
        data.remove_prefix(1); // the newline that is not the sender's
    }
    if (data.empty())
        return;
    if (m_state == State::data)
        m_handler.part_data(as_bytes(data));
    else
        m_handler.between_parts(as_bytes(data));
}

void MultipartReader::begin_part(std::string_view head)
{
    m_whole = true;
    m_at_start = false;
    m_handler.part_begins(parse_header_lines(head, most_headers));
}

void MultipartReader::end_part(bool whole)
{
    m_handler.part_ends(whole);
}

void MultipartReader::gap()
{
    auto const held = std::move(m_held);
    m_held.clear();
    if (m_state == State::head) {
        m_state = State::data;
        begin_part(held);
    } else {
        tell(held);
    }
    m_at_start = false;
    m_whole = false;
    m_handler.lost();
}

void MultipartReader::finish()
{
    auto const held = std::move(m_held);
    m_held.clear();
    auto const match = find_delimiter(held);
    if (m_state == State::head) {
        m_state = State::data;
        begin_part(held);
        m_whole = false;
    } else if (m_state != State::epilogue && match.found == Found::undecided) {
        tell(std::string_view{held}.substr(0, match.data_end)); // the delimiter itself is whole
    } else {
        tell(held);
        m_whole = false;
    }
    if (m_state == State::data)
        end_part(m_whole);
    m_state = State::epilogue;
}

std::string_view boundary_of(Bytes first)
{
    constexpr std::size_t longest = 70;    // RFC 2046 §5.1.1
    if (!as_text(first).starts_with("--")) // asked at every byte of what is not known
        return {};
    auto const text = as_text(first).substr(0, longest + 3);
    auto const end = text.find_first_of("\r\n");
    if (end == npos || end < 3)
        return {};
    auto const boundary = text.substr(2, end - 2);
    auto const printable = [](char c) { return c > ' ' && c < 0x7f; };
    return std::all_of(boundary.begin(), boundary.end(), printable) ? boundary : std::string_view{};
}

} // namespace petze

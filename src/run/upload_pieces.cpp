#include "run/upload_pieces.h"

#include "base/limits.h"

namespace petze {

UploadPieces::~UploadPieces()
{
    for (auto const& [at, waiting] : m_waiting)
        drop(waiting);
}

void UploadPieces::begin(UploadPiece const& first)
{
    if (first.part > 0 || !first.part_name.empty())
        m_at = {1, 0};
    m_holds |= first.is_held;
}

void UploadPieces::take(UploadPiece&& piece)
{
    number(piece);
    keep(std::move(piece));
    go_on();
}

/// Parts with names have numbers, in the order in which they come.
void UploadPieces::number(UploadPiece& piece)
{
    if (piece.part_name.empty())
        return;
    if (m_numbers.size() >= limits::upload_waiting_pieces && !m_numbers.contains(piece.part_name)) {
        m_tally.count("upload: limit upload_waiting_pieces");
        piece.bytes.clear();
        return;
    }
    piece.part = m_numbers.try_emplace(piece.part_name, m_numbers.size() + 1).first->second;
}

void UploadPieces::keep(UploadPiece&& piece)
{
    bool const ends = piece.part_over && piece.part_whole;
    if (piece.bytes.empty() && !ends)
        return;
    if (m_waiting.size() >= limits::upload_waiting_pieces) {
        m_tally.count("upload: limit upload_waiting_pieces");
        m_holds = false;
        skip_hole();
    }
    auto const size = piece.bytes.size();
    auto const [at, fresh] = m_waiting.try_emplace({piece.part, piece.offset});
    auto& waiting = at->second;
    waiting.ends_part |= ends && piece.part > 0;
    waiting.ends_all |= ends && piece.is_last;
    if (size > waiting.bytes.size()) {
        m_kept_bytes += size - waiting.bytes.size();
        waiting.bytes = std::move(piece.bytes);
        waiting.carried = piece.carried;
    }
    if (m_holds && m_kept_bytes > limits::upload_held_bytes) {
        m_tally.count("upload: limit upload_held_bytes");
        release();
    }
    go_on();
    while (m_kept_bytes > limits::upload_waiting_bytes && !m_waiting.empty()) {
        m_tally.count("upload: limit upload_waiting_bytes");
        m_holds = false;
        skip_hole();
    }
}

// False where something is missing before it.
bool UploadPieces::go_on_with(Position at, Waiting const& next)
{
    if (at > m_at)
        return false;
    if (at.first < m_at.first)
        return true; // sent again
    auto const known = m_at.second - at.second;
    if (known < next.bytes.size()) {
        m_reader.read(Bytes{next.bytes}.subspan(static_cast<std::size_t>(known)), next.carried);
        m_at.second = at.second + next.bytes.size();
    }
    if (known > next.bytes.size())
        return true;
    m_at_end |= next.ends_all;
    if (next.ends_part)
        m_at = {at.first + 1, 0};
    return true;
}

/// Its parts stand as they came.
void UploadPieces::release()
{
    m_holds = false;
    go_on();
}

void UploadPieces::set_order(std::vector<std::string> const& names)
{
    if (!m_holds || names.empty())
        return;
    std::map<std::uint64_t, std::uint64_t> numbers; // as they came, as they stand
    for (auto const& name : names)
        if (auto const at = m_numbers.find(name); at != m_numbers.end())
            numbers.try_emplace(at->second, numbers.size() + 1);
        else // one that was never seen
            numbers.try_emplace(~numbers.size(), numbers.size() + 1);
    std::map<Position, Waiting> ordered;
    for (auto& [at, waiting] : m_waiting)
        if (auto const number = numbers.find(at.first); number != numbers.end())
            ordered.emplace(Position{number->second, at.second}, std::move(waiting));
        else
            drop(waiting);
    m_waiting = std::move(ordered);
}

void UploadPieces::become_part(std::uint64_t number, std::optional<std::uint64_t> total)
{
    std::map<Position, Waiting> numbered;
    for (auto& [at, waiting] : m_waiting)
        numbered.emplace(Position{number, at.second}, std::move(waiting));
    if (!numbered.empty()) {
        auto& [at, last] = *numbered.rbegin();
        last.ends_part =
            at.second + last.bytes.size() == total.value_or(at.second + last.bytes.size());
    }
    m_waiting = std::move(numbered);
    m_at = {1, 0};
}

void UploadPieces::go_on()
{
    while (!m_waiting.empty() && !m_holds) {
        auto const first = m_waiting.begin();
        if (!go_on_with(first->first, first->second))
            return;
        drop(first->second);
        m_waiting.erase(first);
    }
}

/// What is missing will not come any more.
void UploadPieces::skip_hole()
{
    if (m_waiting.empty())
        return;
    m_reader.gap();
    m_at = m_waiting.begin()->first;
    go_on();
}

void UploadPieces::finish()
{
    release();
    while (!m_waiting.empty())
        skip_hole();
}

} // namespace petze

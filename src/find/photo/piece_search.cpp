#include "find/photo/piece_search.h"

#include <algorithm>
#include <bitset>
#include <cstring>
#include <span>
#include <tuple>

namespace petze {

namespace {

bool earlier(Stamp const& a, Stamp const& b)
{
    return std::tuple{a.capture, a.frame} < std::tuple{b.capture, b.frame};
}

// Flat skies compress to the same few bytes again and again, in everybody's photos.
bool holds_only_repeats(Bytes piece)
{
    constexpr std::size_t least_different = 40; // of 64 bytes at random some 57 are
    for (std::size_t at = 0; at + PieceIndex::least_piece <= piece.size();
         at += PieceIndex::least_piece) {
        std::bitset<256> seen;
        for (auto const byte : piece.subspan(at, PieceIndex::least_piece))
            seen.set(byte);
        if (seen.count() >= least_different)
            return false;
    }
    return true;
}

} // namespace

void PieceSearch::take(Bytes piece, Stamp const& stamp)
{
    if (m_index.empty())
        return;
    for (auto rest = piece; !rest.empty();)
        rest = rest.subspan(m_running ? follow(rest, stamp) : scan(rest, stamp));
    if (!m_running)
        keep(piece, stamp);
}

// Returns how much of it goes on with the photo.
std::size_t PieceSearch::follow(Bytes piece, Stamp const& stamp)
{
    auto const rest = m_index.photo(m_run.photo).subspan(m_run.next);
    auto const most = std::min(rest.size(), piece.size());
    auto same = most;
    if (std::memcmp(rest.data(), piece.data(), most) != 0)
        same = static_cast<std::size_t>(
            std::mismatch(piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(most),
                          rest.begin())
                .first
            - piece.begin());
    m_run.next += same;
    m_run.length += same;
    if (same > 0) {
        m_run.first = std::min(m_run.first, stamp, earlier);
        m_run.last = std::max(m_run.last, stamp, earlier);
    }
    if (same < piece.size())
        end_run();
    return same;
}

// Up to the end of the piece, or as far as a photo goes; returns how far that is.
std::size_t PieceSearch::scan(Bytes piece, Stamp const& stamp)
{
    std::size_t done = 0;
    if (m_kept_count > 0) {
        auto const first = std::min(piece.size(), kept_bytes);
        std::copy_n(m_kept.begin(), m_kept_count, m_border.begin());
        std::copy_n(piece.begin(), first,
                    m_border.begin() + static_cast<std::ptrdiff_t>(m_kept_count));
        auto const border = Bytes{m_border}.first(m_kept_count + first);
        auto const kept = m_kept_count;
        done = look_through(border, kept, kept, stamp) - kept;
        if (done < first || m_running)
            return done;
    }
    return look_through(piece, done, 0, stamp);
}

// The same in one text, whose first bytes were kept, and those before `from` looked through.
std::size_t PieceSearch::look_through(Bytes text, std::size_t from, std::size_t kept,
                                      Stamp const& stamp)
{
    constexpr std::size_t step = 1024, most = 64;
    struct Chosen {
        std::uint32_t hash;
        std::size_t at;
    };
    std::array<Chosen, most> chosen;
    for (auto at = from; at < text.size();) {
        std::size_t count = 0;
        at = m_winnower.take(text.first(std::min(at + step, text.size())), at,
                             [&](std::uint32_t hash, std::size_t begin) {
                                 m_index.prefetch(hash);
                                 chosen[count] = {hash, begin};
                                 return ++count == most;
                             });
        for (auto const& [hash, begin] : std::span{chosen}.first(count))
            if (auto const place = m_index.find(hash, text.subspan(begin, Winnower::block_bytes)))
                if (auto const end = compare(*place, text, begin, kept, stamp);
                    end > at || m_running) {
                    restart();
                    return end;
                }
    }
    return text.size();
}

// What stands at and around `at` against the photo; returns where they part.
std::size_t PieceSearch::compare(PieceIndex::Place const& place, Bytes text, std::size_t at,
                                 std::size_t kept, Stamp const& stamp)
{
    auto const photo = m_index.photo(place.photo);
    auto const before = std::min<std::size_t>(at, place.offset);
    std::size_t back = 0;
    while (back < before && text[at - 1 - back] == photo[place.offset - 1 - back])
        ++back;
    auto const here = text.subspan(at);
    auto const there = photo.subspan(place.offset);
    auto const most = static_cast<std::ptrdiff_t>(std::min(here.size(), there.size()));
    auto const same = static_cast<std::size_t>(
        std::mismatch(here.begin(), here.begin() + most, there.begin()).first - here.begin());
    m_run = {place.photo, place.offset + same, back + same,
             at - back < kept ? stamp_at(at - back) : stamp, stamp};
    m_running = at + same == text.size();
    if (!m_running)
        end_run();
    return at + same;
}

void PieceSearch::end_run()
{
    m_running = false;
    auto const length = static_cast<std::size_t>(m_run.length);
    auto const piece = m_index.photo(m_run.photo).subspan(m_run.next - length, length);
    if (length < PieceIndex::least_piece || holds_only_repeats(piece))
        return;
    bool const to_its_end = m_run.next == m_index.photo(m_run.photo).size();
    for (auto& known : m_found)
        if (known.photo == m_run.photo) {
            known.longest = std::max(known.longest, m_run.length);
            known.to_its_end |= to_its_end;
            known.first = std::min(known.first, m_run.first, earlier);
            known.last = std::max(known.last, m_run.last, earlier);
            return;
        }
    m_found.push_back({m_run.photo, m_run.length, to_its_end, m_run.first, m_run.last});
}

void PieceSearch::restart()
{
    m_winnower.restart();
    m_kept_count = 0;
    m_marks.clear();
}

void PieceSearch::keep(Bytes piece, Stamp const& stamp)
{
    auto const from_piece = std::min(piece.size(), kept_bytes);
    auto const from_kept = std::min(m_kept_count, kept_bytes - from_piece);
    auto const dropped = m_kept_count - from_kept;
    std::copy_n(m_kept.begin() + static_cast<std::ptrdiff_t>(dropped), from_kept, m_kept.begin());
    std::copy_n(piece.last(from_piece).begin(), from_piece,
                m_kept.begin() + static_cast<std::ptrdiff_t>(from_kept));
    m_kept_count = from_kept + from_piece;
    if (from_kept == 0)
        m_marks.clear();
    auto const needed = std::find_if(m_marks.begin(), m_marks.end(),
                                     [&](Mark const& mark) { return mark.begin > dropped; });
    if (needed != m_marks.begin())
        m_marks.erase(m_marks.begin(), needed - 1);
    for (auto& mark : m_marks)
        mark.begin -= std::min(mark.begin, dropped);
    m_marks.push_back({from_kept, stamp});
}

Stamp const& PieceSearch::stamp_at(std::size_t kept) const
{
    auto mark = m_marks.end() - 1;
    while (mark != m_marks.begin() && mark->begin > kept)
        --mark;
    return mark->stamp;
}

void PieceSearch::gap()
{
    if (m_running)
        end_run();
    restart();
}

std::vector<PiecesFound> PieceSearch::finish()
{
    gap();
    return std::move(m_found);
}

} // namespace petze

#include "find/search/stream_search.h"

#include "find/search/edges.h"

#include <algorithm>
#include <tuple>

namespace petze {

/// A comparison that begins at a window.
struct StreamSearch::Begun {
    Comparison comparison;
    std::size_t begin{};  // in the context
    std::size_t window{}; // where it goes on
    Before before;
};

namespace {

constexpr std::size_t longest_region = least_digest_bits / 4; // in hex

/// The part of a text in which a region must lie as a whole, so that each is met once.
struct Extent {
    std::size_t first_begin{}, last_begin{}; // the last is not one of them
    std::size_t first_end{}, last_end{};     // both are

    bool holds(std::size_t begin, std::size_t end) const
    {
        return begin >= first_begin && begin < last_begin && end >= first_end && end <= last_end;
    }
};

/// Part of a text that was scanned, with what stands before it.
struct Context {
    Bytes text;
    std::size_t window{}; // where in it
    Extent extent;        // of it
};

Bytes outside_of(Bytes text, std::size_t begin)
{
    auto const length = std::min(begin, edge_bytes);
    return text.subspan(begin - length, length);
}

// Those groups of a window that agree with what stands before it. The context holds all that may
// belong to it and edge_bytes more, if there are so many.
template<typename Sink>
void begin_at(Variants const& variants, std::uint64_t window, std::size_t window_class,
              Context const& context, Sink const& begun)
{
    auto const at = context.window;
    for (auto const& group : variants.groups(window, window_class)) {
        if (group.head > at)
            continue;
        auto const region = at - group.shift;
        if (!context.extent.holds(region, region + region_bytes(window_class)))
            continue;
        auto const begin = at - group.head;
        if (!equal(context.text.subspan(begin, group.head),
                   variants.ordered(group.first).bytes.first(group.head), group.caseless))
            continue;
        Before const before{outside_of(context.text, begin), context.text.subspan(begin)};
        if (!before.touches || !group.standalone)
            begun(Comparison{group}, begin, before);
    }
}

// All classes of windows that may stand at a place of the text that was scanned.
template<typename Sink>
void begin_all(Variants const& variants, Bytes scanned, std::size_t at, unsigned suspects,
               Context const& context, Sink const& begun)
{
    auto const folded = folded_case(eight_bytes(scanned, at));
    for (std::size_t window_class = 0; window_class < window_bytes.size(); ++window_class)
        if ((suspects >> window_class & 1) != 0)
            begin_at(variants, window_of(folded, window_class), window_class, context, begun);
}

// The digests that may begin at or before a suspect place of the text that was scanned.
template<typename Sink>
void meet_digests(Digests const& digests, Bytes scanned, std::size_t at, unsigned suspects,
                  Extent const& extent, Sink const& met)
{
    auto const codings = suspects / Scanner::suspect_raw;
    if (codings == 0 || digests.empty())
        return;
    digests.meet(scanned, at, codings,
                 [&](std::uint32_t digest, DigestCoding coding, std::size_t begin) {
                     if (extent.holds(begin, begin + digests.least_length(digest, coding)))
                         met(digest, coding, begin);
                 });
}

auto order(Stamp const& stamp)
{
    return std::tuple{stamp.capture, stamp.frame};
}

} // namespace

void search_text(Searcher const& searcher, Bytes text, OccurrenceSink sink)
{
    auto const& variants = searcher.variants();
    searcher.scanner().scan(text, [&](std::size_t at, unsigned suspects) {
        Context const context{text, at, {0, text.size(), 0, text.size()}};
        begin_all(variants, text, at, suspects, context,
                  [&](Comparison comparison, std::size_t begin, Before const& before) {
                      comparison.advance(
                          variants, text.subspan(at), [&](std::uint32_t index, std::size_t length) {
                              auto const& variant = variants.ordered(index);
                              auto const end = at + length;
                              if (variant.whole && (begin > 0 || end < text.size()))
                                  return;
                              if (fits(variant, before) && fits_behind(variant, text.subspan(end)))
                                  sink({variant.needle, begin, end, {}, {}, variant.steps});
                          });
                  });
        meet_digests(
            searcher.digests(), text, at, suspects, context.extent,
            [&](std::uint32_t digest, DigestCoding coding, std::size_t begin) {
                DigestMatch match{digest, coding, outside_of(text, begin)};
                match.advance(searcher.digests(), text.subspan(begin));
                match.tell(searcher.digests(), {0, begin, begin + match.seen(), {}, {}}, sink);
            });
    });
}

void StreamSearch::Span::cover(Stamp const& stamp)
{
    // Packets may have come in another order than their bytes.
    if (order(stamp) < order(first))
        first = stamp;
    if (order(stamp) > order(last))
        last = stamp;
}

void StreamSearch::take(Bytes piece, Stamp const& stamp, OccurrenceSink sink)
{
    if (piece.empty() || m_searcher.empty())
        return;
    if (m_marks.empty() || m_marks.back().stamp != stamp)
        m_marks.push_back({m_offset, stamp});
    std::erase_if(m_whole, [&](Whole& whole) {
        whole.look_at(piece);
        return decide(whole, false, sink);
    });
    advance_waiting(piece, stamp, sink);
    join_border(piece);
    if (!m_tail.empty())
        scan_border(piece, sink);
    scan_piece(piece, sink);
    keep_tail(piece);
}

void StreamSearch::advance_waiting(Bytes piece, Stamp const& stamp, OccurrenceSink sink)
{
    std::erase_if(m_waiting, [&](Waiting& waiting) {
        waiting.span.cover(stamp);
        return !advance(waiting, piece, 0, sink);
    });
    std::erase_if(m_waiting_digests, [&](WaitingDigest& waiting) {
        auto const before = waiting.match.seen();
        bool const goes_on = waiting.match.advance(m_searcher.digests(), piece);
        if (waiting.match.seen() > before)
            waiting.span.cover(stamp);
        if (!goes_on)
            tell(waiting, sink);
        return !goes_on;
    });
}

// Regions that begin in the tail and end in the piece.
void StreamSearch::scan_border(Bytes piece, OccurrenceSink sink)
{
    constexpr auto overlap = longest_region - 1;
    auto const tail = m_tail.size();
    auto const from = tail - std::min(tail, overlap);
    auto const end = tail + std::min(piece.size(), overlap);
    auto const border = Bytes{m_scratch.border}.first(end);
    auto const scanned = border.subspan(from);
    m_searcher.scanner().scan(scanned, [&](std::size_t at, unsigned suspects) {
        Context const context{border, from + at, {from, tail, tail + 1, end}};
        begin_all(m_searcher.variants(), scanned, at, suspects, context,
                  [&](Comparison comparison, std::size_t begins, Before const& outside) {
                      begin({comparison, begins, from + at, outside}, m_offset - tail, piece, sink);
                  });
        Extent const extent{0, tail - from, tail - from + 1, scanned.size()};
        meet_digests(
            m_searcher.digests(), scanned, at, suspects, extent,
            [&](std::uint32_t digest, DigestCoding coding, std::size_t begins) {
                auto const before = from + begins;
                DigestMatch match{digest, coding, outside_of(border, before)};
                if (match.advance(m_searcher.digests(), border.subspan(before, tail - before)))
                    begin(match, m_offset - tail + before, piece, sink);
            });
    });
}

// Regions that lie in the piece as a whole; what stands before them may lie in the tail.
void StreamSearch::scan_piece(Bytes piece, OccurrenceSink sink)
{
    auto const near = near_bytes();
    auto const tail = m_tail.size();
    Bytes const border = m_scratch.border;
    m_searcher.scanner().scan(piece, [&](std::size_t at, unsigned suspects) {
        bool const inside = at >= near;
        auto const before = inside ? 0 : tail;
        auto const end = before + piece.size();
        Context const context{inside ? piece : border, before + at, {before, end, before, end}};
        begin_all(
            m_searcher.variants(), piece, at, suspects, context,
            [&](Comparison comparison, std::size_t begins, Before const& outside) {
                begin({comparison, begins, before + at, outside}, m_offset - before, piece, sink);
            });
        meet_digests(
            m_searcher.digests(), piece, at, suspects, {0, piece.size(), 0, piece.size()},
            [&](std::uint32_t digest, DigestCoding coding, std::size_t begins) {
                auto const outside = outside_of(context.text, before + begins);
                begin(DigestMatch{digest, coding, outside}, m_offset + begins, piece, sink);
            });
    });
}

void StreamSearch::begin(Begun const& begun, std::uint64_t context_begin, Bytes piece,
                         OccurrenceSink sink)
{
    auto const begin = context_begin + begun.begin;
    auto const window = context_begin + begun.window;
    Waiting waiting{begun.comparison, span_from(begin), begun.before};
    if (window < m_offset) { // the rest of the tail first: nothing ends in it
        auto const rest = Bytes{m_tail}.last(static_cast<std::size_t>(m_offset - window));
        if (!waiting.comparison.advance(m_searcher.variants(), rest, [](auto, auto) {}))
            return;
    }
    auto const from = window < m_offset ? 0 : static_cast<std::size_t>(window - m_offset);
    if (!advance(waiting, piece, from, sink))
        return;
    if (m_waiting.size() < most_waiting)
        m_waiting.push_back(waiting);
    else
        ++m_given_up;
}

void StreamSearch::begin(DigestMatch match, std::uint64_t begin, Bytes piece, OccurrenceSink sink)
{
    auto const from = begin < m_offset ? 0 : static_cast<std::size_t>(begin - m_offset);
    bool const goes_on = match.advance(m_searcher.digests(), piece.subspan(from));
    WaitingDigest const waiting{match, span_from(begin)};
    if (!goes_on)
        tell(waiting, sink);
    else if (m_waiting_digests.size() < most_waiting)
        m_waiting_digests.push_back(waiting);
    else
        ++m_given_up;
}

void StreamSearch::tell(WaitingDigest const& waiting, OccurrenceSink sink) const
{
    auto const& [match, span] = waiting;
    match.tell(m_searcher.digests(),
               {0, span.begin, span.begin + match.seen(), span.first, span.last}, sink);
}

// From there to the packet that is being read.
StreamSearch::Span StreamSearch::span_from(std::uint64_t begin) const
{
    auto mark =
        std::upper_bound(m_marks.begin(), m_marks.end(), begin,
                         [](std::uint64_t offset, Mark const& m) { return offset < m.offset; });
    if (mark != m_marks.begin())
        --mark;
    Span span{begin, mark->stamp, mark->stamp};
    for (++mark; mark != m_marks.end(); ++mark)
        span.cover(mark->stamp);
    return span;
}

// Goes on comparing at `from` in the piece. True where it must wait for more.
bool StreamSearch::advance(Waiting& waiting, Bytes piece, std::size_t from, OccurrenceSink sink)
{
    auto const rest = piece.subspan(from);
    return waiting.comparison.advance(
        m_searcher.variants(), rest, [&](std::uint32_t index, std::size_t length) {
            auto const& variant = m_searcher.variants().ordered(index);
            if (!fits(variant, waiting.before))
                return;
            Whole whole{index, m_offset + from + length, waiting.span};
            whole.look_at(rest.subspan(length));
            if (!decide(whole, false, sink))
                m_whole.push_back(whole);
        });
}

void StreamSearch::Whole::look_at(Bytes bytes)
{
    for (auto const byte : bytes.first(std::min(bytes.size(), behind.size() - seen)))
        behind[seen++] = byte;
}

// Whether enough was seen behind it; then it was told, if it is the value.
bool StreamSearch::decide(Whole const& whole, bool is_end, OccurrenceSink sink) const
{
    auto const& variant = m_searcher.variants().ordered(whole.variant);
    if (whole.seen < looked_at_behind(variant) && !is_end)
        return false;
    if (fits_behind(variant, Bytes{whole.behind}.first(whole.seen)))
        tell(whole, sink);
    return true;
}

void StreamSearch::tell(Whole const& whole, OccurrenceSink sink) const
{
    auto const& variant = m_searcher.variants().ordered(whole.variant);
    if (variant.whole) // a stream is no field
        return;
    sink({variant.needle, whole.span.begin, whole.end, whole.span.first, whole.span.last,
          variant.steps});
}

// How much of the past a region may need, and what stands before it.
std::size_t StreamSearch::near_bytes() const
{
    return std::max(m_searcher.variants().reach(), longest_region) + edge_bytes;
}

// The tail, and as much of the piece as may belong to what begins in it.
void StreamSearch::join_border(Bytes piece)
{
    auto const count = std::min(piece.size(), near_bytes());
    auto& border = m_scratch.border;
    border.assign(m_tail.begin(), m_tail.end());
    border.insert(border.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(count));
}

void StreamSearch::keep_tail(Bytes piece)
{
    auto const wanted = near_bytes();
    m_offset += piece.size();
    auto const kept = std::min(m_tail.size(), wanted - std::min(wanted, piece.size()));
    m_tail.erase(m_tail.begin(), m_tail.end() - static_cast<std::ptrdiff_t>(kept));
    auto const added = piece.last(std::min(piece.size(), wanted));
    m_tail.insert(m_tail.end(), added.begin(), added.end());
    auto const oldest = m_offset - m_tail.size();
    auto const needed = std::find_if(m_marks.begin() + 1, m_marks.end(),
                                     [&](Mark const& mark) { return mark.offset > oldest; });
    m_marks.erase(m_marks.begin(), needed - 1);
}

void StreamSearch::finish(OccurrenceSink sink)
{
    for (auto const& whole : m_whole)
        decide(whole, true, sink);
    m_whole.clear();
    m_waiting.clear();
    for (auto const& waiting : m_waiting_digests)
        tell(waiting, sink);
    m_waiting_digests.clear();
    m_tail.clear();
}

} // namespace petze

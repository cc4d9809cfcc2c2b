#include "find/search/stream_search.h"

#include "find/search/edges.h"

#include <algorithm>
#include <tuple>

namespace petze {

namespace {

/// A comparison that begins at an anchor.
struct Begun {
    Comparison comparison;
    std::size_t begin{}; // in the context
    bool touches{};      // what stands before it
};

// Those groups of an anchor that agree with what stands before it. The anchor ends at `end` of
// the context, which holds all that may belong to it and edge_bytes more, if there are so many.
void begin_at(Searcher const& searcher, std::uint32_t anchor, Bytes context, std::size_t end,
              FunctionRef<void(Begun&&)> begun)
{
    auto const& place = searcher.place(anchor);
    for (auto const& group : place.groups) {
        auto const length = group.head + place.length;
        if (length > end)
            continue;
        auto const begin = end - length;
        if (!equal(context.subspan(begin, group.head),
                   searcher.variant(group.first).bytes.first(group.head), place.caseless))
            continue;
        auto const outside =
            context.subspan(begin - std::min(begin, edge_bytes), std::min(begin, edge_bytes));
        bool const touches = touch(edge_at_end(outside), edge_at_begin(context.subspan(begin)));
        if (!touches || !group.standalone)
            begun({Comparison{place, group}, begin, touches});
    }
}

bool touches_behind(Searcher::Variant const& variant, Bytes outside)
{
    return touch(edge_at_end(variant.bytes), edge_at_begin(outside));
}

auto order(Stamp const& stamp)
{
    return std::tuple{stamp.capture, stamp.frame};
}

} // namespace

void search_text(Searcher const& searcher, SearchScratch& scratch, Bytes text, OccurrenceSink sink)
{
    scratch.scan(text, [&](std::uint32_t anchor, std::size_t anchor_end) {
        begin_at(searcher, anchor, text, anchor_end, [&](Begun&& begun) {
            auto const complete = [&](std::uint32_t index, std::size_t length) {
                auto const& variant = searcher.variant(index);
                auto const end = anchor_end + length;
                if (!variant.standalone
                    || (!begun.touches && !touches_behind(variant, text.subspan(end))))
                    sink({variant.needle, begun.begin, end, {}, {}, variant.steps});
            };
            begun.comparison.advance(searcher, text.subspan(anchor_end), complete);
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
    for (auto const& whole : m_whole)
        if (!touches_behind(m_searcher.variant(whole.variant), piece))
            tell(whole, sink);
    m_whole.clear();
    std::size_t kept = 0;
    for (auto& waiting : m_waiting) {
        waiting.span.cover(stamp);
        if (advance(waiting, piece, 0, sink))
            m_waiting[kept++] = waiting;
    }
    m_waiting.erase(m_waiting.begin() + static_cast<std::ptrdiff_t>(kept), m_waiting.end());
    join_border(piece);
    if (auto const tail = m_tail.size();
        tail > 0) { // anchors that begin in it and end in the piece
        auto const longest = m_searcher.longest_anchor() - 1;
        auto const from = tail - std::min(tail, longest);
        auto const border = Bytes{m_scratch.border()}.subspan(from).first(
            tail - from + std::min(piece.size(), longest));
        m_scratch.scan(border, [&](std::uint32_t anchor, std::size_t end) {
            if (from + end > tail && from + end - m_searcher.place(anchor).length < tail)
                begin(anchor, m_offset - tail + from + end, piece, sink);
        });
    }
    m_scratch.scan(piece, [&](std::uint32_t anchor, std::size_t end) {
        begin(anchor, m_offset + end, piece, sink);
    });
    keep_tail(piece);
}

void StreamSearch::begin(std::uint32_t anchor, std::uint64_t anchor_end, Bytes piece,
                         OccurrenceSink sink)
{
    auto const in_piece = static_cast<std::size_t>(anchor_end - m_offset);
    bool const inside = in_piece >= m_searcher.reach() + edge_bytes;
    auto const context = inside ? piece : Bytes{m_scratch.border()};
    auto const context_begin = inside ? m_offset : m_offset - m_tail.size();
    begin_at(
        m_searcher, anchor, context, static_cast<std::size_t>(anchor_end - context_begin),
        [&](Begun&& begun) {
            auto const begin = context_begin + begun.begin;
            auto mark = std::upper_bound(
                m_marks.begin(), m_marks.end(), begin,
                [](std::uint64_t offset, Mark const& m) { return offset < m.offset; });
            if (mark != m_marks.begin())
                --mark;
            Waiting waiting{begun.comparison, {begin, mark->stamp, mark->stamp}, begun.touches};
            for (++mark; mark != m_marks.end(); ++mark)
                waiting.span.cover(mark->stamp);
            if (!advance(waiting, piece, in_piece, sink))
                return;
            if (m_waiting.size() < most_waiting)
                m_waiting.push_back(waiting);
            else
                ++m_given_up;
        });
}

// Goes on comparing at `from` in the piece. True where it must wait for more.
bool StreamSearch::advance(Waiting& waiting, Bytes piece, std::size_t from, OccurrenceSink sink)
{
    auto const rest = piece.subspan(from);
    return waiting.comparison.advance(
        m_searcher, rest, [&](std::uint32_t index, std::size_t length) {
            auto const& variant = m_searcher.variant(index);
            Whole const whole{index, m_offset + from + length, waiting.span};
            if (!variant.standalone)
                tell(whole, sink);
            else if (!waiting.touches && length == rest.size())
                m_whole.push_back(whole);
            else if (!waiting.touches && !touches_behind(variant, rest.subspan(length)))
                tell(whole, sink);
        });
}

void StreamSearch::tell(Whole const& whole, OccurrenceSink sink) const
{
    auto const& variant = m_searcher.variant(whole.variant);
    sink({variant.needle, whole.span.begin, whole.end, whole.span.first, whole.span.last,
          variant.steps});
}

// The tail, and as much of the piece as may belong to what begins in it.
void StreamSearch::join_border(Bytes piece)
{
    auto const count = std::min(piece.size(), m_searcher.reach() + edge_bytes);
    auto& border = m_scratch.border();
    border.assign(m_tail.begin(), m_tail.end());
    border.insert(border.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(count));
}

void StreamSearch::keep_tail(Bytes piece)
{
    auto const wanted = m_searcher.reach() + edge_bytes;
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
        tell(whole, sink);
    m_whole.clear();
    m_waiting.clear();
    m_tail.clear();
}

} // namespace petze

#include "decrypt/quic/ordered.h"

#include "base/limits.h"

#include <algorithm>
#include <utility>

namespace petze::quic {

namespace {

/// With what the piece costs beside its bytes: pieces may be of one byte.
std::size_t cost_of(Bytes bytes)
{
    constexpr std::size_t piece = 128;
    return bytes.size() + piece;
}

} // namespace

OrderedBytes::~OrderedBytes()
{
    m_budget->used -= m_waiting_bytes;
}

OrderedBytes::OrderedBytes(OrderedBytes&& other) noexcept
    : m_budget(other.m_budget)
    , m_next(other.m_next)
    , m_waiting_bytes(std::exchange(other.m_waiting_bytes, 0))
    , m_waiting(std::move(other.m_waiting))
{
}

bool OrderedBytes::take(std::uint64_t offset, Bytes bytes, Stamp const& stamp, OrderedSink& sink)
{
    auto const end = offset + bytes.size(); // both are far below 2^63
    if (end <= m_next)
        return true;
    if (offset > m_next) {
        hold(offset, bytes, stamp);
        if (!is_over_bound())
            return true;
        while (is_over_bound() && !m_waiting.empty())
            skip_hole(sink);
        return false;
    }
    // Of what waits, the part that this overlaps came first, and wins.
    if (m_waiting.empty() || m_waiting.begin()->first >= end) {
        auto const fresh = bytes.subspan(static_cast<std::size_t>(m_next - offset));
        m_next = end;
        sink.take(fresh, stamp);
    } else
        hold(offset, bytes, stamp);
    hand_on_waiting(sink);
    return true;
}

/// Keeps those parts that nobody has sent before.
void OrderedBytes::hold(std::uint64_t offset, Bytes bytes, Stamp const& stamp)
{
    auto const end = offset + bytes.size();
    auto at = std::max(offset, m_next);
    while (at < end) {
        auto const after = m_waiting.upper_bound(at);
        if (after != m_waiting.begin()) {
            auto const& [begin, piece] = *std::prev(after);
            if (auto const covered = begin + piece.bytes.size(); covered > at) {
                at = covered;
                continue;
            }
        }
        auto const stop = after == m_waiting.end() ? end : std::min(end, after->first);
        keep(at, bytes.subspan(static_cast<std::size_t>(at - offset), stop - at), stamp);
        at = stop;
    }
}

void OrderedBytes::keep(std::uint64_t offset, Bytes bytes, Stamp const& stamp)
{
    m_waiting.emplace(offset, Piece{{bytes.begin(), bytes.end()}, stamp});
    m_waiting_bytes += cost_of(bytes);
    m_budget->used += cost_of(bytes);
}

void OrderedBytes::hand_on_waiting(OrderedSink& sink)
{
    while (!m_waiting.empty() && m_waiting.begin()->first <= m_next) {
        auto const first = m_waiting.extract(m_waiting.begin());
        auto const& piece = first.mapped();
        m_waiting_bytes -= cost_of(piece.bytes);
        m_budget->used -= cost_of(piece.bytes);
        m_next += piece.bytes.size();
        sink.take(piece.bytes, piece.stamp);
    }
}

void OrderedBytes::skip_hole(OrderedSink& sink)
{
    auto const begin = m_waiting.begin()->first;
    sink.gap(begin - m_next);
    m_next = begin;
    hand_on_waiting(sink);
}

void OrderedBytes::finish(OrderedSink& sink, std::uint64_t final_size)
{
    while (!m_waiting.empty())
        skip_hole(sink);
    if (final_size > m_next) {
        sink.gap(final_size - m_next);
        m_next = final_size;
    }
}

bool OrderedBytes::is_over_bound() const
{
    return m_waiting_bytes > limits::quic_waiting_bytes_stream
           || (m_budget->used > m_budget->most && !m_waiting.empty());
}

} // namespace petze::quic

#include "conversation/tcp/half.h"

#include "base/limits.h"

#include <algorithm>

namespace petze {

namespace {

// RFC 9293 §3.4: a before b in sequence space.
std::int32_t distance(std::uint32_t from, std::uint32_t to)
{
    return static_cast<std::int32_t>(to - from);
}

// A capture may hold an acknowledgment a little before what it acknowledges.
constexpr std::uint32_t patience_packets = 16;
constexpr std::int64_t patience_ns = 1'000'000'000;
constexpr std::size_t remembered = 2048;
constexpr std::int32_t largest_window = 1 << 30; // RFC 7323 §2.3

constexpr std::string_view differs = "tcp: overlapping segment differs, the first copy was kept";
constexpr std::string_view after_end = "tcp: data after the end of the stream";

} // namespace

TcpHalf::Memory& TcpHalf::memory()
{
    if (!m_memory)
        m_memory = std::make_unique<Memory>();
    return *m_memory;
}

void TcpHalf::begin(std::uint32_t sequence)
{
    m_started = m_saw_syn = true;
    m_assumed = false;
    m_first = m_next = m_acknowledged = sequence + 1;
}

void TcpHalf::assume(std::uint32_t acknowledged)
{
    m_started = m_assumed = true;
    m_first = m_next = m_acknowledged = acknowledged;
}

void TcpHalf::take(std::uint32_t sequence, Bytes payload, std::uint32_t missing,
                   Context const& context)
{
    auto const length = static_cast<std::uint32_t>(payload.size()) + missing;
    if (length == 0)
        return;
    if (!m_started)
        assume(sequence);
    auto const ahead = distance(m_next, sequence);
    if (ahead > 0) {
        hold(sequence, payload, missing, context);
        return;
    }
    if (m_assumed && ahead > -largest_window)
        m_first = m_next = sequence; // an acknowledgment came before what it acknowledges
    m_assumed = false;
    auto const known = m_next - sequence;
    auto const known_captured = std::min<std::size_t>(known, payload.size());
    if (known > 0)
        compare(sequence, payload.first(known_captured), context);
    if (known > m_payload + m_gap + 1) // one byte before the first: a probe, RFC 9293 §3.8.4
        context.tally.count("tcp: segment from before the first one seen");
    if (known >= length)
        return;
    auto const fresh = payload.subspan(known_captured);
    auto const cut = length - known - static_cast<std::uint32_t>(fresh.size());
    if (m_finished) {
        context.tally.count(after_end);
    } else if (waits() && m_memory->waiting.front().sequence - m_next < length - known) {
        insert(m_next, fresh, cut, context);
        drain(context);
    } else if (awaits(context.acknowledged, context)) {
        hold(m_next, fresh, cut, context);
    } else {
        deliver(fresh, cut, context.now, context);
        drain(context);
    }
    finish_if_done(context);
}

/// Whether this was said after hearing bytes of the peer that were not handed on yet. Where none of
/// the peer's were ever seen, none will come.
bool TcpHalf::awaits(std::uint32_t acknowledged, Context const& context) const
{
    auto const& peer = context.peer;
    if (distance(peer.m_next, acknowledged) <= 0 || !peer.m_started || peer.m_assumed)
        return false;
    auto const only_fin = peer.m_has_fin && peer.m_next == peer.m_fin;
    return !only_fin && (!m_despaired || distance(*m_despaired, acknowledged) > 0);
}

void TcpHalf::deliver(Bytes bytes, std::uint32_t missing, Stamp const& carried,
                      Context const& context)
{
    if (!bytes.empty()) {
        m_next += static_cast<std::uint32_t>(bytes.size());
        m_payload += bytes.size();
        context.handler.data(context.direction, bytes, carried, context.now);
        remember(context.handler.reads_content() ? bytes : Bytes{});
    }
    if (missing > 0) {
        context.tally.count("tcp: segment cut by snaplen");
        m_next += missing;
        m_gap += missing;
        if (m_memory)
            m_memory->recent.clear();
        context.handler.gap(context.direction, missing, context.now);
    }
}

void TcpHalf::remember(Bytes bytes)
{
    if (bytes.empty()) {
        if (m_memory)
            m_memory->recent = {};
        return;
    }
    auto& recent = memory().recent;
    if (bytes.size() >= remembered) {
        recent.assign(bytes.end() - remembered, bytes.end());
        return;
    }
    if (recent.size() + bytes.size() > 2 * remembered)
        recent.erase(recent.begin(), recent.end() - remembered);
    recent.insert(recent.end(), bytes.begin(), bytes.end());
}

void TcpHalf::compare(std::uint32_t sequence, Bytes bytes, Context const& context) const
{
    if (!m_memory || m_memory->recent.empty())
        return;
    auto const& recent = m_memory->recent;
    auto const oldest = m_next - static_cast<std::uint32_t>(recent.size());
    auto const from = std::max(distance(oldest, sequence), 0);
    auto const to =
        std::min<std::int64_t>(distance(oldest, sequence) + static_cast<std::int64_t>(bytes.size()),
                               static_cast<std::int64_t>(recent.size()));
    if (from >= to)
        return;
    auto const second = bytes.begin() + (from - distance(oldest, sequence));
    if (!std::equal(recent.begin() + from, recent.begin() + to, second))
        context.tally.count(differs);
}

void TcpHalf::hold(std::uint32_t sequence, Bytes payload, std::uint32_t missing,
                   Context const& context)
{
    if (m_finished) {
        context.tally.count(after_end);
        return;
    }
    auto& kept = memory();
    if (kept.waiting.empty()) {
        kept.hole_since_ns = context.now.time_ns;
        kept.hole_packets = 0;
    }
    insert(sequence, payload, missing, context);
    ++kept.hole_packets;
    while (too_much_waits(context)) {
        if (!is_next(kept.waiting.front()))
            context.tally.count("tcp: limit of waiting segments, hole told as a gap");
        skip_hole(context);
    }
    release_acknowledged(context);
}

bool TcpHalf::too_much_waits(Context const& context) const
{
    return waits()
           && (m_memory->waiting.size() > limits::held_segments_stream
               || m_memory->waiting_cost > limits::held_bytes_stream
               || context.budget.used > context.budget.most);
}

// Keeps what no earlier segment gave.
void TcpHalf::insert(std::uint32_t sequence, Bytes payload, std::uint32_t missing,
                     Context const& context)
{
    auto& waiting = m_memory->waiting;
    // Everything that waits is ahead of m_next, by less than sequence numbers can tell.
    auto const ahead = [&](std::uint32_t number) { return number - m_next; };
    auto const between = [&](std::uint32_t from, std::uint32_t to) {
        return payload.first(std::min<std::size_t>(to - sequence, payload.size()))
            .subspan(std::min<std::size_t>(from - sequence, payload.size()));
    };
    auto const insert_piece = [&](std::size_t where, std::uint32_t from, std::uint32_t to) {
        auto const bytes = between(from, to);
        Segment segment{from,
                        to - from - static_cast<std::uint32_t>(bytes.size()),
                        context.acknowledged,
                        context.now,
                        {bytes.begin(), bytes.end()}};
        m_memory->waiting_cost += segment.cost();
        context.budget.used += segment.cost();
        waiting.insert(waiting.begin() + static_cast<std::ptrdiff_t>(where), std::move(segment));
    };
    auto const end = sequence + static_cast<std::uint32_t>(payload.size()) + missing;
    auto position = sequence;
    auto place =
        static_cast<std::size_t>(std::upper_bound(waiting.begin(), waiting.end(), ahead(sequence),
                                                  [&](std::uint32_t start, Segment const& segment) {
                                                      return start < ahead(segment.end());
                                                  })
                                 - waiting.begin());
    for (; place < waiting.size() && ahead(waiting[place].sequence) < ahead(end); ++place) {
        auto const first = waiting[place].sequence;
        if (ahead(position) < ahead(first)) {
            insert_piece(place++, position, first);
            position = first;
        }
        auto const& other = waiting[place];
        auto const last = ahead(other.end()) < ahead(end) ? other.end() : end;
        auto const theirs =
            Bytes{other.bytes}.subspan(std::min<std::size_t>(position - first, other.bytes.size()));
        auto const ours = between(position, last);
        auto const both = static_cast<std::ptrdiff_t>(std::min(ours.size(), theirs.size()));
        if (!std::equal(ours.begin(), ours.begin() + both, theirs.begin()))
            context.tally.count(differs);
        position = last;
    }
    if (position != end)
        insert_piece(place, position, end);
}

void TcpHalf::drain(Context const& context)
{
    if (!waits())
        return;
    auto& waiting = m_memory->waiting;
    std::size_t done = 0;
    for (; done < waiting.size() && is_next(waiting[done])
           && !awaits(waiting[done].acknowledged, context);
         ++done) {
        auto const segment = std::move(waiting[done]);
        m_memory->waiting_cost -= segment.cost();
        context.budget.used -= segment.cost();
        deliver(segment.bytes, segment.missing, segment.carried, context);
    }
    waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(done));
    if (done == 0 && is_next(waiting.front()))
        return;
    m_memory->hole_since_ns = context.now.time_ns;
    m_memory->hole_packets = 0;
}

void TcpHalf::drop_waiting(Context const& context)
{
    if (!waits())
        return;
    context.tally.count(after_end);
    context.budget.used -= m_memory->waiting_cost;
    m_memory->waiting_cost = 0;
    m_memory->waiting.clear();
}

/// What waits longest is handed on, whatever is missing before it or of the peer.
void TcpHalf::skip_hole(Context const& context)
{
    auto const& first = m_memory->waiting.front();
    if (awaits(first.acknowledged, context))
        m_despaired = first.acknowledged;
    if (auto const count = first.sequence - m_next; count > 0) {
        m_next += count;
        m_gap += count;
        m_assumed = false;
        m_memory->recent.clear();
        context.handler.gap(context.direction, count, context.now);
    }
    drain(context);
}

void TcpHalf::peer_moved(Context const& context)
{
    if (!waits() || !is_next(m_memory->waiting.front()))
        return;
    drain(context);
    finish_if_done(context);
}

void TcpHalf::acknowledge(std::uint32_t acknowledged, Context const& context)
{
    if (!m_started)
        return;
    if (distance(m_acknowledged, acknowledged) > 0)
        m_acknowledged = acknowledged;
    release_acknowledged(context);
    finish_if_done(context);
}

void TcpHalf::release_acknowledged(Context const& context)
{
    auto const may_skip = [&](Segment const& first) {
        return is_next(first) || distance(first.sequence, m_acknowledged) >= 0;
    };
    while (waits() && may_skip(m_memory->waiting.front())
           && (m_memory->hole_packets >= patience_packets
               || elapsed_ns(m_memory->hole_since_ns, context.now.time_ns) >= patience_ns))
        skip_hole(context);
}

void TcpHalf::fin(std::uint32_t sequence, Context const& context)
{
    if (!m_started)
        assume(sequence);
    if (m_finished || distance(m_next, sequence) < 0)
        return;
    m_has_fin = true;
    m_fin = sequence;
    finish_if_done(context);
}

void TcpHalf::release()
{
    if (!waits())
        m_memory.reset();
}

void TcpHalf::finish_if_done(Context const& context)
{
    if (m_finished || !m_has_fin || m_next != m_fin || m_acknowledged != m_fin + 1)
        return;
    m_finished = true;
    drop_waiting(context);
    context.handler.finish(context.direction, context.now);
}

void TcpHalf::flush(Context const& context)
{
    while (waits())
        skip_hole(context);
    if (!m_finished) {
        // Acknowledged, or before a FIN, and never seen: lost by the capture, at the end or all
        // along (one-sided). A FIN takes a number too, and is no byte.
        std::int64_t unseen = distance(m_next, m_acknowledged);
        if (m_has_fin)
            unseen = std::max<std::int64_t>(unseen - 1, distance(m_next, m_fin));
        else if (unseen == 1)
            unseen = 0; // a FIN that was not seen
        if (m_started && unseen > 0 && unseen < largest_window) {
            m_gap += static_cast<std::uint64_t>(unseen);
            context.handler.gap(context.direction, static_cast<std::uint64_t>(unseen), context.now);
        }
        m_finished = true;
        context.handler.finish(context.direction, context.now);
    }
    m_memory.reset();
}

} // namespace petze

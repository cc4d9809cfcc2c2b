#include "decrypt/tls/record_stream.h"

#include <algorithm>
#include <utility>

namespace petze::tls {

namespace {

std::size_t record_size(Bytes header)
{
    ByteReader in{header.subspan(3)};
    return record_header_bytes + in.u16();
}

Stamp reaching_back(Stamp stamp, Stamp const& first)
{
    // Bytes may have waited for a packet before them: then the first is the later one.
    auto const frame = std::min(first.frame, stamp.frame);
    stamp.frame = std::max(first.frame, stamp.frame);
    if (first.capture == stamp.capture)
        stamp.reach =
            static_cast<std::uint32_t>(std::min<std::uint64_t>(stamp.frame - frame, UINT32_MAX));
    return stamp;
}

} // namespace

void RecordStream::take(Bytes piece, Stamp const& stamp, RecordSink& sink)
{
    while (!piece.empty()) {
        if (m_skip > 0)
            take_skipped(piece);
        else if (m_searching)
            take_searched(piece, stamp, sink);
        else
            take_record(piece, stamp, sink);
    }
}

void RecordStream::take_skipped(Bytes& piece)
{
    auto const used = std::min<std::uint64_t>(m_skip, piece.size());
    remember(piece.first(used));
    m_skip -= used;
    piece = piece.subspan(used);
}

void RecordStream::take_record(Bytes& piece, Stamp const& stamp, RecordSink& sink)
{
    // The usual case for short records: whole in this piece, and nothing is copied.
    if (m_held.empty() && piece.size() >= record_header_bytes) {
        if (!is_record_header(piece.first(record_header_bytes)))
            return begin_search();
        auto const size = record_size(piece);
        if (piece.size() >= size) {
            auto const record = piece.first(size);
            piece = piece.subspan(size);
            m_first = stamp;
            return tell(record, stamp, sink);
        }
        m_held.reserve(size);
    }
    if (m_held.empty())
        m_first = stamp;
    m_last = stamp;
    auto const wanted =
        m_held.size() < record_header_bytes ? record_header_bytes : record_size(m_held);
    auto const used = std::min(wanted - m_held.size(), piece.size());
    m_held.insert(m_held.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(used));
    piece = piece.subspan(used);
    if (m_held.size() < wanted)
        return;
    if (wanted == record_header_bytes && !is_record_header(m_held))
        return begin_search();
    if (m_held.size() == record_size(m_held)) {
        auto const record = std::exchange(m_held, {});
        tell(record, stamp, sink);
    }
}

void RecordStream::tell(Bytes record, Stamp const& stamp, RecordSink& sink)
{
    tell_lost(sink);
    ByteReader in{record};
    Record told{.stamp = reaching_back(stamp, m_first)};
    told.header = in.peek(record_header_bytes);
    told.type = static_cast<ContentType>(in.u8());
    told.version = in.u16();
    in.u16();
    told.body = in.rest();
    sink.record(told);
}

void RecordStream::tell_lost(RecordSink& sink)
{
    if (m_lost.stream_bytes == 0)
        return;
    m_lost.before = m_before;
    sink.lost(m_lost);
    m_lost = {0, 0, {}, false};
    m_before.clear();
}

void RecordStream::remember(Bytes passed)
{
    m_before.insert(m_before.end(), passed.begin(), passed.end());
    if (m_before.size() > tail_bytes)
        m_before.erase(m_before.begin(), m_before.end() - static_cast<std::ptrdiff_t>(tail_bytes));
}

void RecordStream::begin_search()
{
    m_searching = true;
    m_lost.records.reset();
    m_before.clear();
}

void RecordStream::gap(std::uint64_t count, RecordSink&)
{
    m_before.clear();
    if (m_skip >= count && m_skip > 0) {
        m_skip -= count;
        return;
    }
    if (!m_searching && m_skip == 0 && m_held.size() >= record_header_bytes) {
        auto const size = record_size(m_held);
        if (size - m_held.size() >= count) {
            m_skip = size - m_held.size() - count;
            m_lost.stream_bytes += size;
            if (m_lost.records)
                ++*m_lost.records;
            m_held.clear();
            return;
        }
    }
    m_lost.stream_bytes += m_held.size() + count - m_skip;
    m_held.clear();
    m_skip = 0;
    begin_search();
}

void RecordStream::take_searched(Bytes& piece, Stamp const& stamp, RecordSink& sink)
{
    // A record and the head of the next one are enough to decide about any offset.
    if (m_held.empty())
        m_first = stamp;
    m_last = stamp;
    m_held.insert(m_held.end(), piece.begin(), piece.end());
    piece = {};
    if (!find_record(false))
        return;
    // From here on it is a record like any other.
    m_searching = false;
    auto const held = std::exchange(m_held, {});
    auto const first = m_first;
    Bytes rest{held};
    while (!rest.empty() && !m_searching) {
        take_record(rest, stamp, sink);
        m_first = first;
    }
    if (m_searching && !rest.empty())
        take(rest, stamp, sink);
}

// Drops what cannot be the beginning of a record; true where what is held begins with one.
bool RecordStream::find_record(bool ended)
{
    std::size_t at = 0;
    bool found = false;
    for (; at + record_header_bytes <= m_held.size(); ++at) {
        auto const rest = Bytes{m_held}.subspan(at);
        if (!is_record_header(rest.first(record_header_bytes)))
            continue;
        auto const size = record_size(rest);
        if (rest.size() < size + record_header_bytes) {
            // Not enough to know. At the end of the stream a record that just fits is one.
            if (ended && rest.size() != size)
                continue;
            found = ended;
            break;
        }
        if (is_record_header(rest.subspan(size, record_header_bytes))) {
            found = true;
            break;
        }
    }
    remember(Bytes{m_held}.first(at));
    m_lost.stream_bytes += at;
    m_held.erase(m_held.begin(), m_held.begin() + static_cast<std::ptrdiff_t>(at));
    return found;
}

void RecordStream::finish(RecordSink& sink)
{
    // A head that was none may have hidden several records behind it.
    while (m_searching && find_record(true)) {
        m_searching = false;
        auto const held = std::exchange(m_held, {});
        auto const last = m_last;
        Bytes rest{held};
        for (auto const first = m_first; !rest.empty() && !m_searching; m_first = first)
            take_record(rest, last, sink);
        m_held.insert(m_held.end(), rest.begin(), rest.end());
    }
    m_lost.stream_bytes += m_held.size();
    m_lost.stream_bytes -= std::exchange(m_skip, 0); // of the lost record, and never came
    m_held.clear();
    tell_lost(sink);
}

} // namespace petze::tls

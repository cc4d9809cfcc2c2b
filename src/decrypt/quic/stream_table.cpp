#include "decrypt/quic/stream_table.h"

#include "base/limits.h"

#include <utility>
#include <vector>

namespace petze::quic {

namespace {

constexpr std::uint64_t one_way = 2;

} // namespace

bool UsedNumbers::contains(std::uint64_t number) const
{
    auto const after = m_ranges.upper_bound(number);
    return after != m_ranges.begin() && std::prev(after)->second > number;
}

void UsedNumbers::add(std::uint64_t number)
{
    if (contains(number))
        return;
    auto begin = number, end = number + 1;
    auto const after = m_ranges.upper_bound(number);
    if (after != m_ranges.end() && after->first == end) {
        end = after->second;
        m_ranges.erase(after);
    }
    auto const next = m_ranges.upper_bound(number);
    if (next != m_ranges.begin() && std::prev(next)->second == begin)
        std::prev(next)->second = end;
    else
        m_ranges.emplace(begin, end);
}

void UsedNumbers::forget_lowest_hole()
{
    if (m_ranges.size() < 2)
        return;
    auto const second = std::next(m_ranges.begin());
    m_ranges.begin()->second = second->second;
    m_ranges.erase(second);
}

class StreamTable::Teller final : public OrderedSink {
public:
    Teller(StreamSink& sink, std::uint64_t number, Direction direction, Side& side)
        : m_sink(sink)
        , m_number(number)
        , m_direction(direction)
        , m_side(side)
    {
    }
    void take(Bytes piece, Stamp const& stamp) override
    {
        m_side.begun = true;
        m_sink.stream(m_number, m_direction, piece, stamp);
    }
    void gap(std::uint64_t count) override
    {
        m_side.begun = true;
        m_sink.stream_gap(m_number, m_direction, count);
    }

private:
    StreamSink& m_sink;
    std::uint64_t m_number;
    Direction m_direction;
    Side& m_side;
};

StreamTable::StreamTable()
    : m_budget{0, limits::quic_waiting_bytes_connection}
{
}

StreamTable::Stream* StreamTable::find_or_begin(std::uint64_t number, StreamSink& sink)
{
    if (m_last && m_last_number == number)
        return m_last;
    auto found = m_streams.find(number);
    if (found == m_streams.end()) {
        if (m_over[number & 3].contains(number >> 2))
            return nullptr;
        if (m_streams.size() >= limits::quic_streams) {
            sink.damaged("quic: limit of open streams");
            auto const oldest = least_missed();
            end_stream(oldest->first, oldest->second, sink);
        }
        found = m_streams.try_emplace(number, m_budget).first;
    }
    m_last_number = number;
    m_last = &found->second;
    return m_last;
}

/// The oldest that goes both ways: what goes one way, HTTP/3's tables, lives as long as all.
StreamTable::Streams::iterator StreamTable::least_missed()
{
    constexpr int tables = 16;
    auto found = m_streams.begin();
    for (int i = 0; i < tables && found != m_streams.end(); ++i, ++found)
        if ((found->first & one_way) == 0)
            return found;
    return m_streams.begin();
}

void StreamTable::take(Frame const& frame, Direction direction, Stamp const& stamp,
                       StreamSink& sink)
{
    auto* const stream = find_or_begin(frame.stream, sink);
    if (!stream)
        return;
    auto& side = stream->sides[static_cast<std::size_t>(direction)];
    if (side.ended)
        return;
    auto const end = frame.offset + frame.data.size();
    if (frame.fin && !side.final_size)
        side.final_size = end;
    Teller teller{sink, frame.stream, direction, side};
    if (!side.ordered.take(frame.offset, frame.data, stamp, teller))
        sink.damaged("quic: limit of bytes waiting for their turn");
    if (side.final_size && side.ordered.next() >= *side.final_size)
        end_side(frame.stream, *stream, direction, sink);
}

void StreamTable::reset(std::uint64_t number, Direction direction, StreamSink& sink)
{
    // One of which nothing else was seen has nothing to end.
    auto const found = m_streams.find(number);
    if (found == m_streams.end()) {
        if (number & one_way)
            m_over[number & 3].add(number >> 2);
        return;
    }
    end_side(number, found->second, direction, sink);
}

void StreamTable::close(std::uint64_t number, Side& side, Direction direction, StreamSink& sink)
{
    if (std::exchange(side.ended, true))
        return;
    Teller teller{sink, number, direction, side};
    side.ordered.finish(teller, side.final_size.value_or(0));
    if (side.begun || side.final_size)
        sink.stream_end(number, direction);
}

void StreamTable::end_side(std::uint64_t number, Stream& stream, Direction direction,
                           StreamSink& sink)
{
    close(number, stream.sides[static_cast<std::size_t>(direction)], direction, sink);
    forget_if_over(number, stream);
}

void StreamTable::forget_if_over(std::uint64_t number, Stream const& stream)
{
    auto const both = stream.sides[0].ended && stream.sides[1].ended;
    auto const either = stream.sides[0].ended || stream.sides[1].ended;
    if (both || (either && (number & one_way)))
        forget(number);
}

void StreamTable::forget(std::uint64_t number)
{
    auto& over = m_over[number & 3];
    over.add(number >> 2);
    if (over.ranges() > limits::quic_streams)
        over.forget_lowest_hole();
    m_last = nullptr;
    m_streams.erase(number);
}

void StreamTable::end_stream(std::uint64_t number, Stream& stream, StreamSink& sink)
{
    for (auto const direction : {Direction::to_server, Direction::to_client})
        close(number, stream.sides[static_cast<std::size_t>(direction)], direction, sink);
    forget(number);
}

void StreamTable::finish(StreamSink& sink)
{
    // What goes one way first: HTTP/3 needs its tables before what refers to them.
    for (auto const wanted : {one_way, std::uint64_t{0}}) {
        std::vector<std::uint64_t> numbers;
        for (auto const& [number, stream] : m_streams)
            if ((number & one_way) == wanted)
                numbers.push_back(number);
        for (auto const number : numbers)
            end_stream(number, m_streams.at(number), sink);
    }
}

} // namespace petze::quic

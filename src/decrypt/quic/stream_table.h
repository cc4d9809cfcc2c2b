#pragma once

#include "conversation/flow.h"
#include "decrypt/quic/frame.h"
#include "decrypt/quic/ordered.h"

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string_view>

namespace petze::quic {

/// Who is handed the streams of a connection.
class StreamSink {
public:
    virtual ~StreamSink() = default;
    virtual void stream(std::uint64_t stream, Direction direction, Bytes piece,
                        Stamp const& stamp) = 0;
    virtual void stream_gap(std::uint64_t stream, Direction direction, std::uint64_t count) = 0;
    virtual void stream_end(std::uint64_t stream, Direction direction) = 0;
    /// `reason` is a literal for the tally.
    virtual void damaged(std::string_view reason) = 0;
};

/// Numbers that were used up, as ranges: streams close nearly in the order of their numbers.
class UsedNumbers {
public:
    bool contains(std::uint64_t number) const;
    void add(std::uint64_t number);
    /// Takes all numbers below the second range for used.
    void forget_lowest_hole();
    std::size_t ranges() const { return m_ranges.size(); }

private:
    std::map<std::uint64_t, std::uint64_t> m_ranges; // begin to end, which is not in it
};

/// The streams of one connection, each direction in order (RFC 9000 sections 2 and 3).
class StreamTable {
public:
    StreamTable();
    StreamTable(StreamTable const&) = delete;
    StreamTable& operator=(StreamTable const&) = delete;

    void take(Frame const& frame, Direction direction, Stamp const& stamp, StreamSink& sink);
    /// RESET_STREAM: what is there is handed on.
    void reset(std::uint64_t number, Direction direction, StreamSink& sink);
    /// The end of the connection.
    void finish(StreamSink& sink);

private:
    struct Side {
        OrderedBytes ordered;
        std::optional<std::uint64_t> final_size{};
        bool begun{};
        bool ended{};
    };
    struct Stream {
        explicit Stream(WaitingBudget& budget)
            : sides{Side{OrderedBytes{budget}}, Side{OrderedBytes{budget}}}
        {
        }
        std::array<Side, 2> sides;
    };
    class Teller;
    using Streams = std::map<std::uint64_t, Stream>;

    Stream* find_or_begin(std::uint64_t number, StreamSink& sink);
    Streams::iterator least_missed();
    void close(std::uint64_t number, Side& side, Direction direction, StreamSink& sink);
    void end_side(std::uint64_t number, Stream& stream, Direction direction, StreamSink& sink);
    void end_stream(std::uint64_t number, Stream& stream, StreamSink& sink);
    void forget_if_over(std::uint64_t number, Stream const& stream);
    void forget(std::uint64_t number);

    WaitingBudget m_budget;
    Streams m_streams;
    std::array<UsedNumbers, 4> m_over; // by the two lowest bits: numbers without them
    std::uint64_t m_last_number{};     // the stream of the frame before
    Stream* m_last = nullptr;
};

} // namespace petze::quic

#pragma once

#include "base/bytes.h"
#include "base/origin.h"

#include <cstdint>
#include <map>
#include <vector>

namespace petze::quic {

/// Who is handed bytes in order.
class OrderedSink {
public:
    virtual ~OrderedSink() = default;
    /// `stamp` is of the packet that carried them.
    virtual void take(Bytes piece, Stamp const& stamp) = 0;
    virtual void gap(std::uint64_t count) = 0;
};

/// Memory for what waits, shared by the streams of one connection.
struct WaitingBudget {
    std::size_t used{};
    std::size_t most{};
};

/// One direction of a stream, put in order (RFC 9000 section 2.2). What is in order is handed on
/// without a copy; what is early waits, and where too much does, the hole before it becomes a gap.
/// The first copy of a byte wins. The budget outlives it.
class OrderedBytes {
public:
    explicit OrderedBytes(WaitingBudget& budget)
        : m_budget(&budget)
    {
    }
    ~OrderedBytes();
    OrderedBytes(OrderedBytes&&) noexcept;
    OrderedBytes& operator=(OrderedBytes&&) = delete;

    /// False where a hole had to be given up for want of room.
    bool take(std::uint64_t offset, Bytes bytes, Stamp const& stamp, OrderedSink& sink);
    /// Nothing more comes: holes become gaps. Where the end is known, `final_size` tells it.
    void finish(OrderedSink& sink, std::uint64_t final_size = 0);

    /// The offset of what is handed on next.
    std::uint64_t next() const { return m_next; }
    bool holds_any() const { return !m_waiting.empty(); }

private:
    struct Piece {
        std::vector<std::uint8_t> bytes;
        Stamp stamp;
    };

    void hold(std::uint64_t offset, Bytes bytes, Stamp const& stamp);
    void keep(std::uint64_t offset, Bytes bytes, Stamp const& stamp);
    void hand_on_waiting(OrderedSink& sink);
    void skip_hole(OrderedSink& sink);
    bool is_over_bound() const;

    WaitingBudget* m_budget;
    std::uint64_t m_next = 0;
    std::size_t m_waiting_bytes = 0;
    std::map<std::uint64_t, Piece> m_waiting; // by offset; they do not overlap
};

} // namespace petze::quic

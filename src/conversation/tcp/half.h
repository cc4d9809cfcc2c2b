#pragma once

#include "base/bytes.h"
#include "base/origin.h"
#include "base/tally.h"
#include "conversation/conversation.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace petze {

/// Memory for what waits, shared by the conversations of one shard.
struct HeldBudget {
    std::size_t used{};
    std::size_t most{};
};

/// One direction of a TCP connection, put in order (RFC 9293 §3.4: sequence numbers wrap).
///
/// What is in order is handed on at once, without a copy. What is early waits, within bounds; a
/// hole is told as a gap when the other side has acknowledged it and it still does not come, when
/// too much waits, or at the end. The first copy of a byte wins; a second that differs is counted.
/// What was said after hearing the other side waits for what was heard, where a packet of the other
/// side comes late into the capture: an answer never comes before its question.
/// A FIN ends the stream when everything before it was handed on and the other side has
/// acknowledged it: one that was forged to hide what follows does not.
class TcpHalf {
public:
    struct Context {
        ConversationHandler& handler;
        Direction direction;
        Stamp const& now;
        Tally& tally;
        HeldBudget& budget;
        TcpHalf const& peer;          // the other direction
        std::uint32_t acknowledged{}; // by the packet at hand, of the peer's bytes
    };

    /// SYN: the stream begins after it.
    void begin(std::uint32_t sequence);
    /// The other side's acknowledgment, where nothing of this side has been seen yet: what came
    /// before the capture, or beside it.
    void assume(std::uint32_t acknowledged);
    bool started() const { return m_started; }
    bool saw_syn() const { return m_saw_syn; }
    bool begins_at(std::uint32_t sequence) const { return m_started && m_first == sequence + 1; }

    /// A segment; `missing` bytes at its end were cut off by snaplen.
    void take(std::uint32_t sequence, Bytes payload, std::uint32_t missing, Context const& context);
    /// FIN stands at this sequence number.
    void fin(std::uint32_t sequence, Context const& context);
    /// The other side has everything up to here.
    void acknowledge(std::uint32_t acknowledged, Context const& context);
    /// The peer may have been handed on what this side's waited for.
    void peer_moved(Context const& context);
    /// The end of the conversation: holes become gaps, what waits is handed on.
    void flush(Context const& context);

    /// The conversation is closing: what was kept for comparing copies is let go.
    void release();

    bool has_fin() const { return m_has_fin; }
    bool finished() const { return m_finished; }
    std::uint32_t next() const { return m_next; }
    std::uint64_t payload() const { return m_payload; }
    std::uint64_t gap() const { return m_gap; }

private:
    struct Segment {
        std::uint32_t sequence{};
        std::uint32_t missing{};
        std::uint32_t acknowledged{}; // of the peer's bytes, by its packet
        Stamp carried;
        std::vector<std::uint8_t> bytes;

        std::uint32_t end() const
        {
            return sequence + static_cast<std::uint32_t>(bytes.size()) + missing;
        }
        std::size_t cost() const { return sizeof(Segment) + bytes.size(); }
    };
    struct Memory {                       // only where something waits, or may have to be compared
        std::vector<Segment> waiting;     // by sequence, without overlaps
        std::vector<std::uint8_t> recent; // the bytes before m_next
        std::size_t waiting_cost{};
        std::int64_t hole_since_ns{};
        std::uint32_t hole_packets{};
    };

    Memory& memory();
    bool waits() const { return m_memory && !m_memory->waiting.empty(); }
    bool is_next(Segment const& segment) const { return segment.sequence == m_next; }
    bool awaits(std::uint32_t acknowledged, Context const& context) const;
    bool too_much_waits(Context const& context) const;
    void deliver(Bytes bytes, std::uint32_t missing, Stamp const& carried, Context const& context);
    void remember(Bytes bytes);
    void compare(std::uint32_t sequence, Bytes bytes, Context const& context) const;
    void hold(std::uint32_t sequence, Bytes payload, std::uint32_t missing, Context const& context);
    void insert(std::uint32_t sequence, Bytes payload, std::uint32_t missing,
                Context const& context);
    void drain(Context const& context);
    void drop_waiting(Context const& context);
    void skip_hole(Context const& context);
    void release_acknowledged(Context const& context);
    void finish_if_done(Context const& context);

    std::unique_ptr<Memory> m_memory;
    std::uint64_t m_payload = 0;
    std::uint64_t m_gap = 0;
    std::uint32_t m_first = 0;        // sequence number of the stream's first byte
    std::uint32_t m_next = 0;         // and of the next one expected
    std::uint32_t m_acknowledged = 0; // highest, by the other side
    std::uint32_t m_fin = 0;
    std::optional<std::uint32_t> m_despaired; // of the peer's bytes up to here
    bool m_started = false;
    bool m_saw_syn = false;
    bool m_assumed = false; // m_next is the other side's word only
    bool m_has_fin = false;
    bool m_finished = false;
};

} // namespace petze

#pragma once

#include "base/limits.h"
#include "base/tally.h"
#include "conversation/conversation.h"
#include "conversation/opener.h"
#include "conversation/packet.h"
#include "conversation/tcp/half.h"

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

namespace petze {

struct FlowTableLimits {
    std::size_t flows = limits::flows / limits::shards;
    std::size_t held_bytes = limits::held_bytes / limits::shards;
};

/// The conversations of one shard: who talks to whom, in what order, and when it is over. Its
/// clock is made of the stamps it is given, so that what it tells does not depend on threads.
class FlowTable {
public:
    /// `shard` below limits::shards makes the flow ids unique.
    FlowTable(ConversationObserver& observer, Tally& tally, std::size_t shard,
              FlowTableLimits const& bounds = {});
    ~FlowTable();
    FlowTable(FlowTable const&) = delete;
    FlowTable& operator=(FlowTable const&) = delete;

    void take(Packet const& packet, std::uint32_t capture);
    /// Ends what has been silent for too long at this time.
    void tick(Stamp const& now);
    /// Ends everything, oldest first.
    void finish(Stamp const& now);

    std::size_t size() const { return m_size; }

private:
    using Index = std::uint32_t;
    static constexpr Index none = ~Index{};

    /// Flows wait for their end in lists by how long they may be silent, least recent first.
    enum class Waiting : std::uint8_t { opening, tcp, closed, datagrams, count };
    struct Side {
        std::uint64_t bytes{};
        std::uint32_t packets{};
        TcpHalf half;
        std::uint64_t datagram_payload{};
        std::uint64_t datagram_gap{};
    };
    struct Flow {
        FlowKey key;
        std::uint64_t hash{};
        std::uint64_t id{};
        std::unique_ptr<ConversationHandler> handler;
        App const* app{};
        std::int64_t start_ns{}, end_ns{};
        std::uint64_t first_frame{}, last_frame{};
        std::uint32_t first_capture{}, last_capture{};
        std::array<Side, 2> sides; // low, high
        std::array<std::uint8_t, 6> source_mac{};
        Index previous = none, next = none;
        Waiting waiting{};
        bool client_is_low{};
        bool opener_certain{}; // by handshake or content; else by ports, until somebody speaks
        bool reset{};
    };
    struct Bucket {
        std::uint32_t tag{};
        Index index = none;
    };
    struct List {
        Index first = none, last = none;
    };

    Index find(Packet const& packet) const;
    Index insert(Packet const& packet, std::uint32_t capture);
    void erase(Index index);
    void grow();
    void link(Index index, Waiting list);
    void unlink(Index index);
    void set_opener(Flow& flow, Packet const& packet, Opener opener);
    bool begins_anew(Flow const& flow, Packet const& packet) const;
    void take_tcp(Flow& flow, Packet const& packet, Stamp const& now);
    void take_datagram(Flow& flow, Packet const& packet, Stamp const& now);
    void hand_over(Flow& flow, Packet const& packet, Stamp const& now);
    void end(Index index, Stamp const& now);
    void make_room(Stamp const& now);
    Waiting list_of(Flow const& flow) const;
    FlowIdentity identity(Flow const& flow) const;
    FlowRecord record(Flow const& flow) const;
    Direction direction(Flow const& flow, bool from_low) const
    {
        return from_low == flow.client_is_low ? Direction::to_server : Direction::to_client;
    }

    ConversationObserver& m_observer;
    Tally& m_tally;
    std::uint64_t m_next_id;
    FlowTableLimits m_limits;
    HeldBudget m_budget;
    std::deque<Flow> m_flows;
    std::vector<Index> m_free;
    std::vector<Bucket> m_buckets;
    std::array<List, static_cast<std::size_t>(Waiting::count)> m_lists;
    std::size_t m_size = 0;
};

} // namespace petze

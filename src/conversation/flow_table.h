#pragma once

#include "base/limits.h"
#include "base/tally.h"
#include "conversation/conversation.h"
#include "conversation/flow_store.h"
#include "conversation/opener.h"
#include "conversation/packet.h"
#include "conversation/tcp/half.h"
#include "conversation/timing_wheel.h"

#include <cstdint>

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

    std::size_t size() const { return m_flows.size(); }

    /// Hints for packets that are taken soon.
    void prefetch_bucket(Packet const& packet) const { m_flows.prefetch_bucket(packet.hash); }
    void prefetch_flow(Packet const& packet) const { m_flows.prefetch_flow(packet.hash); }
    void prefetch_handler(Packet const& packet) const { m_flows.prefetch_handler(packet.hash); }

private:
    using Flow = StoredFlow;
    using Index = StoredFlow::Index;
    using Phase = StoredFlow::Phase;

    Index begin(Packet const& packet, std::uint32_t capture);
    void set_opener(Flow& flow, Packet const& packet, Opener opener);
    bool begins_anew(Flow const& flow, Packet const& packet) const;
    void take_tcp(Flow& flow, Packet const& packet, Stamp const& now);
    void take_datagram(Flow& flow, Packet const& packet, Stamp const& now);
    void hand_over(Flow& flow, Packet const& packet, Stamp const& now);
    void end(Index index, Stamp const& now);
    void make_room(Stamp const& now);
    Phase phase_of(Flow const& flow) const;
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
    FlowStore m_flows;
    TimingWheel m_wheel;
};

} // namespace petze

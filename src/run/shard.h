#pragma once

#include "base/held_content.h"
#include "base/tally.h"
#include "conversation/flow_table.h"
#include "conversation/quic_paths.h"
#include "report/event.h"
#include "run/batch.h"
#include "run/shard_setting.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace petze {

struct SearchScratch;

/// One of the 64 logical shards: conversations in, events out, in the order of packets. Depends
/// on nothing but the packets of its own conversations and the ticks; threads only run it.
class Shard : private ConversationObserver {
public:
    Shard(std::size_t number, ShardSetting const& setting);
    ~Shard() override;
    Shard(Shard const&) = delete;
    Shard& operator=(Shard const&) = delete;

    /// Works through its packets of the batch; its events are then in batch.events[number].
    void run(Batch& batch);

    Tally const& tally() const { return m_tally; }

private:
    class Conversation;

    std::unique_ptr<ConversationHandler> begin(FlowIdentity const& flow) override;
    void end(FlowIdentity const& flow, FlowRecord const& record, ConversationHandler* handler,
             Stamp const& now) override;

    std::size_t m_number;
    ShardSetting m_setting;
    bool m_joins_uploads = false;
    Tally m_tally;
    std::unique_ptr<SearchScratch> m_scratch;
    std::vector<Event>* m_events = nullptr; // of the batch being worked on
    HeldContent m_held;                     // of the conversations in m_flows
    FlowTable m_flows;
    std::optional<QuicPaths> m_paths; // where keys open what the reader cannot know
};

/// Which shard works on a packet: that of its conversation. Where keys open QUIC (`by_server`), all
/// of a server's stay together, since one may go on from another address under an id that only the
/// conversation itself tells.
std::size_t shard_of(Packet const& packet, bool by_server);

} // namespace petze

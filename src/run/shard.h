#pragma once

#include "base/tally.h"
#include "conversation/flow_table.h"
#include "dissect/conversation_dissector.h"
#include "report/event.h"
#include "report/event_types.h"
#include "run/batch.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace petze {

class KnownValues;
class PhotoMatcher;
class Searcher;
struct SearchScratch;

/// What all shards share, and only read.
struct ShardSetting {
    Searcher const* searcher{}; // null: no profile
    bool patterns{};            // look for what looks like personal data, where findings are wanted
    std::shared_ptr<KnownValues const> known{}; // which of that the profile names; null: nothing
    DissectorSetting dissect;
    PhotoMatcher* photos{}; // null: no profile
    FlowTableLimits bounds;
    EventTypes wanted = EventTypes::all(); // besides ends of flows: what nobody wants is dropped
};

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
    class Patterns;

    std::unique_ptr<ConversationHandler> begin(FlowIdentity const& flow) override;
    void end(FlowIdentity const& flow, FlowRecord const& record, ConversationHandler* handler,
             Stamp const& now) override;

    std::size_t m_number;
    ShardSetting m_setting;
    Tally m_tally;
    std::unique_ptr<SearchScratch> m_scratch;
    std::vector<Event>* m_events = nullptr; // of the batch being worked on
    FlowTable m_flows;
};

} // namespace petze

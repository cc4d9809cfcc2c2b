#pragma once

#include "conversation/flow_table.h"
#include "dissect/conversation_dissector.h"
#include "report/event_types.h"

#include <memory>

namespace petze {

class KnownValues;
class PhotoMatcher;
class Searcher;

/// What all shards share, and only read.
struct ShardSetting {
    Searcher const* searcher{}; // null: no profile
    bool patterns{};            // look for what looks like personal data, where findings are wanted
    std::shared_ptr<KnownValues const> known{}; // which of that the profile names; null: nothing
    DissectorSetting dissect;
    PhotoMatcher* photos{};      // null: no profile
    std::uint64_t least_burst{}; // see BurstMeter; 0: nobody wants to know
    FlowTableLimits bounds;
    std::size_t held_content = limits::held_content; // bytes, of each shard; see HeldContent
    EventTypes wanted = EventTypes::all(); // besides ends of flows: what nobody wants is dropped

    bool has_keys() const { return dissect.keys && !dissect.keys->empty(); }
};

} // namespace petze

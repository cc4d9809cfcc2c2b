#pragma once

#include "base/tally.h"
#include "report/event.h"
#include "run/learned_ids.h"
#include "run/query_join.h"
#include "run/sealed_join.h"
#include "run/shard_setting.h"
#include "run/upload.h"

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>

namespace petze {

/// Between the shards and the joiner: puts uploads together whose parts came in several requests,
/// perhaps in several conversations, and tells what stands in the whole. Everything else passes.
class Uploads {
public:
    Uploads(ShardSetting const& setting, std::function<void(Event&&)> next);
    ~Uploads();
    Uploads(Uploads const&) = delete;
    Uploads& operator=(Uploads const&) = delete;

    void take(Event&& event);
    /// Tells what is left, at the packet of the last event.
    void finish();

    Tally const& tally() const { return m_tally; }

private:
    struct Named {
        std::string key;
        std::unique_ptr<Upload> upload;
    };
    using List = std::list<Named>; // the one that was met last in front

    Upload* find(std::string const& key);
    Upload& make(std::string const& key);
    void remove(std::string const& key);
    void note_key(std::uint64_t flow, std::string const& key);
    void rename(Event const& event, UploadPiece const& piece);
    void close(Event const& event, UploadPiece const& piece);
    Upload* make_of(std::string const& key, std::vector<std::string> const& wholes);
    void take_piece(Event const& event, UploadPiece&& piece);
    void end_flow(FlowEnd& end, std::uint64_t flow);
    bool keeps(Event const& event);

    ShardSetting m_setting;
    std::function<void(Event&&)> m_told; // to whom all goes in the end
    std::function<void(Event&&)> m_next; // by m_learned
    std::unique_ptr<SearchScratch> m_scratch;
    Tally m_tally;
    std::size_t m_waiting_bytes = 0;
    HeldContent m_held;
    LearnedIds m_learned;
    QueryJoin m_queries;
    SealedJoin m_sealed;
    Stamp m_now;
    List m_uploads;
    std::unordered_map<std::string, List::iterator> m_by_key;
    std::unordered_map<std::uint64_t, std::set<std::string>> m_keys; // by flow
};

} // namespace petze

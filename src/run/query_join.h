#pragma once

#include "base/tally.h"
#include "report/event.h"
#include "run/shard_setting.h"

#include <cstdint>
#include <functional>
#include <list>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace petze {

struct SearchScratch;

/// Names that one client asked for below one domain, put together: a text that was cut to the size
/// of names stands in several conversations as a rule. Searched as text, and as what base32, base64
/// or hex make of it.
class QueryJoin {
public:
    /// All of them outlive it.
    QueryJoin(ShardSetting const& setting, SearchScratch* scratch, Tally& tally,
              std::function<void(Event&&)>& tell);

    /// A name; `event` is of its packet and conversation.
    void take(Event const& event, UploadPiece&& piece);
    /// What a name says by itself is not told again.
    void note(Event const& event);
    /// That conversation ends. Whether something may be told of it afterwards.
    bool outlives(std::uint64_t flow);
    /// Nothing more comes, at this packet.
    void finish(Stamp const& now);

private:
    struct Query {
        std::string labels; // below the domain
        Stamp carried;
        FlowIdentity flow;
    };
    struct Series {
        std::string key; // client and domain
        std::string domain;
        std::vector<std::string> path;
        std::vector<Query> queries;
        std::unordered_set<std::string> seen;
        std::set<std::string> told;
        std::size_t bytes = 0;
    };
    /// What the queries hold, in order; each with the query that brought it.
    struct Part {
        std::string bytes;
        Query const* query{};
    };
    using Reading = std::vector<Part>;
    using List = std::list<Series>; // the one that was met last in front

    Series* find(std::string const& key);
    Series& make(std::string key);
    void search_oldest(Stamp const& now);
    void search(Series& series, Stamp const& now);
    void search_as(Series& series, Reading const& reading, std::string_view coding,
                   Stamp const& now);
    void tell(Series& series, Finding&& finding, Stamp const& now);

    ShardSetting const& m_setting;
    SearchScratch* m_scratch;
    Tally& m_tally;
    std::function<void(Event&&)>& m_tell;
    List m_series;
    std::unordered_map<std::string, List::iterator> m_by_key;
    std::unordered_set<std::uint64_t> m_flows; // with names that may be data, until they end
    std::size_t m_outlived = 0;                // of them, so far
    std::size_t m_bytes = 0;
};

} // namespace petze

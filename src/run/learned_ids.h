#pragma once

#include "base/tally.h"
#include "find/pattern/learned.h"
#include "report/event.h"

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace petze {

/// Makes findings of sightings (find/pattern/learned.h): a value that was sent to receivers of two
/// registered domains under names of devices' identifiers is one of the phone's. Each receiver
/// is told once, the first when the second is met. What a server sent before is his, not the
/// phone's. What the phone calls itself in its network is its name, whoever is told it.
class LearnedIds {
public:
    /// Both outlive it.
    LearnedIds(Tally& tally, std::function<void(Event&&)>& next);

    void take(Event&& event);

private:
    struct Value {
        std::string category{}; // what it was told as already; empty: not at all
        std::set<std::string> hosts{};
        std::set<std::string> domains{};
        std::vector<Event> waiting{};
        std::vector<Event> names{}; // likewise, where it is told as the phone's name
        bool is_servers = false;
        bool is_own_name = false;
    };

    void take(pattern::Sighting sighting, Event&& event);
    void tell(std::vector<Event>& waiting, std::string const& category, Stamp const& now);

    Tally& m_tally;
    std::function<void(Event&&)>& m_next;
    std::unordered_map<std::string, Value> m_values;
    std::set<std::uint64_t> m_flows; // of which something may be told behind their end
};

} // namespace petze

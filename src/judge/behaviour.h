#pragma once

#include "base/origin.h"
#include "conversation/address.h"
#include "conversation/flow.h"
#include "find/finding.h"
#include "identify/endpoints.h"
#include "judge/circumstances.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace petze {

struct HttpExchange;

/// What one receiver got of one kind of data.
struct SentCategory {
    std::set<std::string> items; // of the profile
    bool in_use{}, in_background{};
    bool hashed_only = true;
    bool readable{};            // by any bystander
    bool self_made{};           // inside an encryption of its own that any bystander could open
    bool in_photos_only = true; // what cameras write into photos: goes wherever they go
};

/// How the phone behaved towards one receiver.
struct Behaviour {
    std::uint64_t flows{}, flows_in_use{};
    std::uint64_t up{}, down{}; // payload
    std::uint64_t unread_up{};  // at most, see unread_at_most()
    bool one_sided{};           // of some conversation only what came was recorded
    std::set<std::string_view> protocols;
    std::uint64_t connectivity_checks{};
    std::vector<std::int64_t> starts_ns; // the first limits::judged_starts
    std::vector<Burst> unread_bursts;    // the first limits::bursts of the phone's
    std::map<std::string, SentCategory> sent;

    void merge(Behaviour&& other);
};

/// Gathers it while events pass by. Bounded: beyond limits::judged_endpoints new receivers are
/// judged by their totals alone.
class Behaviours {
public:
    explicit Behaviours(Circumstances const& circumstances)
        : m_circumstances(circumstances)
    {
    }

    void found(FlowIdentity const& flow, Finding const& finding, std::int64_t time_ns);
    void exchanged(FlowIdentity const& flow, HttpExchange const& exchange);
    /// `endpoint` is what the conversation counts to.
    void ended(FlowIdentity const& flow, FlowRecord const& record, std::string const& endpoint);

    /// What this phone did, by Endpoint::id.
    std::map<std::string, Behaviour, std::less<>> of(Device const& device);
    bool was_full() const { return m_was_full; }
    /// A receiver got more unread bursts than are kept of one.
    bool left_out_bursts() const { return m_left_out_bursts; }

private:
    struct Key {
        Address local;
        std::string endpoint;
        bool operator==(Key const&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(Key const& key) const;
    };
    struct Open { // a conversation that has not ended
        struct Found {
            std::string category, item;
            Direction direction{};
            bool in_use{}, hashed{}, readable{}, self_made{}, in_photo{};
        };
        std::vector<Found> found;
        std::uint64_t connectivity_checks{};
    };

    Circumstances const& m_circumstances;
    std::unordered_map<std::uint64_t, Open> m_open; // by flow id
    std::unordered_map<Key, Behaviour, KeyHash> m_behaviours;
    bool m_was_full = false;
    bool m_left_out_bursts = false;
};

/// Whether nobody on the way could read what stood at this path: keys of the owner's opened it. Not
/// so of layers that any bystander could undo, such as "xiaomi-push:rc4".
bool was_encrypted(std::vector<std::string> const& path);

} // namespace petze

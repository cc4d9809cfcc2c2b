#pragma once

#include "conversation/address.h"
#include "conversation/flow.h"
#include "find/finding.h"
#include "identify/endpoints.h"
#include "relate/phone_state.h"

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace petze {

struct HttpExchange;

/// Gathers while events pass by when each receiver was talked to, what it got, and which app
/// talked. Bounded by limits::compared_starts and its neighbours.
class ContactLog {
public:
    /// `packages` are those that the profile names: a User-Agent may name one where the capture
    /// names no app.
    explicit ContactLog(std::vector<std::string> packages)
        : m_packages(std::move(packages))
    {
    }

    void found(FlowIdentity const& flow, Finding const& finding, std::int64_t time_ns);
    void exchanged(FlowIdentity const& flow, HttpExchange const& exchange);
    /// `endpoint` is what the conversation counts to.
    void ended(FlowIdentity const& flow, FlowRecord const& record, std::string const& endpoint);

    /// Of this phone, in the order of the endpoints.
    std::vector<Contacts> of(Device const& device, std::vector<Endpoint> const& endpoints);
    bool was_full() const { return m_was_full; }

private:
    using Key = std::pair<std::string, Address>; // endpoint; the local side
    struct Open {                                // a conversation that has not ended
        struct Found {
            std::string category;
            Direction direction{};
            std::int64_t time_ns{};
        };
        std::vector<Found> found;
        std::string package;
    };
    struct Log {
        std::vector<std::int64_t> starts_ns;
        std::map<std::string, std::vector<std::int64_t>> sent_ns;
        std::uint64_t connections{};
        std::map<std::pair<std::string, bool>, std::uint64_t> sources;
    };

    void keep(std::vector<std::int64_t>& times, std::int64_t time_ns);
    void add_source(Log& log, FlowIdentity const& flow, Open const& open);
    std::string package_in(std::string_view user_agent) const;

    std::vector<std::string> m_packages;
    std::unordered_map<std::uint64_t, Open> m_open; // by flow id
    std::map<Key, Log> m_logs;
    std::size_t m_kept = 0; // times, in all
    bool m_was_full = false;
};

} // namespace petze

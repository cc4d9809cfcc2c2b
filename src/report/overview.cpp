#include "report/overview.h"

#include <algorithm>
#include <array>

namespace petze {

namespace {

constexpr std::array<std::string_view, 21> kinds_by_gravity{
    "message",    "photo",          "contact", "message_address", "location", "calendar",
    "credential", "imei",           "imsi",    "phone_number",    "iccid",    "serial",
    "android_id", "advertising_id", "account", "email",           "mac",      "bssid",
    "ssid",       "apps",           "pattern"};

std::string kind_of(Finding const& finding)
{
    auto const is_address = finding.category == "message" && finding.item.ends_with("/address");
    return is_address ? "message_address" : finding.category;
}

bool is_during(std::vector<Activity> const& activities, std::int64_t time_ns)
{
    return std::any_of(activities.begin(), activities.end(), [&](Activity const& activity) {
        return activity.from_ns <= time_ns && time_ns <= activity.to_ns;
    });
}

Address remote_address(Answer const& answer, FlowIdentity const& flow)
{
    auto const destination = flow.destination.text();
    auto const& own = answer.device_addresses;
    auto const is_own = std::find(own.begin(), own.end(), destination) != own.end();
    return is_own ? flow.source : flow.destination;
}

/// Collects kinds and puts them in order at the end.
class Kinds {
public:
    explicit Kinds(Answer const& answer)
    {
        for (std::size_t i = 0; i < answer.endpoints.size(); ++i)
            m_ranks.emplace(answer.endpoints[i].id, i);
    }

    void add(Evidence const& evidence)
    {
        auto const kind = kind_of(evidence.finding);
        auto& found = m_kinds[kind];
        found.kind = kind;
        found.items.insert(thing_of(evidence.finding.item));
        found.evidence.push_back(evidence.number);
        m_endpoints[kind].insert({rank(evidence.endpoint), evidence.endpoint});
        found.readable_on_the_way |= !evidence.encrypted;
        // Several paths of one conversation tell the same total.
        if (m_counted.insert({evidence.flow.id, evidence.finding.item}).second)
            found.occurrences += evidence.occurrences;
    }

    std::vector<KindFound> take()
    {
        std::vector<KindFound> out;
        for (auto& [kind, found] : m_kinds) {
            for (auto const& [rank, endpoint] : m_endpoints[kind])
                found.endpoints.push_back(endpoint);
            out.push_back(std::move(found));
        }
        std::stable_sort(out.begin(), out.end(), [](KindFound const& a, KindFound const& b) {
            return gravity(a.kind) < gravity(b.kind);
        });
        return out;
    }

private:
    std::size_t rank(std::string const& endpoint) const
    {
        auto const found = m_ranks.find(endpoint);
        return found == m_ranks.end() ? m_ranks.size() : found->second;
    }

    std::map<std::string, std::size_t> m_ranks;
    std::map<std::string, KindFound> m_kinds;
    std::map<std::string, std::set<std::pair<std::size_t, std::string>>> m_endpoints;
    std::set<std::pair<std::uint64_t, std::string>> m_counted;
};

} // namespace

std::size_t gravity(std::string_view kind)
{
    auto const* const found = std::find(kinds_by_gravity.begin(), kinds_by_gravity.end(), kind);
    return static_cast<std::size_t>(found - kinds_by_gravity.begin());
}

KindFound const* Overview::find(std::string_view kind) const
{
    auto const found = std::find_if(sent.begin(), sent.end(),
                                    [&](KindFound const& one) { return one.kind == kind; });
    return found == sent.end() ? nullptr : &*found;
}

Overview::Overview(Answer const& answer)
{
    Kinds left{answer};
    Kinds stayed{answer};
    Kinds arrived{answer};
    Kinds looks_like{answer};
    std::set<std::string> known_addresses;
    bool in_use = false;
    std::set<std::string_view> local;
    for (auto const& endpoint : answer.endpoints)
        if (endpoint.local)
            local.insert(endpoint.id);
    for (auto const& evidence : answer.evidence) {
        auto const& finding = evidence.finding;
        auto& endpoint = by_endpoint[evidence.endpoint];
        endpoint.evidence.push_back(evidence.number);
        if (finding.direction == Direction::to_client) {
            arrived.add(evidence);
        } else if (finding.item.empty()) {
            looks_like.add(evidence);
        } else if (local.contains(evidence.endpoint)) {
            stayed.add(evidence);
        } else {
            left.add(evidence);
            endpoint.items.insert(finding.item);
            items_sent.insert(finding.item);
            in_use |= is_during(answer.activities, evidence.stamp.time_ns);
            auto address = remote_address(answer, evidence.flow).text();
            if (known_addresses.insert(address).second)
                addresses.push_back(std::move(address));
        }
    }
    sent = left.take();
    inside = stayed.take();
    came = arrived.take();
    patterns = looks_like.take();
    only_in_background = !answer.activities.empty() && !sent.empty() && !in_use;
    for (auto const& endpoint : answer.endpoints) {
        if (!endpoint.local)
            outside.push_back(&endpoint);
        connections += endpoint.flows;
        sent_bytes += endpoint.payload_to_server;
        sent_opened += endpoint.opened_to_server;
        sent_closed += endpoint.opaque_to_server;
        came_bytes += endpoint.payload_to_client;
        came_opened += endpoint.opened_to_client;
        came_closed += endpoint.opaque_to_client;
    }
}

} // namespace petze

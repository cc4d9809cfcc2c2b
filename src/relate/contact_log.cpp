#include "relate/contact_log.h"

#include "base/limits.h"
#include "dissect/message.h"

#include <algorithm>

namespace petze {

namespace {

// Android's AID_APP_START and AID_USER_OFFSET: below, the system's own parts.
constexpr std::int32_t first_app_uid = 10'000, uids_of_a_user = 100'000;

bool is_system(App const& app)
{
    return app.uid >= 0 && app.uid % uids_of_a_user < first_app_uid;
}

bool is_part_of_a_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
           || c == '.';
}

bool holds_name(std::string_view text, std::string_view name)
{
    for (auto at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
        auto const end = at + name.size();
        bool const begins = at == 0 || !is_part_of_a_name(text[at - 1]);
        if (begins && (end == text.size() || !is_part_of_a_name(text[end])))
            return true;
    }
    return false;
}

} // namespace

std::string ContactLog::package_in(std::string_view user_agent) const
{
    for (auto const& package : m_packages)
        if (package.find('.') != std::string::npos && holds_name(user_agent, package))
            return package;
    return {};
}

void ContactLog::found(FlowIdentity const& flow, Finding const& finding, std::int64_t time_ns)
{
    if (!finding.item.empty())
        m_open[flow.id].found.push_back({finding.category, finding.direction, time_ns});
}

void ContactLog::exchanged(FlowIdentity const& flow, HttpExchange const& exchange)
{
    if (flow.app || m_packages.empty())
        return;
    auto& open = m_open[flow.id];
    if (open.package.empty())
        open.package = package_in(exchange.user_agent);
}

// Thinned out from time to time: what lies within a minute counts once anyway.
void ContactLog::keep(std::vector<std::int64_t>& times, std::int64_t time_ns)
{
    constexpr std::size_t many = 4096;
    if (m_kept >= limits::compared_starts) {
        m_was_full = true;
        return;
    }
    times.push_back(time_ns);
    ++m_kept;
    if (times.size() % many != 0)
        return;
    auto const before = times.size();
    times = distinct_starts(std::move(times));
    m_kept -= before - times.size();
}

void ContactLog::add_source(Log& log, FlowIdentity const& flow, Open const& open)
{
    std::pair<std::string, bool> source{open.package, false};
    if (flow.app) {
        source.first = flow.app->package.empty() ? flow.app->name : flow.app->package;
        source.second = is_system(*flow.app);
    }
    if (source.first.empty())
        return;
    if (log.sources.size() >= limits::compared_sources && !log.sources.contains(source)) {
        m_was_full = true;
        return;
    }
    ++log.sources[std::move(source)];
}

void ContactLog::ended(FlowIdentity const& flow, FlowRecord const& record,
                       std::string const& endpoint)
{
    bool const incoming = flow.source.text() == endpoint && flow.destination.text() != endpoint;
    auto const open = m_open.extract(flow.id);
    Key key{endpoint, incoming ? flow.destination : flow.source};
    if (m_logs.size() >= limits::judged_endpoints && !m_logs.contains(key)) {
        m_was_full = true;
        return;
    }
    auto& log = m_logs[std::move(key)];
    ++log.connections;
    keep(log.starts_ns, record.start_ns);
    add_source(log, flow, open.empty() ? Open{} : open.mapped());
    if (open.empty())
        return;
    auto const away = incoming ? Direction::to_client : Direction::to_server;
    for (auto const& found : open.mapped().found)
        if (found.direction == away)
            keep(log.sent_ns[found.category], found.time_ns);
}

std::vector<Contacts> ContactLog::of(Device const& device, std::vector<Endpoint> const& endpoints)
{
    std::vector<Contacts> out;
    out.reserve(endpoints.size());
    for (auto const& endpoint : endpoints) {
        Log all;
        for (auto at = m_logs.lower_bound({endpoint.id, Address{}});
             at != m_logs.end() && at->first.first == endpoint.id; ++at) {
            auto const& log = at->second;
            if (!device.is(at->first.second))
                continue;
            all.connections += log.connections;
            all.starts_ns.insert(all.starts_ns.end(), log.starts_ns.begin(), log.starts_ns.end());
            for (auto const& [category, times] : log.sent_ns)
                all.sent_ns[category].insert(all.sent_ns[category].end(), times.begin(),
                                             times.end());
            for (auto const& [source, connections] : log.sources)
                all.sources[source] += connections;
        }
        Contacts contacts;
        contacts.endpoint = endpoint.id;
        contacts.connections = all.connections;
        contacts.starts_ns = distinct_starts(std::move(all.starts_ns));
        for (auto& [category, times] : all.sent_ns)
            contacts.sent_ns[category] = distinct_starts(std::move(times));
        for (auto const& [source, connections] : all.sources)
            contacts.sources.push_back({source.first, source.second, connections});
        std::stable_sort(contacts.sources.begin(), contacts.sources.end(),
                         [](TrafficSource const& a, TrafficSource const& b) {
                             return a.connections > b.connections;
                         });
        out.push_back(std::move(contacts));
    }
    return out;
}

} // namespace petze

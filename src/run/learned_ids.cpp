#include "run/learned_ids.h"

#include "base/limits.h"
#include "find/pattern/learned.h"
#include "identify/operator/domain.h"

#include <utility>

namespace petze {

LearnedIds::LearnedIds(Tally& tally, std::function<void(Event&&)>& next)
    : m_tally(tally)
    , m_next(next)
{
}

void LearnedIds::take(Event&& event)
{
    auto const* const finding = std::get_if<Finding>(&event.body);
    if (auto const sighting = finding ? pattern::sighting_of(*finding) : std::nullopt) {
        take(*sighting, std::move(event));
        return;
    }
    if (auto* const end = std::get_if<FlowEnd>(&event.body))
        end->more_findings |= m_flows.erase(event.flow.id) > 0;
    m_next(std::move(event));
}

void LearnedIds::take(pattern::Sighting sighting, Event&& event)
{
    auto const now = event.stamp;
    auto& finding = std::get<Finding>(event.body);
    auto known = m_values.find(finding.value);
    if (known == m_values.end()) {
        if (m_values.size() >= limits::learned_values) {
            m_tally.count("patterns: limit learned_values");
            return;
        }
        known = m_values.try_emplace(finding.value).first;
    }
    auto& value = known->second;
    if (sighting == pattern::Sighting::own_name) {
        value.is_own_name = true;
        tell(value.names, "device_name", now);
        return;
    }
    if (finding.direction == Direction::to_client) {
        value.is_servers = true;
        value.waiting.clear();
        value.names.clear();
        return;
    }
    auto domain = registrable_domain(finding.hostname);
    if (value.is_servers || domain.empty() || value.hosts.size() >= limits::learned_receivers
        || !value.hosts.insert(finding.hostname).second)
        return;
    if (sighting == pattern::Sighting::name) {
        m_flows.insert(event.flow.id);
        value.names.push_back(std::move(event));
        if (value.is_own_name)
            tell(value.names, "device_name", now);
        return;
    }
    value.domains.insert(std::move(domain));
    if (finding.category.empty()) {
        m_flows.insert(event.flow.id);
        value.waiting.push_back(std::move(event));
    } else if (value.category.empty()) {
        value.category = finding.category;
    }
    if (value.domains.size() > 1)
        tell(value.waiting, value.category.empty() ? "device_id" : value.category, now);
}

void LearnedIds::tell(std::vector<Event>& waiting, std::string const& category, Stamp const& now)
{
    for (auto& event : waiting) {
        auto& finding = std::get<Finding>(event.body);
        finding.item.clear();
        finding.category = category;
        event.stamp = now;
        m_next(std::move(event));
    }
    waiting.clear();
}

} // namespace petze

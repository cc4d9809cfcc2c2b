#include "find/tell_once.h"

#include "conversation/host.h"

#include <map>

namespace petze {

bool TellOnce::tell(Recognised&& recognised, Field const& field, std::vector<FrameRange> frames)
{
    Finding finding;
    finding.hostname = normal_host(field.context.hostname);
    finding.path = path_of(field.origin);
    if (!recognised.step.empty())
        finding.path.emplace_back(recognised.step);
    auto key = recognised.item.empty() ? std::string{recognised.category} + '\n' + recognised.value
                                       : recognised.item;
    key += '\n' + finding.hostname + '\n' + std::string{name_of(field.context.direction)};
    for (auto const& step : finding.path)
        key += '\n' + step;
    if (auto const known = m_told.find(key); known != m_told.end()) {
        ++known->second.times;
        return true;
    }
    if (m_told.size() >= m_most)
        return false;
    m_told.emplace(std::move(key), Told{recognised.item, 1});
    finding.category = recognised.category;
    finding.item = std::move(recognised.item);
    finding.match = recognised.match;
    finding.direction = field.context.direction;
    finding.frames = std::move(frames);
    finding.value = std::move(recognised.value);
    m_findings(std::move(finding));
    return true;
}

std::vector<ItemCount> TellOnce::counts() const
{
    std::map<std::string_view, std::uint64_t> counts;
    for (auto const& [key, told] : m_told)
        if (!told.item.empty())
            counts[told.item] += told.times;
    std::vector<ItemCount> out;
    out.reserve(counts.size());
    for (auto const& [item, count] : counts)
        out.push_back({std::string{item}, count});
    return out;
}

} // namespace petze

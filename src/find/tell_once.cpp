#include "find/tell_once.h"

#include "conversation/host.h"

#include <map>

namespace petze {

void TellOnce::tell(Recognised&& recognised, Field const& field, std::vector<FrameRange> frames)
{
    Finding finding;
    finding.hostname = normal_host(field.context.hostname);
    finding.path = path_of(field.origin);
    if (!recognised.step.empty())
        finding.path.emplace_back(recognised.step);
    auto place = finding.hostname + '\n' + std::string{name_of(field.context.direction)};
    for (auto const& step : finding.path)
        place += '\n' + step;
    bool const is_item = !recognised.item.empty();
    auto const thing =
        is_item ? recognised.item : std::string{recognised.category} + '\n' + recognised.value;
    if (is_full() && !m_told.contains(place))
        return;
    auto& things = m_told[std::move(place)];
    if (auto const known = things.find(thing); known != things.end()) {
        ++known->second.times;
        return;
    }
    if (is_full())
        return;
    things.emplace(thing, Told{is_item, 1});
    ++m_size;
    finding.category = recognised.category;
    finding.item = std::move(recognised.item);
    finding.match = recognised.match;
    finding.direction = field.context.direction;
    finding.frames = std::move(frames);
    finding.value = std::move(recognised.value);
    m_findings(std::move(finding));
}

std::vector<ItemCount> TellOnce::counts() const
{
    std::map<std::string_view, std::uint64_t> counts;
    for (auto const& [place, things] : m_told)
        for (auto const& [thing, told] : things)
            if (told.is_item)
                counts[thing] += told.times;
    std::vector<ItemCount> out;
    out.reserve(counts.size());
    for (auto const& [item, count] : counts)
        out.push_back({std::string{item}, count});
    return out;
}

} // namespace petze

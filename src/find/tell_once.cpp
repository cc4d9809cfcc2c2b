#include "find/tell_once.h"

#include "conversation/host.h"

#include <map>

namespace petze {

std::string_view TellOnce::host_of(MessageContext const& context)
{
    if (context.hostname != m_raw_host) {
        m_raw_host = context.hostname;
        m_host = normal_host(context.hostname);
    }
    return m_host;
}

std::string_view TellOnce::place_of(Recognised const& recognised, Field const& field)
{
    m_place = host_of(field.context);
    m_place.append("\n").append(name_of(field.context.direction));
    for (auto const* node = field.origin; node; node = node->parent)
        m_place.append("\n").append(node->step);
    return m_place.append("\n").append(recognised.step);
}

std::string_view TellOnce::thing_of(Recognised const& recognised)
{
    if (!recognised.item.empty())
        return recognised.item;
    m_thing = recognised.category;
    return m_thing.append("\n").append(recognised.value);
}

void TellOnce::tell(Recognised&& recognised, Field const& field, std::vector<FrameRange> frames)
{
    auto const place = place_of(recognised, field);
    auto things = m_told.find(place);
    if (things == m_told.end()) {
        if (is_full())
            return;
        things = m_told.emplace(place, ThingsTold{}).first;
    }
    auto const thing = thing_of(recognised);
    if (auto const known = things->second.find(thing); known != things->second.end()) {
        ++known->second.times;
        return;
    }
    if (is_full())
        return;
    things->second.emplace(thing, Told{!recognised.item.empty(), 1});
    ++m_size;
    Finding finding;
    finding.hostname = host_of(field.context);
    finding.path = path_of(field.origin);
    if (!recognised.step.empty())
        finding.path.emplace_back(recognised.step);
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

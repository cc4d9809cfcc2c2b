#include "find/tell_once.h"

#include "base/limits.h"
#include "base/text.h"
#include "conversation/host.h"

#include <algorithm>
#include <random>

namespace petze {

namespace {

std::string make_key()
{
    constexpr std::size_t words = 4;
    std::random_device random;
    std::string out;
    for (std::size_t i = 0; i < words; ++i)
        out += std::to_string(random()) + '\n';
    return out;
}

} // namespace

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

std::uint64_t TellOnce::thing_of(Recognised const& recognised)
{
    static auto const key = make_key();
    m_thing = key;
    if (recognised.item.empty())
        m_thing.append(recognised.category).append("\n").append(recognised.value);
    else
        m_thing.append(recognised.item);
    return std::hash<std::string>{}(m_thing);
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
    bool const was_told = things->second.contains(thing);
    if (!was_told && is_full())
        return;
    if (!recognised.item.empty())
        ++m_counts[recognised.item];
    if (was_told)
        return;
    things->second.insert(thing);
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
    if (auto const at = field.value.find(recognised.value);
        at != npos && recognised.step.empty() && !recognised.value.empty())
        finding.written = Written{finding.path.size(), at, recognised.value.size(),
                                  recognised.value.substr(0, limits::written_bytes)};
    finding.value = std::move(recognised.value);
    m_findings(std::move(finding));
}

std::vector<ItemCount> TellOnce::counts() const
{
    std::vector<ItemCount> out;
    out.reserve(m_counts.size());
    for (auto const& [item, count] : m_counts)
        out.push_back({item, count});
    std::sort(out.begin(), out.end(),
              [](ItemCount const& a, ItemCount const& b) { return a.item < b.item; });
    return out;
}

} // namespace petze

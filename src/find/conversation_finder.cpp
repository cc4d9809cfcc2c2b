#include "find/conversation_finder.h"

#include "base/limits.h"
#include "conversation/host.h"

#include <algorithm>

namespace petze {

namespace {

std::vector<FrameRange> frames_of(Occurrence const& occurrence)
{
    auto const& [first, last] = std::pair{occurrence.first, occurrence.last};
    if (first.capture == last.capture)
        return {{first.capture, first.first_frame(), last.frame}};
    return {frames_of(first), frames_of(last)};
}

// Returns how many there were.
std::size_t append_steps(std::string_view steps, std::vector<std::string>& path)
{
    std::size_t count = 0;
    while (!steps.empty()) {
        auto const step = steps.substr(0, steps.find(' '));
        steps.remove_prefix(std::min(step.size() + 1, steps.size()));
        path.emplace_back(step);
        ++count;
    }
    return count;
}

} // namespace

/// One stream of bytes that is searched as it passes.
class ConversationFinder::Content : public ContentSink {
public:
    Content(ConversationFinder& finder, Origin const* origin, MessageContext const& context)
        : m_finder(finder)
        , m_origin(origin)
        , m_direction(context.direction)
        , m_hostname(context.hostname)
        , m_search(finder.m_searcher, finder.m_scratch)
    {
    }
    ~Content() override
    {
        m_search.finish(Tell{*this});
        if (m_finder.m_tally && m_search.given_up() > 0)
            m_finder.m_tally->count("search: limit comparisons waiting", m_search.given_up());
    }
    Content(Content const&) = delete;
    Content& operator=(Content const&) = delete;

    void take(Bytes piece, Stamp const& stamp) override
    {
        m_search.take(piece, stamp, Tell{*this});
    }
    void gap() override { m_search.finish(Tell{*this}); }

private:
    struct Tell {
        Content& content;

        void operator()(Occurrence const& occurrence) const
        {
            content.m_finder.tell(occurrence, {}, content.m_origin,
                                  {content.m_direction, content.m_hostname}, content.m_ends);
        }
    };

    ConversationFinder& m_finder;
    Origin const* m_origin;
    Direction m_direction;
    std::string m_hostname;
    StreamSearch m_search;
    LastEnds m_ends;
};

ConversationFinder::ConversationFinder(Searcher const& searcher, SearchScratch& scratch,
                                       std::function<void(Finding&&)>& findings, Tally* tally)
    : m_searcher(searcher)
    , m_scratch(scratch)
    , m_findings(findings)
    , m_tally(tally)
    , m_places(searcher.profile().places, findings)
    , m_salted(searcher.salted_forms(), searcher.needles(), findings)
    , m_name_parts(searcher.name_parts(), searcher.needles(), findings)
{
}

ConversationFinder::~ConversationFinder()
{
    if (m_tally && m_salted.given_up() > 0)
        m_tally->count("search: limit salted hashes", m_salted.given_up());
}

void ConversationFinder::take(Field const& field)
{
    m_places.take(field);
    m_salted.take(field);
    m_name_parts.take(field);
    LastEnds ends;
    search_text(m_searcher, as_bytes(field.value), [&](Occurrence const& found) {
        auto const& [capture, first, last] = field.frames;
        auto placed = found;
        placed.first = {capture, first, 0};
        placed.last = {capture, last, 0};
        auto const written = field.value.substr(found.begin, found.end - found.begin);
        tell(placed, written, field.origin, field.context, ends);
    });
}

std::unique_ptr<ContentSink> ConversationFinder::open(Origin const* origin,
                                                      MessageContext const& context)
{
    if (m_searcher.empty())
        return {};
    return std::make_unique<Content>(*this, origin, context);
}

void ConversationFinder::tell(Occurrence const& occurrence, std::string_view written,
                              Origin const* origin, MessageContext const& context, LastEnds& ends)
{
    auto const [last, first_here] = ends.try_emplace(occurrence.needle, occurrence.end);
    if (!first_here) {
        bool const same_place = occurrence.begin < last->second;
        last->second = std::max(last->second, occurrence.end);
        if (same_place)
            return;
    }
    auto const& needle = m_searcher.needles().searched[occurrence.needle];
    Finding finding;
    finding.hostname = normal_host(context.hostname);
    finding.path = path_of(origin);
    auto const layer = finding.path.size();
    auto undone = append_steps(occurrence.steps, finding.path);
    undone += append_steps(occurrence.function, finding.path);
    if (!occurrence.joined.empty())
        finding.path.emplace_back(occurrence.joined);
    std::string key =
        needle.item + '\n' + finding.hostname + '\n' + std::string{name_of(context.direction)};
    for (auto const& step : finding.path)
        key += '\n' + step;
    auto const [told, is_new] = m_told.try_emplace(std::move(key), Told{needle.item, {}});
    ++told->second.met[std::min(undone, told->second.met.size() - 1)];
    if (!is_new)
        return;
    finding.category = needle.category;
    finding.item = needle.item;
    finding.match = occurrence.match;
    finding.chance = occurrence.chance;
    finding.direction = context.direction;
    finding.frames = frames_of(occurrence);
    finding.value = needle.value;
    finding.written = Written{layer, occurrence.begin, occurrence.end - occurrence.begin,
                              std::string{written.substr(0, limits::written_bytes)}};
    m_findings(std::move(finding));
}

std::vector<ItemCount> ConversationFinder::counts() const
{
    std::map<std::string_view, std::uint64_t> counts;
    for (auto const& [key, told] : m_told)
        counts[told.item] += *std::max_element(told.met.begin(), told.met.end());
    auto const salted = m_salted.counts();
    for (auto const& [item, count] : salted)
        counts[item] += count;
    auto const by_part = m_name_parts.counts();
    for (auto const& [item, count] : by_part)
        counts[item] += count;
    auto out = m_places.counts();
    out.reserve(out.size() + counts.size());
    for (auto const& [item, count] : counts)
        out.push_back({std::string{item}, count});
    std::sort(out.begin(), out.end(),
              [](ItemCount const& a, ItemCount const& b) { return a.item < b.item; });
    return out;
}

} // namespace petze

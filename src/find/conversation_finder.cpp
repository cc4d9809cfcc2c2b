#include "find/conversation_finder.h"

#include "conversation/host.h"

namespace petze {

namespace {

std::vector<FrameRange> frames_of(Occurrence const& occurrence)
{
    auto const& [first, last] = std::pair{occurrence.first, occurrence.last};
    if (first.capture == last.capture)
        return {{first.capture, first.first_frame(), last.frame}};
    return {frames_of(first), frames_of(last)};
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
            content.m_finder.tell(occurrence, content.m_origin,
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
{
}

void ConversationFinder::take(Field const& field)
{
    LastEnds ends;
    search_text(m_searcher, m_scratch, as_bytes(field.value), [&](Occurrence const& found) {
        auto const& [capture, first, last] = field.frames;
        tell({found.needle, found.begin, found.end, {capture, first, 0}, {capture, last, 0}},
             field.origin, field.context, ends);
    });
}

std::unique_ptr<ContentSink> ConversationFinder::open(Origin const* origin,
                                                      MessageContext const& context)
{
    if (m_searcher.empty())
        return {};
    return std::make_unique<Content>(*this, origin, context);
}

void ConversationFinder::tell(Occurrence const& occurrence, Origin const* origin,
                              MessageContext const& context, LastEnds& ends)
{
    auto const [last, first_here] = ends.try_emplace(occurrence.needle, occurrence.end);
    if (!first_here) {
        bool const same_place = occurrence.begin < last->second;
        last->second = std::max(last->second, occurrence.end);
        if (same_place)
            return;
    }
    auto const& needle = m_searcher.needles().searched[occurrence.needle];
    ++m_counts[needle.item];
    Finding finding;
    finding.hostname = normal_host(context.hostname);
    finding.path = path_of(origin);
    std::string key =
        needle.item + '\n' + finding.hostname + '\n' + std::string{name_of(context.direction)};
    for (auto const& step : finding.path)
        key += '\n' + step;
    if (!m_told.insert(std::move(key)).second)
        return;
    finding.category = needle.category;
    finding.item = needle.item;
    finding.match = Match::exact;
    finding.direction = context.direction;
    finding.frames = frames_of(occurrence);
    finding.value = needle.value;
    m_findings(std::move(finding));
}

std::vector<ItemCount> ConversationFinder::counts() const
{
    std::vector<ItemCount> out;
    out.reserve(m_counts.size());
    for (auto const& [item, count] : m_counts)
        out.push_back({item, count});
    return out;
}

} // namespace petze

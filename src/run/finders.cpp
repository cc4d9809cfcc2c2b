#include "run/finders.h"

#include "find/conversation_finder.h"
#include "find/pattern/pattern_finder.h"
#include "find/photo/photo_finder.h"
#include "find/search/searcher.h"

#include <algorithm>

namespace petze {

namespace {

NoFinder no_finder;

} // namespace

PatternFields::PatternFields(ShardSetting const& setting, FieldSink& next, Tally& tally,
                             std::function<void(Finding&&)>& findings)
    : m_setting(setting)
    , m_next(next)
    , m_tally(tally)
    , m_findings(findings)
{
}

PatternFields::~PatternFields() = default;

bool PatternFields::looks() const
{
    return m_setting.patterns && (!m_finder || m_finder->searches());
}

void PatternFields::take(Field const& field)
{
    m_next.take(field);
    if (!looks())
        return;
    if (!m_finder)
        m_finder = std::make_unique<PatternFinder>(
            m_findings, &m_tally, m_setting.known.get(),
            m_setting.searcher ? &m_setting.searcher->profile().places : nullptr);
    m_finder->take(field);
}

Finders::Finders(ShardSetting const& setting, SearchScratch* scratch, Tally& tally,
                 HeldContent& held, std::function<void(Finding&&)>& findings)
    : m_findings(findings)
    , m_noted_findings([this](Finding&& finding) {
        if (m_photo_finder)
            m_photo_finder->note(finding);
        m_findings(std::move(finding));
    })
    , m_finder(make_finder(setting, scratch, tally))
    , m_patterns(setting, m_finder ? static_cast<FieldSink&>(*m_finder) : no_finder, tally,
                 m_findings)
{
    if (setting.photos)
        m_photo_finder =
            std::make_unique<PhotoFinder>(*setting.photos, m_patterns, m_findings, tally, held);
}

std::unique_ptr<ConversationFinder> Finders::make_finder(ShardSetting const& setting,
                                                         SearchScratch* scratch, Tally& tally)
{
    if (!setting.searcher)
        return {};
    return std::make_unique<ConversationFinder>(*setting.searcher, *scratch, m_noted_findings,
                                                &tally);
}

Finders::~Finders() = default;

FieldSink& Finders::fields()
{
    return m_photo_finder ? static_cast<FieldSink&>(*m_photo_finder) : m_patterns;
}

std::vector<ItemCount> Finders::counts() const
{
    std::vector<ItemCount> out;
    if (m_finder)
        out = m_finder->counts();
    if (m_photo_finder)
        add_counts(out, m_photo_finder->counts());
    return out;
}

void add_counts(std::vector<ItemCount>& counts, std::vector<ItemCount> const& more)
{
    for (auto const& [item, occurrences] : more) {
        auto const at = std::find_if(counts.begin(), counts.end(),
                                     [&](ItemCount const& known) { return known.item >= item; });
        if (at != counts.end() && at->item == item)
            at->occurrences += occurrences;
        else
            counts.insert(at, {item, occurrences});
    }
}

} // namespace petze

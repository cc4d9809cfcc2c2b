#include "report/presentable.h"
#include "report/render.h"
#include "report/terminal.h"
#include "report/wording.h"
#include "report/words.h"

#include "base/text.h"

#include <algorithm>

namespace petze {

namespace {

constexpr std::size_t receivers_listed = 8;
constexpr std::size_t troubles_listed = 5;

std::string short_name(Speaker const& speaker, std::string const& kind)
{
    auto const key = "short_kind." + kind;
    return speaker.knows(key) ? speaker.say(key) : kind;
}

void sent(Terminal& terminal, Answer const& answer, Overview const& overview,
          Wording const& wording)
{
    auto const& speaker = wording.speaker();
    std::vector<std::string> lines;
    for (auto const& endpoint : answer.endpoints) {
        auto const found = overview.by_endpoint.find(endpoint.id);
        if (found == overview.by_endpoint.end() || found->second.items.empty())
            continue;
        std::vector<std::string> kinds;
        for (auto const& kind : overview.sent) {
            auto const& ids = kind.endpoints;
            if (std::find(ids.begin(), ids.end(), endpoint.id) != ids.end())
                kinds.push_back(short_name(speaker, kind.kind));
        }
        lines.push_back(speaker.count(
            "terminal.sent", found->second.items.size(),
            {{"receiver", printable(endpoint.id)},
             {"kinds", speaker.list(kinds, "list.and")},
             {"evidence", speaker.count("terminal.evidence", found->second.evidence.size())}}));
    }
    if (lines.empty())
        return;
    terminal.heading(speaker.say("terminal.what_left"));
    for (std::size_t i = 0; i < lines.size() && i < receivers_listed; ++i)
        terminal.paragraph(lines[i], 2);
    if (lines.size() > receivers_listed)
        terminal.paragraph(speaker.count("terminal.more", lines.size() - receivers_listed), 2);
}

void closed(Terminal& terminal, Overview const& overview, Wording const& wording)
{
    auto const& speaker = wording.speaker();
    if (overview.sent_bytes == 0)
        return;
    terminal.heading(speaker.say("terminal.readable"));
    auto const read = wording.short_answers().back();
    terminal.paragraph(read.rest.empty() ? read.head : read.head + " " + read.rest, 2);
}

void troubles(Terminal& terminal, Answer const& answer, Wording const& wording)
{
    auto rows = answer.stats.unread.rows();
    if (rows.empty())
        return;
    auto const& speaker = wording.speaker();
    std::stable_sort(rows.begin(), rows.end(),
                     [](Tally::Row const& a, Tally::Row const& b) { return a.count > b.count; });
    terminal.heading(speaker.say("terminal.unread"));
    for (std::size_t i = 0; i < rows.size() && i < troubles_listed; ++i)
        terminal.paragraph(speaker.say("terminal.unread.row",
                                       {{"what", printable(unread_words(speaker, rows[i].kind))},
                                        {"count", speaker.number(rows[i].count)}}),
                           2);
    if (rows.size() > troubles_listed)
        terminal.paragraph(speaker.count("terminal.more", rows.size() - troubles_listed), 2);
}

} // namespace

std::string render_summary(Answer const& answer, ReportOptions const& options,
                           SummaryStyle const& style)
{
    auto const shown = presentable(answer, options);
    Overview const overview{shown};
    auto const zone = LocalTime::of(options.time_zone);
    auto const time = zone ? *zone : LocalTime::utc();
    Speaker const speaker{options.language, time};
    Wording const wording{shown, overview, speaker};
    Terminal terminal{style};
    terminal.paragraph(wording.headline(), 0, "1");
    for (auto const& capture : shown.captures)
        if (!capture.comment.empty())
            terminal.paragraph(printable(capture.comment), 0);
    sent(terminal, shown, overview, wording);
    closed(terminal, overview, wording);
    troubles(terminal, shown, wording);
    if (!style.report.empty()) {
        terminal.heading(speaker.say("terminal.report"));
        terminal.paragraph(style.report, 2);
    }
    return terminal.take();
}

} // namespace petze

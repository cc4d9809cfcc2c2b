#include "report/comparison_render.h"
#include "report/comparison_words.h"
#include "report/terminal.h"
#include "report/words.h"

namespace petze {

namespace {

constexpr std::size_t receivers_listed = 20;

void receivers(Terminal& terminal, Comparison const& comparison, ComparisonWording const& wording)
{
    auto const& speaker = wording.speaker();
    std::size_t parties = 0;
    for (auto const& row : comparison.rows) {
        parties += row.category.empty() ? 1U : 0U;
        if (parties > receivers_listed)
            continue;
        auto const is_party = row.category.empty();
        auto const name = is_party ? printable(row.party) : wording.kind(row.category);
        terminal.paragraph(
            speaker.say("compare.terminal.first", {{"name", name},
                                                   {"state", wording.state(0)},
                                                   {"rate", wording.rate(row.cells.front().rate)}}),
            is_party ? 2 : 4);
        for (std::size_t i = 1; i < row.cells.size(); ++i)
            terminal.paragraph(
                speaker.say("compare.terminal.row",
                            {{"state", wording.state(i)},
                             {"rate", wording.rate(row.cells[i].rate)},
                             {"relation", wording.relation(row.cells[i], row.cells.front())}}),
                is_party ? 4 : 6);
    }
    if (parties > receivers_listed)
        terminal.paragraph(speaker.count("terminal.more", parties - receivers_listed), 2);
}

void lines(Terminal& terminal, std::string const& heading, std::vector<std::string> const& lines)
{
    if (lines.empty())
        return;
    terminal.heading(heading);
    for (auto const& line : lines)
        terminal.paragraph(line, 2);
}

} // namespace

std::string render_comparison_summary(Comparison const& comparison, ReportOptions const& options,
                                      SummaryStyle const& style)
{
    auto const zone = LocalTime::of(options.time_zone);
    auto const time = zone ? *zone : LocalTime::utc();
    Speaker const speaker{options.language, time};
    ComparisonWording const wording{comparison, speaker};
    Terminal terminal{style};
    for (auto const& sentence : wording.sentences())
        terminal.paragraph(sentence, 0, "1");
    if (!comparison.rows.empty()) {
        terminal.heading(speaker.say("compare.caption"));
        receivers(terminal, comparison, wording);
    }
    lines(terminal, speaker.say("compare.shows"), wording.shows());
    lines(terminal, speaker.say("compare.not"), wording.shows_not());
    lines(terminal, speaker.say("compare.remarks"), wording.remarks());
    if (!style.report.empty()) {
        terminal.heading(speaker.say("terminal.report"));
        terminal.paragraph(style.report, 2);
    }
    return terminal.take();
}

} // namespace petze

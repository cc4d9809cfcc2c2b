#include "report/comparison_render.h"
#include "report/comparison_words.h"
#include "report/interval.h"
#include "report/page.h"
#include "report/words.h"

#include <algorithm>
#include <set>

namespace petze {

namespace {

/// Both languages' words for the same comparison.
class Pages {
public:
    Pages(Comparison const& comparison, page::Content const& content)
        : m_comparison(comparison)
        , m_content(content)
        , m_english(comparison, content.english.speaker())
        , m_german(comparison, content.german.speaker())
    {
    }

    std::string answer() const;
    std::string matrix() const;
    std::string states() const;
    std::string method() const;
    std::string names(Wording const& wording) const;

    ComparisonWording const& of(Wording const& wording) const
    {
        return wording.speaker().language() == Language::german ? m_german : m_english;
    }

private:
    template<typename Sentence>
    void say(Html& html, Sentence sentence) const
    {
        html.say([&](Wording const& wording) { return sentence(of(wording)); });
    }
    template<typename Lines>
    void list(Html& html, std::string_view heading, Lines lines) const;
    void head(Html& html) const;
    void row(Html& html, ComparedRow const& row) const;
    void cell(Html& html, ComparedRow const& row, std::size_t state, double scale) const;
    void state_row(Html& html, PhoneState const& state, std::size_t number) const;

    Comparison const& m_comparison;
    page::Content const& m_content;
    ComparisonWording m_english, m_german;
};

template<typename Lines>
void Pages::list(Html& html, std::string_view heading, Lines lines) const
{
    auto const count = lines(m_english).size();
    if (count == 0)
        return;
    html.raw(R"(<h2 class="h">)").say(heading).raw("</h2><ul class=\"small\">\n");
    for (std::size_t i = 0; i < count; ++i) {
        html.raw("<li>");
        say(html, [&](ComparisonWording const& words) { return lines(words)[i]; });
        html.raw("</li>\n");
    }
    html.raw("</ul>\n");
}

std::string Pages::names(Wording const& wording) const
{
    std::vector<std::string> names;
    for (std::size_t i = 0; i < m_comparison.states.size(); ++i)
        names.push_back(of(wording).state(i));
    return wording.speaker().list(names, "list.and");
}

std::string Pages::answer() const
{
    auto html = m_content.html();
    html.raw(R"(<p class="kick">)").say("compare.kick").raw("</p>\n<h1 id=\"h-answer\">");
    say(html, [](ComparisonWording const& words) { return words.headline(); });
    html.raw("</h1>\n");
    for (std::size_t i = 2; i < m_comparison.states.size(); ++i) {
        html.raw(R"(<p class="says">)");
        say(html, [&](ComparisonWording const& words) { return words.sentences()[i - 2]; });
        html.raw("</p>\n");
    }
    html.raw(R"(<div class="qa"><div>)");
    list(html, "compare.shows", [](ComparisonWording const& words) {
        auto lines = words.shows();
        if (lines.empty())
            lines.push_back(words.speaker().say("compare.shows.nothing"));
        return lines;
    });
    html.raw("</div><div>");
    list(html, "compare.not", [](ComparisonWording const& words) { return words.shows_not(); });
    html.raw("</div></div>\n");
    if (!m_comparison.remarks.empty()) {
        html.raw(R"(<div class="change">)");
        list(html, "compare.remarks",
             [](ComparisonWording const& words) { return words.remarks(); });
        html.raw("</div>\n");
    }
    return html.take();
}

void Pages::head(Html& html) const
{
    html.raw("<caption>").say("compare.caption").raw("</caption><thead><tr><th scope=\"col\">");
    html.say("compare.receiver").raw("</th>");
    for (std::size_t i = 0; i < m_comparison.states.size(); ++i) {
        html.raw(R"(<th scope="col">)");
        say(html, [&](ComparisonWording const& words) {
            return words.speaker().say("compare.first",
                                       {{"state", words.state(i)},
                                        {"hours", words.hours(m_comparison.states[i].hours())}});
        });
        html.raw("</th>");
    }
    html.raw("</tr></thead>\n");
}

void Pages::cell(Html& html, ComparedRow const& row, std::size_t state, double scale) const
{
    auto const& cell = row.cells[state];
    auto const& first = row.cells.front();
    html.raw(R"(<td><span class="nb">)");
    say(html, [&](ComparisonWording const& words) { return words.rate(cell.rate); });
    html.raw("</span>");
    if (cell.rate.hours > 0)
        html.raw(page::interval(cell.rate, scale));
    if (state > 0 && cell.relation != Relation::absent) {
        auto const is_vague = cell.relation == Relation::not_comparable;
        html.raw(is_vague ? R"(<p class="xs q">)" : R"(<p class="small"><b>)");
        html.mark("s-" + std::string{name_of(cell.relation)});
        say(html, [&](ComparisonWording const& words) { return words.relation(cell, first); });
        html.raw(is_vague ? "" : "</b>").raw(R"( <span class="xs q nb">)");
        say(html, [&](ComparisonWording const& words) {
            return words.speaker().say("compare.q",
                                       {{"q", words.probability(cell.false_discovery_rate)}});
        });
        html.raw("</span></p>");
    }
    if (!cell.sources.empty()) {
        html.raw(R"(<p class="xs q">)");
        say(html, [&](ComparisonWording const& words) {
            return words.speaker().say("compare.from", {{"sources", words.sources(cell.sources)}});
        });
        html.raw("</p>");
    }
    html.raw("</td>");
}

void Pages::row(Html& html, ComparedRow const& row) const
{
    constexpr std::size_t names_shown = 4;
    double scale = 0;
    std::set<std::string> names;
    for (auto const& cell : row.cells) {
        scale = std::max(scale, cell.rate.high);
        names.insert(cell.endpoints.begin(), cell.endpoints.end());
    }
    names.erase(row.party);
    bool const is_party = row.category.empty();
    html.raw(is_party ? R"(<tr><th scope="row">)" : R"(<tr class="part"><th scope="row">)");
    if (is_party)
        html.text(row.party);
    else
        say(html, [&](ComparisonWording const& words) { return words.kind(row.category); });
    if (is_party && !names.empty()) {
        html.raw(R"(<p class="xs q">)");
        say(html, [&](ComparisonWording const& words) {
            return words.speaker().list_of_some({names.begin(), names.end()}, names_shown,
                                                "names.more");
        });
        html.raw("</p>");
    }
    html.raw("</th>");
    for (std::size_t i = 0; i < row.cells.size(); ++i)
        cell(html, row, i, scale > 0 ? scale : 1);
    html.raw("</tr>\n");
}

std::string Pages::matrix() const
{
    if (m_comparison.rows.empty())
        return {};
    auto html = m_content.html();
    html.raw(R"(<p class="lead">)").say("compare.lead").raw("</p>\n<ul class=\"legend\">");
    for (auto const* relation : {"persists", "vanished", "new", "not_comparable"}) {
        html.raw(R"(<li><span class="v">)").mark("s-" + std::string{relation});
        html.say("compare.relation." + std::string{relation}).raw("</span></li>");
    }
    html.raw(R"(</ul><div class="scroll" tabindex="0" role="region")").label("compare.caption");
    html.raw(R"(><table class="matrix">)");
    head(html);
    html.raw("<tbody>\n");
    std::size_t parties = 0;
    for (auto const& one : m_comparison.rows) {
        parties += one.category.empty() ? 1U : 0U;
        if (parties <= page::rows_shown)
            row(html, one);
    }
    html.raw("</tbody></table></div>\n");
    if (parties > page::rows_shown) {
        html.raw(R"(<p class="small">)");
        say(html, [&](ComparisonWording const& words) {
            return words.speaker().count("compare.rows_more", parties - page::rows_shown);
        });
        html.raw("</p>\n");
    }
    return html.take();
}

void Pages::state_row(Html& html, PhoneState const& state, std::size_t number) const
{
    html.raw(R"(<tr><th scope="row">)");
    say(html, [&](ComparisonWording const& words) { return words.state(number); });
    // Only what the program itself wrote is a link.
    if (state.report.starts_with("states/"))
        html.raw(R"(<br><a class="ev" href=")")
            .text(state.report + "report.html")
            .raw(R"(">)")
            .say("compare.states.report")
            .raw("</a>");
    html.raw("</th><td>");
    say(html, [&](ComparisonWording const& words) { return words.hours(state.hours()); });
    html.raw("</td><td>");
    say(html, [&](ComparisonWording const& words) {
        auto const& speaker = words.speaker();
        if (state.sent_bytes == 0)
            return speaker.say("compare.states.none");
        auto const open = state.sent_bytes - std::min(state.closed_bytes, state.sent_bytes);
        return speaker.bytes(state.sent_bytes) + "; "
               + speaker.say("compare.states.read",
                             {{"share", speaker.percent(open, state.sent_bytes)}});
    });
    html.raw("</td><td>");
    for (auto const& capture : state.captures) {
        html.raw("<p>").text(capture.name);
        if (capture.packets > 0)
            html.raw(R"(<br><span class="xs q">)")
                .say([&](Wording const& wording) {
                    return wording.speaker().period(capture.first_ns, capture.last_ns);
                })
                .raw("</span>");
        if (!capture.sha256.empty())
            html.raw(R"(<br><span class="mono xs">sha256 )").text(capture.sha256).raw("</span>");
        html.raw("</p>");
    }
    html.raw("</td></tr>\n");
}

std::string Pages::states() const
{
    auto html = m_content.html();
    html.raw(R"(<table class="stack"><caption class="vh">)").say("section.states");
    html.raw("</caption><thead><tr>");
    for (auto const* column : {"section.states.short", "compare.states.recorded",
                               "compare.states.sent", "compare.states.captures"})
        html.raw(R"(<th scope="col">)").say(column).raw("</th>");
    html.raw("</tr></thead><tbody>\n");
    for (std::size_t i = 0; i < m_comparison.states.size(); ++i)
        state_row(html, m_comparison.states[i], i);
    html.raw("</tbody></table>\n");
    return html.take();
}

std::string Pages::method() const
{
    auto html = m_content.html();
    html.raw(R"(<div class="small measure">)");
    for (auto const* key : {"compare.method.rates", "compare.method.test", "compare.method.silence",
                            "compare.method.closed"})
        html.raw("<p>").say(key).raw("</p>\n");
    html.raw("<p>").say("method.program").raw(": Petze ").text(m_content.options.version);
    if (m_content.options.run_time)
        html.raw("; ").say("method.run_time").raw(": ").text(*m_content.options.run_time);
    html.raw("</p></div>\n");
    return html.take();
}

} // namespace

std::string render_comparison_html(Comparison const& comparison, ReportOptions const& options)
{
    Answer const none;
    Overview const overview{none};
    auto const zone = LocalTime::of(options.time_zone);
    auto const time = zone ? *zone : LocalTime::utc();
    Speaker const english{Language::english, time};
    Speaker const german{Language::german, time};
    Wording const in_english{none, overview, english};
    Wording const in_german{none, overview, german};
    page::Content const content{none, options, overview, in_english, in_german};
    Pages const pages{comparison, content};
    auto const named = [&](char const* key) {
        return [&pages, key](Wording const& wording) {
            return wording.speaker().say(key, {{"states", pages.names(wording)}});
        };
    };
    return page::fill({pages.answer(),
                       {{"compare", "section.compare", pages.matrix()},
                        {"states", "section.states", pages.states()},
                        {"method", "section.method", pages.method()}},
                       named("compare.subject"),
                       named("compare.title")},
                      content);
}

} // namespace petze

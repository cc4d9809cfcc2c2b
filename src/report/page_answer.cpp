#include "report/page.h"

#include "report/words.h"

namespace petze::page {

namespace {

constexpr std::size_t evidence_linked = 4; // in one line of the ledger

// Both languages ask the same questions in the same order.
void short_answers(Html& html)
{
    auto const count = html.english().short_answers().size();
    html.raw("<div class=\"qa\">\n");
    for (std::size_t i = 0; i < count; ++i) {
        auto const part = [i](auto member) {
            return [i, member](Wording const& words) { return words.short_answers()[i].*member; };
        };
        html.raw("<div><h2>").say(part(&Wording::ShortAnswer::question));
        html.raw("</h2><p><b>").say(part(&Wording::ShortAnswer::head)).raw("</b> ");
        html.say(part(&Wording::ShortAnswer::rest)).raw("</p></div>\n");
    }
    html.raw("</div>\n");
}

void what_would_change(Html& html)
{
    auto const count = html.english().would_change().size();
    html.raw(R"(<div class="change"><h2 class="h">)").say("change.title").raw("</h2><ul>\n");
    for (std::size_t i = 0; i < count; ++i)
        html.raw("<li>")
            .say([i](Wording const& words) { return words.would_change()[i]; })
            .raw("</li>\n");
    html.raw("</ul></div>\n");
}

void facts(Html& html)
{
    auto const count = html.english().facts().size();
    html.raw("<dl class=\"facts\">\n");
    for (std::size_t i = 0; i < count; ++i) {
        html.raw("<div><dt>")
            .say([i](Wording const& words) { return words.facts()[i].name; })
            .raw("</dt><dd>");
        html.say([i](Wording const& words) { return words.facts()[i].value; }).raw("</dd></div>\n");
    }
    html.raw("</dl>\n");
}

void comments(Html& html, Answer const& answer)
{
    for (auto const& capture : answer.captures) {
        if (capture.comment.empty())
            continue;
        html.raw(R"(<p class="invented"><b>)")
            .text(capture.comment)
            .raw(R"(</b> <span class="src">)");
        html.say([&](Wording const& words) {
            return words.speaker().say("comment.of", {{"capture", capture.name}});
        });
        html.raw("</span></p>\n");
    }
}

void legend(Html& html)
{
    html.raw(R"(<ul class="legend">)");
    for (auto const* proof : {"proven", "possible", "not_found", "excluded"}) {
        html.raw(R"(<li><span class="v p-)" + std::string{proof} + R"(">)");
        html.mark("b-" + std::string{proof}).say("proof." + std::string{proof});
        html.raw("</span> ").say("proof." + std::string{proof} + ".means").raw("</li>");
    }
    html.raw("</ul>\n");
}

void evidence_links(Html& html, LedgerRow const& row)
{
    std::vector<std::uint32_t> numbers;
    for (auto const* kinds : {&row.found, &row.came})
        for (auto const& found : *kinds)
            numbers.insert(numbers.end(), found.evidence.begin(), found.evidence.end());
    for (std::size_t i = 0; i < numbers.size() && i < evidence_linked; ++i)
        html.evidence(numbers[i]).raw(" <br>");
    if (numbers.size() <= evidence_linked)
        return;
    auto const more = numbers.size() - evidence_linked;
    html.raw(R"(<a class="ev" href="#findings">)")
        .say([&](Wording const& words) { return words.speaker().count("evidence.more", more); })
        .raw("</a>");
}

void ledger_row(Html& html, LedgerRow const& row, Content const& content)
{
    auto const proof = std::string{name_of(row.proof)};
    html.raw(R"(<tr><th scope="row">)").say([&](Wording const& words) {
        auto const key = "category." + row.category;
        return words.speaker().knows(key) ? words.speaker().say(key) : row.category;
    });
    html.raw(R"(</th><td><span class="v p-)" + proof + R"(">)").mark("b-" + proof);
    html.say("proof." + proof).raw("</span></td><td>");
    html.say([&](Wording const& words) {
        auto const of_sizes = known_of_sizes(row, content.answer.total, words.speaker());
        return known(row, content.overview, words.speaker())
               + (of_sizes.empty() ? "" : " " + of_sizes);
    });
    html.raw("</td><td>");
    evidence_links(html, row);
    html.raw("</td></tr>\n");
}

} // namespace

std::string answer_body(Content const& content)
{
    auto html = content.html();
    comments(html, content.answer);
    html.raw(R"(<p class="kick">)").say("section.answer").raw("</p>\n<h1 id=\"h-answer\">");
    html.say([](Wording const& words) { return words.headline(); }).raw("</h1>\n");
    short_answers(html);
    what_would_change(html);
    facts(html);
    return html.take();
}

namespace {

void patterns(Html& html, Content const& content)
{
    for (auto const& found : content.overview.patterns)
        html.raw(R"(<p class="small measure">)")
            .say([&](Wording const& words) {
                auto const& speaker = words.speaker();
                auto const values = found.evidence.size();
                auto said = speaker.count("ledger.pattern", values,
                                          {{"kind", speaker.say(item_words({}, found.kind))}});
                if (content.answer.profile_given)
                    said += ' ' + speaker.count("ledger.unnamed", values);
                return said;
            })
            .raw("</p>\n");
}

} // namespace

std::string data_body(Content const& content)
{
    auto html = content.html();
    auto const rows = ledger(content.answer, content.overview);
    if (rows.empty()) {
        html.raw(R"(<p class="says">)");
        html.say(content.answer.profile_given ? "ledger.empty_profile" : "ledger.no_profile");
        html.raw("</p>\n");
        patterns(html, content);
        return html.take();
    }
    html.raw(R"(<p class="lead">)").say("ledger.lead").raw("</p>\n");
    legend(html);
    html.raw(R"(<table class="stack"><caption class="vh">)").say("ledger.caption");
    html.raw("</caption><thead><tr>");
    for (auto const* column : {"ledger.data", "ledger.state", "ledger.known", "ledger.evidence"})
        html.raw(R"(<th scope="col">)").say(column).raw("</th>");
    html.raw("</tr></thead><tbody>\n");
    for (auto const& row : rows)
        ledger_row(html, row, content);
    html.raw("</tbody></table>\n");
    if (says_excluded(rows))
        html.raw(R"(<p class="small measure">)").say("ledger.assumption").raw("</p>\n");
    patterns(html, content);
    return html.take();
}

} // namespace petze::page

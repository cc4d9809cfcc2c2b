#include "report/page.h"

#include "report/words.h"

#include <algorithm>

namespace petze::page {

namespace {

void bar(Html& html, Overview const& overview)
{
    // One decimal of the exact share: the language's own form does not fit a style.
    auto const tenths = overview.sent_opened * 1000 / overview.sent_bytes;
    auto const width = std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + "%";
    html.raw(R"(<div class="stackbar" aria-hidden="true">)");
    if (overview.sent_opened > 0)
        html.raw(R"(<i class="f-open" style="width:)" + width + R"("></i>)");
    if (overview.sent_closed > 0)
        html.raw(R"(<i class="f-closed"></i>)");
    html.raw("</div>\n");
}

void share_row(Html& html, std::string const& name, std::uint64_t sent, std::uint64_t came,
               Overview const& overview)
{
    auto const share = [&](std::uint64_t part, std::uint64_t whole) {
        html.raw(R"(<td class="n">)").bytes(part).raw(R"(</td><td class="n">)");
        html.say([&](Wording const& words) { return words.speaker().percent(part, whole); });
        html.raw("</td>");
    };
    html.raw(R"(<tr><th scope="row"><span class="sw f-)" + name + R"("></span>)");
    html.say("coverage." + name).raw("</th>");
    share(sent, overview.sent_bytes);
    share(came, overview.came_bytes);
    html.raw("<td>").say("coverage." + name + ".why").raw("</td></tr>\n");
}

void shares(Html& html, Overview const& overview)
{
    html.raw(R"(<table class="stack"><caption class="vh">)").say("coverage.caption");
    html.raw(R"(</caption><thead><tr><th scope="col">)").say("coverage.part").raw("</th>");
    for (auto const* column :
         {"coverage.sent", "coverage.share", "coverage.came", "coverage.share"})
        html.raw(R"(<th scope="col" class="n">)").say(column).raw("</th>");
    html.raw(R"(<th scope="col">)").say("coverage.why").raw("</th></tr></thead><tbody>\n");
    share_row(html, "open", overview.sent_opened, overview.came_opened, overview);
    share_row(html, "closed", overview.sent_closed, overview.came_closed, overview);
    html.raw("</tbody></table>\n");
}

void closed_reasons(Html& html, Answer const& answer)
{
    if (answer.stats.closed.empty())
        return;
    html.raw(R"(<table class="stack sub"><caption>)").say("closed.reasons");
    html.raw(R"(</caption><thead><tr><th scope="col">)").say("coverage.why");
    html.raw(R"(</th><th scope="col" class="n">)").say("closed.bytes");
    html.raw("</th></tr></thead><tbody>\n");
    for (auto const& [why, bytes] : answer.stats.closed)
        html.raw("<tr><td>")
            .say("closed." + std::string{why})
            .raw(R"(</td><td class="n">)")
            .bytes(bytes)
            .raw("</td></tr>\n");
    html.raw("</tbody></table>\n");
}

void keys_that_opened(Html& html, Stats const& stats)
{
    if (stats.secrets == 0)
        return;
    html.raw(R"(<p class="small measure">)")
        .say([&](Wording const& words) {
            auto const& speaker = words.speaker();
            return speaker.say(stats.opened_flows == 0 ? "keys.fit_nothing" : "keys.opened",
                               {{"secrets", speaker.number(stats.secrets)},
                                {"flows", speaker.number(stats.opened_flows)}});
        })
        .raw("</p>\n");
}

void closed_hosts(Html& html, Content const& content)
{
    constexpr std::size_t most = 10;
    std::vector<Endpoint const*> closed;
    for (auto const& endpoint : content.answer.endpoints)
        if (endpoint.opaque_to_server + endpoint.opaque_to_client > 0)
            closed.push_back(&endpoint);
    if (closed.empty())
        return;
    std::stable_sort(closed.begin(), closed.end(), [](Endpoint const* a, Endpoint const* b) {
        return a->opaque_to_server > b->opaque_to_server;
    });
    html.raw(R"(<table class="stack sub"><caption>)").say("closed.caption");
    html.raw(R"(</caption><thead><tr><th scope="col">)").say("findings.receiver").raw("</th>");
    for (auto const* column : {"closed.sent", "closed.came"})
        html.raw(R"(<th scope="col" class="n">)").say(column).raw("</th>");
    html.raw("</tr></thead><tbody>\n");
    for (std::size_t i = 0; i < closed.size() && i < most; ++i)
        html.raw(R"(<tr><th scope="row">)")
            .text(closed[i]->id)
            .raw(R"(</th><td class="n">)")
            .bytes(closed[i]->opaque_to_server)
            .raw(R"(</td><td class="n">)")
            .bytes(closed[i]->opaque_to_client)
            .raw("</td></tr>\n");
    html.raw("</tbody></table>\n");
    if (closed.size() > most)
        html.raw(R"(<p class="small q">)")
            .say([&](Wording const& words) {
                return words.speaker().count("closed.more", closed.size() - most);
            })
            .raw("</p>\n");
}

void unread(Html& html, Answer const& answer)
{
    auto const rows = answer.stats.unread.rows();
    if (rows.empty()) {
        html.raw(R"(<p class="small measure">)").say("unread.none").raw("</p>\n");
        return;
    }
    html.raw(R"(<table class="stack sub"><caption>)").say("unread.caption");
    html.raw(R"(</caption><thead><tr><th scope="col">)").say("unread.what");
    html.raw(R"(</th><th scope="col" class="n">)")
        .say("unread.times")
        .raw("</th></tr></thead><tbody>\n");
    for (auto const& row : rows) {
        html.raw("<tr><td>").say([&](Wording const& words) {
            return unread_words(words.speaker(), row.kind);
        });
        html.raw(R"(</td><td class="n">)").number(row.count).raw("</td></tr>\n");
    }
    html.raw("</tbody></table>\n");
}

std::string claim(Overview const& overview, Speaker const& speaker)
{
    if (overview.sent_bytes == 0)
        return speaker.say("coverage.nothing");
    if (overview.sent_closed == 0)
        return speaker.say("coverage.all");
    return speaker.say("coverage.part_read",
                       {{"open", speaker.percent(overview.sent_opened, overview.sent_bytes)},
                        {"closed", speaker.percent(overview.sent_closed, overview.sent_bytes)}});
}

} // namespace

std::string coverage_body(Content const& content)
{
    auto html = content.html();
    auto const& overview = content.overview;
    html.raw(R"(<p class="says">)").say([&](Wording const& words) {
        return claim(overview, words.speaker());
    });
    html.raw("</p>\n");
    if (overview.sent_bytes > 0) {
        bar(html, overview);
        shares(html, overview);
        closed_reasons(html, content.answer);
        closed_hosts(html, content);
    }
    keys_that_opened(html, content.answer.stats);
    unread(html, content.answer);
    if (auto const others = content.answer.stats.other_devices_flows; others > 0)
        html.raw(R"(<p class="small measure">)")
            .say([&](Wording const& words) { return words.speaker().count("others", others); })
            .raw("</p>\n");
    return html.take();
}

} // namespace petze::page

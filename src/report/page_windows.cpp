#include "report/page_windows.h"

#include "report/windows.h"

namespace petze::page {

namespace {

void row(Html& html, Window const& window)
{
    html.raw(R"(<tr><th scope="row">)").say([&](Wording const& words) {
        return words.speaker().period(window.from_ns, window.to_ns);
    });
    html.raw("</th><td>");
    if (!window.in_use)
        html.say("window.background");
    else if (window.what.empty())
        html.say("window.in_use");
    else
        html.text(window.what);
    html.raw("</td><td>").say([&](Wording const& words) {
        return window_words(window, words.speaker());
    });
    html.raw("</td></tr>\n");
}

void after_row(Html& html, After const& after)
{
    html.raw(R"(<tr><th scope="row">)").say([&](Wording const& words) {
        return words.speaker().period(after.window.from_ns, after.window.to_ns);
    });
    html.raw("</th><td>").say([&](Wording const& words) {
        return after_words(after, words.speaker());
    });
    auto const state = std::string{name_of(after.state)};
    html.raw(R"(</td><td><span class="v p-)" + state + R"(">)").mark("b-" + state);
    html.say("proof." + state).raw("</span></td><td>").say([&](Wording const& words) {
        return window_words(after.window, words.speaker()) + " "
               + after_state_words(after, words.speaker());
    });
    if (after.evidence > 0)
        html.raw(" ").evidence(after.evidence);
    html.raw("</td></tr>\n");
}

void head(Html& html, std::string_view title, std::string_view lead,
          std::initializer_list<std::string_view> columns)
{
    html.raw(R"(<h3 class="further">)").say(title).raw("</h3>\n<p class=\"small measure\">");
    html.say(lead).raw("</p>\n");
    html.raw(R"(<table class="stack"><caption class="vh">)").say(title);
    html.raw("</caption><thead><tr>");
    for (auto const column : columns)
        html.raw(R"(<th scope="col">)").say(column).raw("</th>");
    html.raw("</tr></thead><tbody>\n");
}

void foot(Html& html, std::uint64_t left_out)
{
    html.raw("</tbody></table>\n");
    if (left_out > 0)
        html.raw(R"(<p class="small">)")
            .say([&](Wording const& words) {
                return words.speaker().count("windows.left_out", left_out);
            })
            .raw("</p>\n");
}

} // namespace

void windows(Html& html, Content const& content)
{
    auto const told = windows_of(content.answer);
    if (!told.windows.empty()) {
        head(html, "windows.title", "windows.lead",
             {"windows.when", "windows.what", "windows.sent"});
        for (auto const& window : told.windows)
            row(html, window);
        foot(html, told.left_out);
    }
    if (told.after.empty())
        return;
    head(html, "after.title", "after.lead",
         {"windows.when", "windows.what", "ledger.state", "windows.sent"});
    for (auto const& after : told.after)
        after_row(html, after);
    foot(html, told.after_left_out);
}

} // namespace petze::page

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

} // namespace

void windows(Html& html, Content const& content)
{
    auto const told = windows_of(content.answer);
    if (told.windows.empty())
        return;
    html.raw(R"(<h3>)").say("windows.title").raw("</h3>\n<p class=\"small measure\">");
    html.say("windows.lead").raw("</p>\n");
    html.raw(R"(<table class="stack"><caption class="vh">)").say("windows.title");
    html.raw("</caption><thead><tr>");
    for (auto const* column : {"windows.when", "windows.what", "windows.sent"})
        html.raw(R"(<th scope="col">)").say(column).raw("</th>");
    html.raw("</tr></thead><tbody>\n");
    for (auto const& window : told.windows)
        row(html, window);
    html.raw("</tbody></table>\n");
    if (told.left_out > 0)
        html.raw(R"(<p class="small">)")
            .say([&](Wording const& words) {
                return words.speaker().count("windows.left_out", told.left_out);
            })
            .raw("</p>\n");
}

} // namespace petze::page

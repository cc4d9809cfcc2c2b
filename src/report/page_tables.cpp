#include "report/page.h"

#include "report/words.h"

#include <algorithm>

namespace petze::page {

namespace {

void head(Html& html, std::string_view caption, std::initializer_list<std::string_view> columns)
{
    html.raw(R"(<caption class="vh">)").say(caption).raw("</caption><thead><tr>");
    for (auto const column : columns) {
        auto const is_number = column.ends_with(".n");
        html.raw(is_number ? R"(<th scope="col" class="n">)" : R"(<th scope="col">)");
        html.say(is_number ? column.substr(0, column.size() - 2) : column).raw("</th>");
    }
    html.raw("</tr></thead>\n");
}

void filter(Html& html, std::string const& prefix)
{
    html.raw(R"(<div class="filt"><label for=")" + prefix + R"(q">)").say("filter");
    html.raw(R"(</label><input type="search" id=")" + prefix + R"(q" autocomplete="off">)");
    html.raw(R"(<span id=")" + prefix + "n\" role=\"status\" class=\"q\"></span></div>\n");
}

void more_button(Html& html, std::string const& prefix)
{
    html.raw(R"(<p class="after"><button type="button" class="btn noprint" id=")" + prefix
             + "more\" hidden></button></p>\n");
}

std::string path_text(std::vector<std::string> const& path, Speaker const& speaker)
{
    std::string out;
    for (auto const& step : path)
        out += (out.empty() ? "" : " \u203a ") + printable(speaker.say(step_words(step)));
    return out;
}

void finding_row(Html& html, Evidence const& evidence)
{
    auto const& finding = evidence.finding;
    auto const cell = [&](std::string_view text) { html.raw("<td>").text(text).raw("</td>"); };
    html.raw("<tr><td>").evidence(evidence.number).raw(R"(</td><th scope="row">)");
    html.say(item_words(finding.item, finding.category));
    if (finding.direction == Direction::to_client)
        html.raw(R"( <span class="q">)").say("card.came").raw("</span>");
    html.raw("</th>");
    cell(evidence.endpoint);
    html.raw("<td>").say("match." + std::string{name_of(finding.match)}).raw("</td><td>");
    html.say([&](Wording const& words) { return path_text(finding.path, words.speaker()); });
    html.raw(R"(</td><td class="mono">)").text(frame_text(finding.frames, evidence.stamp.capture));
    html.raw(R"(</td><td class="n">)").number(evidence.occurrences).raw("</td></tr>\n");
}

void file_row(Html& html, SentFile const& sent)
{
    auto const& file = sent.file;
    html.raw(R"(<tr><th scope="row">)");
    if (file.filename.empty())
        html.say("files.unnamed");
    else
        html.text(file.filename);
    if (sent.item)
        html.raw(R"(<br><span class="q">)").say(item_words(*sent.item, "photo")).raw("</span>");
    html.raw("</th><td>").say(magic_words(file.magic));
    html.raw(R"(</td><td class="n">)").bytes(file.size);
    html.raw("</td><td>").say(file.direction == Direction::to_server ? "files.to" : "files.from");
    html.raw(" ").text(sent.endpoint).raw("</td><td>").say([&](Wording const& words) {
        return words.speaker().clock_seconds(sent.stamp.time_ns);
    });
    html.raw(R"(</td><td class="mono">)" + std::to_string(sent.stamp.frame) + "</td><td>");
    // Only what the program itself wrote is a link.
    if (file.stored.starts_with("evidence/"))
        html.raw(R"(<a class="ev" href=")")
            .text(file.stored)
            .raw(R"(">)")
            .say("files.open")
            .raw("</a>");
    html.raw("</td></tr>\n");
}

} // namespace

std::string findings_body(Content const& content)
{
    auto html = content.html();
    auto const& evidence = content.answer.evidence;
    if (evidence.empty()) {
        html.raw(R"(<p class="says">)");
        return html.say([](Wording const& words) { return words.headline(); }).raw("</p>\n").take();
    }
    html.raw(R"(<p class="lead">)").say("findings.lead").raw("</p>\n");
    filter(html, "e");
    html.raw(R"(<table class="stack" id="etab">)");
    head(html, "findings.caption",
         {"findings.number", "findings.data", "findings.receiver", "findings.match",
          "findings.path", "findings.frames", "findings.times.n"});
    html.raw("<tbody>\n");
    for (std::size_t i = 0; i < evidence.size() && i < rows_shown; ++i)
        finding_row(html, evidence[i]);
    html.raw("</tbody></table>\n");
    more_button(html, "e");
    if (content.answer.stats.findings_not_told > 0)
        html.raw(R"(<p class="small">)")
            .say([&](Wording const& words) {
                return words.speaker().count("findings.not_told",
                                             content.answer.stats.findings_not_told);
            })
            .raw("</p>\n");
    return html.take();
}

std::string files_body(Content const& content)
{
    auto html = content.html();
    auto const& files = content.answer.files;
    if (files.empty())
        return {};
    html.raw(R"(<p class="lead">)").say("files.lead").raw("</p>\n");
    if (files.size() > rows_shown)
        filter(html, "f");
    html.raw(R"(<table class="stack" id="ftab">)");
    head(html, "files.caption",
         {"files.name", "files.kind", "files.size.n", "files.way", "files.time", "files.frame",
          "files.kept"});
    html.raw("<tbody>\n");
    for (std::size_t i = 0; i < files.size() && i < rows_shown; ++i)
        file_row(html, files[i]);
    html.raw("</tbody></table>\n");
    more_button(html, "f");
    return html.take();
}

} // namespace petze::page

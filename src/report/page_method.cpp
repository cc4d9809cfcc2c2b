#include "report/page.h"

#include "report/words.h"

#include <algorithm>

namespace petze::page {

namespace {

void limits_of_a_recording(Html& html, Content const& content)
{
    html.raw(R"(<h3 class="h">)").say("method.cannot").raw("</h3><ul>\n");
    for (auto const* key :
         {"method.cannot.why", "method.cannot.elsewhere", "method.cannot.profile"})
        html.raw("<li>").say(key).raw("</li>\n");
    html.raw("</ul>\n<h3 class=\"h\">").say("method.search").raw("</h3><p>");
    html.say(content.answer.profile_given ? "method.search.how" : "method.search.none");
    html.raw("</p>\n<h3 class=\"h\">").say("method.values").raw("</h3><p>");
    html.say(content.options.redact   ? "method.values.redacted"
             : content.options.reveal ? "method.values.revealed"
                                      : "method.values.masked");
    html.raw("</p>\n");
    if (!content.answer.device_guessed)
        return;
    html.raw(R"(<h3 class="h">)").say("method.device").raw("</h3><p>").say("method.device.guessed");
    html.raw("</p>\n");
}

void capture_row(Html& html, CaptureSource const& capture)
{
    html.raw("<dt>").text(capture.name).raw("</dt><dd>").say([&](Wording const& words) {
        auto const& speaker = words.speaker();
        return speaker.count("packets", capture.packets) + ", " + speaker.bytes(capture.bytes);
    });
    if (capture.packets > 0)
        html.raw("<br>").say([&](Wording const& words) {
            return words.speaker().period(capture.first_ns, capture.last_ns);
        });
    if (!capture.sha256.empty())
        html.raw(R"(<br><span class="mono xs">sha256 )").text(capture.sha256).raw("</span>");
    html.raw("</dd>\n");
}

void inputs(Html& html, Content const& content)
{
    auto const row = [&](std::string_view key, std::string_view value) {
        html.raw("<dt>").say(key).raw("</dt><dd>").text(value).raw("</dd>\n");
    };
    html.raw(R"(<h3 class="h">)").say("method.inputs").raw("</h3><dl class=\"kv\">\n");
    for (auto const& capture : content.answer.captures)
        capture_row(html, capture);
    row("method.clock", content.time().zone());
    row("method.program", "Petze " + content.options.version);
    if (content.options.run_time)
        row("method.run_time", *content.options.run_time);
    html.raw("</dl>\n");
}

} // namespace

std::string method_body(Content const& content)
{
    auto html = content.html();
    html.raw(R"(<div class="grid2 bare"><div class="small">)");
    limits_of_a_recording(html, content);
    html.raw("</div>\n<div class=\"small\"><h3 class=\"h\">").say("method.check");
    html.raw("</h3><p>").say("method.check.how").raw("</p>");
    auto const& evidence = content.answer.evidence;
    if (!evidence.empty()) {
        html.raw(R"(<pre tabindex="0" role="group")").label("method.filter").raw(">");
        html.text(
            wireshark_filter(evidence.front().finding.frames, evidence.front().stamp.capture));
        html.raw("</pre>");
    }
    html.raw("<p>").say(content.options.redact ? "method.check.redacted" : "method.check.slices");
    html.raw("</p>\n");
    inputs(html, content);
    html.raw("</div></div>\n");
    return html.take();
}

namespace {

bool has_step(Answer const& answer, std::string_view begin)
{
    return std::any_of(answer.evidence.begin(), answer.evidence.end(), [&](Evidence const& one) {
        auto const& path = one.finding.path;
        return std::any_of(path.begin(), path.end(),
                           [&](std::string const& step) { return step.starts_with(begin); });
    });
}

bool has_category(Answer const& answer, std::string_view category)
{
    return std::any_of(answer.profile.begin(), answer.profile.end(),
                       [&](ProfileCategory const& one) { return one.category == category; })
           || std::any_of(answer.evidence.begin(), answer.evidence.end(),
                          [&](Evidence const& one) { return one.finding.category == category; });
}

bool has_name_source(Answer const& answer, std::string_view source)
{
    return std::any_of(answer.endpoints.begin(), answer.endpoints.end(), [&](Endpoint const& one) {
        return std::any_of(one.names.begin(), one.names.end(),
                           [&](EndpointName const& name) { return name.source == source; });
    });
}

bool has_hash(Answer const& answer)
{
    return std::any_of(answer.captures.begin(), answer.captures.end(),
                       [](CaptureSource const& one) { return !one.sha256.empty(); });
}

} // namespace

std::string words_body(Content const& content)
{
    auto const& answer = content.answer;
    struct Entry {
        std::string_view word;
        bool occurs;
    };
    Entry const entries[] = {
        {"base64", has_step(answer, "base64")},
        {"byte", true},
        {"certificate", has_name_source(answer, "certificate")},
        {"dns", has_name_source(answer, "dns") || has_step(answer, "dns:")},
        {"frame", true},
        {"gzip", has_step(answer, "gzip") || has_step(answer, "deflate")},
        {"hash", has_hash(answer)},
        {"http", has_step(answer, "http")},
        {"imei", has_category(answer, "imei") || has_category(answer, "imsi")},
        {"json", has_step(answer, "json:")},
        {"mac", has_category(answer, "mac") || has_category(answer, "bssid")},
        {"not_proven", true},
        {"possible", content.overview.sent_closed > 0 && answer.profile_given},
        {"profile", true},
        {"receiver", true},
        {"sni", has_name_source(answer, "tls") || has_step(answer, "tls:sni")},
        {"ssid", has_category(answer, "ssid")},
        {"tls", content.overview.sent_closed > 0},
    };
    auto html = content.html();
    html.raw("<dl class=\"gloss\">\n");
    for (auto const& [word, occurs] : entries) {
        if (!occurs)
            continue;
        auto const key = "word." + std::string{word};
        html.raw(R"(<div id="g-)").raw(word).raw(R"("><dt>)").say(key).raw("</dt><dd>");
        html.say(key + ".means").raw("</dd></div>\n");
    }
    html.raw("</dl>\n");
    return html.take();
}

} // namespace petze::page

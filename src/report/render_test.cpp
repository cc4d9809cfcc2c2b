#include "report/render.h"

#include "report/example_answer.h"
#include "report/redaction.h"
#include "report/resources.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace petze {
namespace {

using namespace testing;

std::size_t count_of(std::string_view text, std::string_view part)
{
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

bool holds(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

// The page's own data, as its script reads them.
nlohmann::json data_of(std::string const& html)
{
    std::string_view const begin = "id=\"petze-data\">";
    auto const from = html.find(begin) + begin.size();
    return nlohmann::json::parse(html.substr(from, html.find("</script>", from) - from));
}

std::string headline(Answer const& answer, Language language = Language::english)
{
    return nlohmann::json::parse(render_json(answer, {.language = language}))["answer"]["sentence"];
}

TEST(Headline, SaysWhatWasSeenAndNoMore)
{
    auto none = example_answer(0);
    auto all_open = none;
    for (auto& endpoint : all_open.endpoints) {
        endpoint.opened_to_server = endpoint.payload_to_server;
        endpoint.opaque_to_server = 0;
    }
    auto no_profile = none;
    no_profile.profile_given = false;
    no_profile.profile.clear();
    auto unused = none;
    unused.endpoints.clear();
    auto used = example_answer(1);
    used.activities = {{used.first_ns, used.last_ns, "everything"}};

    struct {
        char const* name;
        Answer const& answer;
        char const *english, *german;
    } const cases[] = {
        {"nothing found", none,
         "None of the owner\u2019s values was found in the 42,930 bytes that could be read; 64,092 "
         "bytes "
         "stayed closed.",
         "In den 42.930 Byte, die lesbar waren, fand sich kein Wert des Besitzers; 64.092 Byte "
         "blieben "
         "verschlossen."},
        {"nothing found, all readable", all_open,
         "None of the owner\u2019s values was found in the 107,022 bytes that this phone sent; all "
         "of them "
         "could be read.",
         "In den 107.022 Byte, die dieses Telefon sendete, fand sich kein Wert des Besitzers; alle "
         "waren "
         "lesbar."},
        {"no profile", no_profile,
         "No profile was given, so none of the owner\u2019s values was looked for; this phone had "
         "60 "
         "connections with 5 receivers.",
         "Es wurde kein Profil angegeben, darum wurde nach keinem Wert des Besitzers gesucht; "
         "dieses "
         "Telefon hatte 60 Verbindungen mit 5 Empf\u00e4ngern."},
        {"no connection", unused, "No connection of this phone was seen in 12 h of recording.",
         "In 12 Std. Aufzeichnung war keine Verbindung dieses Telefons zu sehen."},
        {"no packet",
         {},
         "The recording holds no packet that could be read.",
         "Die Aufzeichnung enth\u00e4lt kein lesbares Paket."},
        {"one, while somebody used the phone", used,
         "This phone sent its IMEI to sms.cloud.example; that photos, messages or contacts left it "
         "is "
         "not proven.",
         "Dieses Telefon hat seine IMEI an sms.cloud.example gesendet; dass Fotos, Nachrichten "
         "oder "
         "Kontakte es verlassen haben, ist nicht bewiesen."},
        {"ten, in the background", example_answer(10),
         "While nobody used it, this phone sent the text of one message, one photo, data of one "
         "contact "
         "and 6 more kinds of data to sms.cloud.example and 203.0.113.77.",
         "W\u00e4hrend niemand es benutzte, hat dieses Telefon den Text einer Nachricht, ein Foto, "
         "Daten "
         "eines Kontakts und 6 weitere Datenarten an sms.cloud.example und 203.0.113.77 gesendet."},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(headline(c.answer), c.english);
        EXPECT_EQ(headline(c.answer, Language::german), c.german);
    }
}

TEST(Headline, DoesNotCountWhatCameToThePhone)
{
    auto answer = example_answer(1);
    answer.evidence[0].finding.direction = Direction::to_client;
    EXPECT_TRUE(holds(headline(answer), "None of the owner"));
}

TEST(RenderHtml, IsOneFileThatAsksNobody)
{
    auto const html = render_html(example_answer(10), {});
    EXPECT_TRUE(html.starts_with("<!doctype html>"));
    EXPECT_TRUE(holds(html, "default-src 'none'"));
    EXPECT_TRUE(holds(html, "script-src 'sha256-"));
    for (auto const* reference :
         {"src=\"http", "href=\"http", "url(http", "@import", "<link", "{{", "}}\""})
        EXPECT_FALSE(holds(html, reference)) << reference;
    EXPECT_LT(html.size(), 1'000'000u);
    EXPECT_TRUE(holds(html, "Re-enactment with invented data"));
}

TEST(RenderHtml, ShowsAsManyRowsAsItSaysWhateverTheNumber)
{
    for (std::size_t const findings : {0u, 1u, 10u, 10'000u}) {
        SCOPED_TRACE(findings);
        auto const html = render_html(example_answer(findings), {});
        auto const table = html.find("id=\"etab\"");
        EXPECT_EQ(table != std::string::npos, findings > 0);
        if (findings > 0) {
            auto const rows =
                count_of(html.substr(table, html.find("</table>", table) - table), "<tr>");
            EXPECT_EQ(rows, 1 + std::min<std::size_t>(findings, 50));
        }
        auto const data = data_of(html);
        EXPECT_EQ(data["evidence"].size(), findings);
        EXPECT_LT(html.size(), 1'500'000u);
    }
}

TEST(RenderHtml, StaysSmallWithAHundredThousandFlows)
{
    auto answer = example_answer(10);
    for (std::size_t i = 0; i < 100'000; ++i) {
        auto const start = answer.first_ns + static_cast<std::int64_t>(i) * 400 * 1'000'000;
        answer.timeline.push_back(
            {answer.endpoints[i % 5].id, start, start + an_hour, i % 9000, 100, "tls"});
    }
    auto const html = render_html(answer, {});
    EXPECT_LT(html.size(), 1'000'000u);
    std::uint64_t drawn = 0;
    std::uint64_t sent = 0;
    auto const data = data_of(html);
    for (auto const& lane : data["timeline"]["lanes"])
        for (std::size_t i = 1; i < lane["bins"].size(); i += 2)
            drawn += lane["bins"][i].get<std::uint64_t>();
    for (auto const& flow : answer.timeline)
        sent += flow.bytes_to_server;
    EXPECT_EQ(drawn, sent);
}

TEST(RenderHtml, TakesHostileTextAsText)
{
    auto answer = example_answer(3);
    std::string const hostile =
        "<script>alert(1)</script><!--<img src=x onerror=alert(2)>\"'&\x01\u202e{{data}}";
    answer.device_name = hostile;
    answer.captures[0].comment = hostile;
    answer.captures[0].name = hostile;
    answer.activities[0].what = hostile;
    auto const old = answer.endpoints[0].id;
    answer.endpoints[0].id = hostile;
    answer.endpoints[0].names[0].name = hostile;
    for (auto& evidence : answer.evidence) {
        if (evidence.endpoint == old)
            evidence.endpoint = hostile;
        evidence.finding.hostname = hostile;
        evidence.finding.path.push_back("json:" + hostile);
        evidence.finding.item = "photos/" + hostile;
        evidence.finding.value = hostile;
    }
    answer.files[0].file.filename = hostile;
    answer.files[0].file.stored = "javascript:alert(3)";
    answer.stats.unread.count(hostile, 1);
    auto const clean = render_html(example_answer(3), {});
    auto const html = render_html(answer, {.reveal = true});
    for (auto const* markup :
         {"<script>alert", "<img", "<!--", "href=\"javascript:", "onerror=\"", "\u202e"})
        EXPECT_EQ(count_of(html, markup), count_of(clean, markup)) << markup;
    EXPECT_EQ(count_of(html, "<script"), 2u);
    EXPECT_EQ(count_of(html, "</script"), 2u);
    EXPECT_TRUE(data_of(html).is_object());
    EXPECT_TRUE(holds(html, "&lt;script&gt;alert(1)"));
}

TEST(RenderHtml, HoldsBothLanguagesAndOpensInTheOneAskedFor)
{
    auto const html = render_html(example_answer(1), {.language = Language::german});
    EXPECT_TRUE(holds(html, "<html lang=\"de\">"));
    EXPECT_TRUE(holds(html, "Dieses Telefon") || holds(html, "dieses Telefon"));
    EXPECT_TRUE(holds(html, "this phone sent"));
    EXPECT_TRUE(holds(html, "<title data-en=\"Petze report: "));
}

TEST(RenderHtml, IsTheSameForTheSameInput)
{
    EXPECT_EQ(render_html(example_answer(40), {}), render_html(example_answer(40), {}));
    EXPECT_EQ(render_json(example_answer(40), {}), render_json(example_answer(40), {}));
}

TEST(RenderHtml, LeavesOutWhatThereIsNone)
{
    auto const html = render_html({}, {});
    for (auto const* section : {"id=\"time\"", "id=\"files\"", "id=\"etab\""})
        EXPECT_FALSE(holds(html, section)) << section;
    EXPECT_TRUE(holds(html, "id=\"coverage\""));
}

TEST(Rendering, MasksValuesWhereverTheyStand)
{
    auto answer = example_answer(10);
    answer.endpoints[0].id = "867602020000002.tracker.example";
    answer.endpoints[0].names.clear();
    for (auto& evidence : answer.evidence)
        evidence.endpoint = answer.endpoints[0].id;
    answer.files[0].file.filename =
        "sms-Dinner%20at%20eight%2c%20bring%20the%20blue%20umbrella.txt";
    auto const rendered = [&](ReportOptions const& options) {
        return render_html(answer, options) + render_json(answer, options)
               + render_summary(answer, options, {});
    };
    auto const masked = rendered({});
    EXPECT_FALSE(holds(masked, "867602020000002"));
    EXPECT_FALSE(holds(masked, "umbrella"));
    EXPECT_TRUE(holds(masked, "8\u20262 (15)"));
    auto const revealed = rendered({.reveal = true});
    EXPECT_TRUE(holds(revealed, "867602020000002"));
    EXPECT_TRUE(holds(revealed, "umbrella"));
    auto const redacted = rendered({.redact = true});
    EXPECT_TRUE(holds(redacted, "\u2039imei/0\u203a.tracker.example"));
    for (auto const* secret : {"867602020000002", "8\u20262", "umbrella", "+85255500142",
                               "evidence/flow", "cc33", "3f1c"})
        EXPECT_FALSE(holds(redacted, secret)) << secret;
}

TEST(Rendering, RedactsWhatTheProfileHoldsThoughItWasNotFound)
{
    Redactor const redactor{{{"\u2039contacts/0/name\u203a", {{"Invented Person Nought", true}}}}};
    auto answer = example_answer(1);
    answer.device_name = "Phone of invented person nought";
    auto const html = render_html(answer, {.redact = true, .redactor = &redactor});
    EXPECT_FALSE(holds(html, "person nought"));
    EXPECT_TRUE(holds(html, "Phone of \u2039contacts/0/name\u203a"));
}

TEST(RenderJson, SaysWhoMadeItFirst)
{
    auto const json =
        render_json(example_answer(2), {.run_time = "2014-07-22T00:00:00Z", .version = "0.1.0"});
    EXPECT_TRUE(json.starts_with(R"({"generator":{"name":"petze","version":"0.1.0"},)"));
    auto const read = nlohmann::json::parse(json);
    EXPECT_EQ(read["run_time"], "2014-07-22T00:00:00Z");
    EXPECT_EQ(read["evidence"][0]["value"], "8\u20262 (15)");
    EXPECT_EQ(read["evidence"][1]["filter"], "(frame.number >= 1211 && frame.number <= 1212)");
    EXPECT_EQ(read["endpoints"][0]["evidence"], nlohmann::json({1, 2}));
    EXPECT_EQ(read["profile"]["categories"][0]["state"], "proven");
}

TEST(RenderSummary, IsAFewShortLinesInTheWidthGiven)
{
    for (auto const language : {Language::english, Language::german}) {
        auto const text = render_summary(example_answer(10), {.language = language}, {.width = 60});
        EXPECT_LT(count_of(text, "\n"), 30u);
        EXPECT_FALSE(holds(text, "\033"));
        for (std::size_t at = 0; at < text.size();) {
            auto const end = text.find('\n', at);
            auto const line = text.substr(at, end - at);
            auto const columns = std::count_if(line.begin(), line.end(), [](char c) {
                return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
            });
            EXPECT_LE(columns, 60) << line;
            at = end + 1;
        }
    }
    auto const coloured =
        render_summary(example_answer(1), {}, {.color = true, .report = "out/report.html"});
    EXPECT_TRUE(coloured.starts_with("\033[1m"));
    EXPECT_TRUE(holds(coloured, "out/report.html"));
}

TEST(RenderSummary, GivesTheTerminalNoOrders)
{
    auto answer = example_answer(1);
    answer.endpoints[0].id = answer.evidence[0].endpoint = "evil\033]0;title\a.example";
    answer.captures[0].comment = "\033[2J\u202e";
    EXPECT_FALSE(holds(render_summary(answer, {}, {}), "\033"));
}

} // namespace
} // namespace petze

#include "report/comparison_render.h"

#include "report/example_comparison.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace petze {
namespace {

using namespace testing;

bool holds(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

nlohmann::json json_of(Comparison const& comparison, Language language = Language::english)
{
    return nlohmann::json::parse(render_comparison_json(comparison, {.language = language}));
}

bool has_line(nlohmann::json const& lines, std::string_view wanted)
{
    for (auto const& line : lines)
        if (line.get<std::string>() == wanted)
            return true;
    ADD_FAILURE() << "no \"" << wanted << "\" in " << lines.dump(1);
    return false;
}

TEST(ComparisonWords, AnswerTheQuestionInOneSentence)
{
    auto const told = example_comparison();
    EXPECT_EQ(json_of(told)["answer"]["sentence"],
              "Of the 3 receivers in \u201cstock\u201d, in \u201cother ROM\u201d 1 persists, 1 "
              "vanished and 1 "
              "cannot be compared; 1 is new. In \u201cother ROM\u201d, too, Example Cloud was "
              "sent: IMEI.");
    EXPECT_EQ(
        json_of(told, Language::german)["answer"]["sentence"],
        "Von den 3 Empf\u00e4ngern in \u201estock\u201c gilt in \u201eother ROM\u201c: 1 "
        "bleibt, 1 ist verschwunden und "
        "1 ist nicht vergleichbar; 1 ist neu. Auch in \u201eother ROM\u201c wurde an Example Cloud "
        "gesendet: IMEI.");
    auto const nothing = compare({example_state("a", 12, {}), example_state("b", 12, {})});
    EXPECT_EQ(json_of(nothing)["answer"]["sentence"],
              "In \u201ca\u201d no receiver was seen with which \u201cb\u201d could be compared.");
}

TEST(ComparisonWords, SayWhatItShowsAndWhatNot)
{
    auto const answer = json_of(example_comparison())["answer"];
    has_line(answer["shows"], "In \u201cother ROM\u201d, too, Example Cloud was sent: IMEI.");
    has_line(answer["shows"],
             "In \u201cother ROM\u201d Example Cloud was no longer sent: messages.");
    has_line(answer["shows"],
             "In \u201cother ROM\u201d Example Cloud goes by push.cloud.example instead of "
             "198.51.100.7.");
    has_line(answer["shows"],
             "In \u201cother ROM\u201d all 38 connections to Example Cloud came from "
             "com.example.shop.");
    has_line(answer["shows"],
             "In \u201cother ROM\u201d the phone no longer talked to ads.example.");
    // By hand: one visit in 12 h; 12 (40 - 1) h without any.
    has_line(answer["shows_not"],
             "That \u201cother ROM\u201d is silent towards 203.0.113.77: 6 h are too short "
             "for that. 468 h without a visit would tell.");
    has_line(answer["shows_not"],
             "That photos no longer went to Example Cloud in \u201cother ROM\u201d: 900 bytes "
             "sent there stayed closed.");
    has_line(answer["shows_not"],
             "Who stands behind a receiver known by its address alone, and whether it is "
             "one of the others: 203.0.113.77.");
    has_line(answer["remarks"],
             "The clock of b.pcapng (\u201cother ROM\u201d) seems to be 60 min slow, by the time "
             "that 7 answers of servers name. Nothing was corrected.");
}

TEST(ComparisonJson, GivesTheFigures)
{
    auto const json = json_of(example_comparison());
    EXPECT_EQ(json["states"][1]["receivers"]["persist"], 1);
    EXPECT_FALSE(json["states"][0].contains("receivers"));
    auto const& first = json["rows"][0];
    EXPECT_EQ(first["party"], "Example Cloud");
    EXPECT_EQ(first["states"][0]["relation"], "present");
    EXPECT_EQ(first["states"][1]["relation"], "persists");
    EXPECT_NEAR(first["states"][1]["per_hour"].get<double>(), 38 / 6.0, 1e-9);
    EXPECT_EQ(first["states"][1]["sources"][0]["name"], "com.example.shop");
}

TEST(ComparisonHtml, HoldsTheMatrixAndNoForeignMarkup)
{
    auto told = example_comparison();
    auto const html = render_comparison_html(told, {});
    for (auto const* part :
         {"class=\"matrix\"", "#s-persists", "#s-vanished", "#s-new", "#s-not_comparable",
          "default-src 'none'", "states/1-stock/report.html"})
        EXPECT_TRUE(holds(html, part)) << part;
    for (auto const* part : {"{{", "src=\"http", "href=\"http", "compare."})
        EXPECT_FALSE(holds(html, part)) << part;
    EXPECT_LT(html.size(), 1'000'000u);
    told.states[0].name = "<script>alert(1)</script>";
    told.states[0].report = "javascript:alert(1)";
    for (auto& row : told.rows)
        row.party = "<img src=x>\u202e";
    auto const hostile = render_comparison_html(told, {});
    for (auto const* part : {"<script>alert", "<img", "javascript:", "\u202e"})
        EXPECT_FALSE(holds(hostile, part)) << part;
}

TEST(ComparisonSummary, IsReadableInBothLanguages)
{
    auto const told = example_comparison();
    auto const english =
        render_comparison_summary(told, {}, {80, false, "petze-report/report.html"});
    for (auto const* part :
         {"Of the 3 receivers", "What this does not show", "petze-report/report.html"})
        EXPECT_TRUE(holds(english, part)) << part;
    auto const german =
        render_comparison_summary(told, {.language = Language::german}, {80, false, ""});
    EXPECT_TRUE(holds(german, "Von den 3 Empf\u00e4ngern"));
    EXPECT_TRUE(holds(german, "6,3 (")) << "decimal comma";
    EXPECT_FALSE(holds(german, "compare."));
}

TEST(Comparison, IsWholeWithNothingInIt)
{
    auto const nothing = compare({example_state("a", 0, {}), example_state("b", 0, {})});
    EXPECT_TRUE(holds(render_comparison_html(nothing, {}), "<h1"));
    EXPECT_FALSE(render_comparison_summary(nothing, {}, {}).empty());
    EXPECT_EQ(json_of(nothing)["rows"].size(), 0u);
}

} // namespace
} // namespace petze

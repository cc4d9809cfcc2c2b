#include "testing/search.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using namespace std::string_view_literals;
using testing::Found;
using testing::FoundList;
using testing::search_pieces;
using testing::search_whole;
using testing::searcher_for;

Profile profile_of_people()
{
    Profile profile;
    profile.identifiers = {{"imei", {"867602029141772"}},
                           {"phone_number", {"+493023125001"}},
                           {"email", {"anna@example.org"}}};
    profile.contacts = {{"Anna Huber", {}, {}}, {"Zo\u00eb Andr\u00e9", {}, {}}};
    profile.messages = {{"", "Bin gleich da, warte \"unten\" auf mich"},
                        {"", "Bin gleich da, warte oben"},
                        {"", "abcabcabcabcabcabc"}};
    return profile;
}

// Whatever the packets, the same is found.
TEST(StreamSearch, EverySplitFindsTheSame)
{
    auto const searcher = searcher_for(profile_of_people());
    struct {
        char const* name;
        std::string_view text;
        std::size_t places; // where a spelling is found
    } const cases[] = {
        {"identifiers", "i=867602029141772&p=%2B493023125001&ANNA@example.org", 4},
        {"at both ends", "867602029141772 867602029141772", 2},
        {"short values that stand alone", "Anna Huber,\u201cAnna Huber\u201d,Zo\u00eb Andr\u00e9",
         3},
        {"short values that do not", "xAnna Hubers Zo\u00eb Andr\u00e9s 030231250015", 0},
        {"behind escapes", "\\nAnna Huber%20Anna Huber\\u0020Anna Huber", 3},
        {"that begin alike", "Bin gleich da, warte Bin gleich da, warte oben", 1},
        {"escaped", "Bin gleich da, warte \\\"unten\\\" auf mich!", 1},
        {"that overlap with themselves", "abcabcabcabcabcabcabcabc", 3},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const whole = search_whole(*searcher, c.text);
        EXPECT_EQ(whole.size(), c.places) << ::testing::PrintToString(whole);
        for (std::size_t i = 0; i <= c.text.size(); ++i)
            for (std::size_t k = i; k <= c.text.size(); ++k)
                ASSERT_EQ(search_pieces(*searcher, {c.text.substr(0, i), c.text.substr(i, k - i),
                                                    c.text.substr(k)}),
                          whole)
                    << i << ' ' << k;
        std::vector<std::string_view> bytes;
        for (std::size_t i = 0; i < c.text.size(); ++i)
            bytes.push_back(c.text.substr(i, 1));
        EXPECT_EQ(search_pieces(*searcher, bytes), whole);
    }
}

// The longest anchor there is, and the longest escape before it: "\\u0061" is a letter.
TEST(StreamSearch, EverySplitSeesTheWholeEscapeBefore)
{
    Profile profile;
    profile.contacts = {{"Anna Huber", {}, {}}};
    auto const searcher = searcher_for(profile);
    struct {
        char const* name;
        std::string_view text;
        std::size_t places;
    } const cases[] = {
        {"a letter", "xxxxxxxxxxxxxxxx\\u0061Anna%20Huber", 0},
        {"a blank", "xxxxxxxxxxxxxxxx\\u0020Anna%20Huber", 1},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(search_whole(*searcher, c.text).size(), c.places);
        for (std::size_t i = 0; i <= c.text.size(); ++i)
            EXPECT_EQ(search_pieces(*searcher, {c.text.substr(0, i), c.text.substr(i)}).size(),
                      c.places)
                << i;
    }
}

TEST(StreamSearch, PhotosAcrossPieces)
{
    Profile profile;
    for (int i = 0; i < 3; ++i) {
        std::vector<std::uint8_t> bytes;
        for (int k = 0; k < 400; ++k)
            bytes.push_back(static_cast<std::uint8_t>(k < 200 ? k : k * (7 + 2 * i)));
        profile.photos.push_back({"photos/" + std::to_string(i), bytes});
    }
    auto const searcher = searcher_for(profile);
    std::string text = "head";
    for (auto const& photo : profile.photos)
        text += std::string{as_text(photo.bytes)} + "between";
    FoundList const expected{{"photos/0", 4, 404}, {"photos/1", 411, 811}, {"photos/2", 818, 1218}};
    for (std::size_t size : {1u, 2u, 3u, 7u, 64u, 199u, 200u, 201u, 400u, 1000u, 5000u}) {
        SCOPED_TRACE(size);
        std::vector<std::string_view> pieces;
        for (std::size_t at = 0; at < text.size(); at += size)
            pieces.push_back(std::string_view{text}.substr(at, size));
        EXPECT_EQ(search_pieces(*searcher, pieces), expected);
    }
}

struct Step {
    std::string_view piece; // none: a gap
    std::uint64_t frame{};
    std::uint32_t capture{};
};

struct Told {
    std::uint64_t begin{}, end{};
    std::uint32_t first_capture{}, last_capture{};
    std::uint64_t first{}, last{};

    bool operator==(Told const&) const = default;
};

void PrintTo(Told const& told, std::ostream* out)
{
    *out << told.begin << " to " << told.end << " in frames " << told.first_capture << ':'
         << told.first << " to " << told.last_capture << ':' << told.last;
}

std::vector<Told> tell(Searcher const& searcher, std::vector<Step> const& steps)
{
    SearchScratch scratch;
    StreamSearch search{searcher, scratch};
    std::vector<Told> out;
    auto const sink = [&](Occurrence const& found) {
        out.push_back({found.begin, found.end, found.first.capture, found.last.capture,
                       found.first.frame, found.last.frame});
    };
    for (auto const& step : steps)
        if (step.piece.empty())
            search.finish(sink);
        else
            search.take(as_bytes(step.piece), {step.capture, step.frame, 0}, sink);
    search.finish(sink);
    return out;
}

TEST(StreamSearch, TellsThePacketsAndMindsGaps)
{
    Profile profile;
    profile.identifiers = {{"imei", {"867602029141772"}}};
    profile.contacts = {{"Anna Huber", {}, {}}};
    auto const searcher = searcher_for(profile);
    struct {
        char const* name;
        std::vector<Step> steps;
        std::vector<Told> expected;
    } const cases[] = {
        {"in one packet", {{"x867602029141772x", 7}}, {{1, 16, 0, 0, 7, 7}}},
        {"in the second", {{"xxx", 7}, {"867602029141772x", 8}}, {{3, 18, 0, 0, 8, 8}}},
        {"across two", {{"x86760", 7}, {"2029141772x", 9}}, {{1, 16, 0, 0, 7, 9}}},
        {"across three, byte by byte in between",
         {{"x", 1}, {"8", 2}, {"6", 3}, {"7602029141772", 4}, {"x", 5}},
         {{1, 16, 0, 0, 2, 4}}},
        {"the packet behind is none of them",
         {{"Anna ", 7}, {"Huber", 8}, {" ", 9}},
         {{0, 10, 0, 0, 7, 8}}},
        {"packets in another order than their bytes",
         {{"86760", 9}, {"20291", 7}, {"41772", 8}},
         {{0, 15, 0, 0, 7, 9}}},
        {"several pieces of one packet",
         {{"86760", 9}, {"20291", 9}, {"41772", 9}},
         {{0, 15, 0, 0, 9, 9}}},
        {"across two captures", {{"867602", 900, 0}, {"029141772", 1, 1}}, {{0, 15, 0, 1, 900, 1}}},
        {"not across a gap", {{"867602", 1}, {{}, 0}, {"029141772", 2}}, {}},
        {"behind a gap", {{"867602", 1}, {{}, 0}, {"867602029141772", 2}}, {{6, 21, 0, 0, 2, 2}}},
        {"before a gap", {{"Anna Huber", 1}, {{}, 0}, {"ti", 2}}, {{0, 10, 0, 0, 1, 1}}},
        {"the neighbour before a gap is nobody's",
         {{"H", 1}, {{}, 0}, {"Anna Huber", 2}},
         {{1, 11, 0, 0, 2, 2}}},
        {"two in a row, in their order",
         {{"867602029141772", 1}, {"867602029141772", 2}},
         {{0, 15, 0, 0, 1, 1}, {15, 30, 0, 0, 2, 2}}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(tell(*searcher, c.steps), c.expected);
    }
}

// A message of one word again and again, in a text of the same: too many comparisons.
TEST(StreamSearch, GivesUpComparisonsAndCountsThem)
{
    Profile profile;
    std::string text;
    while (text.size() < 50'000)
        text += "abcd";
    profile.messages = {{"", text}};
    auto const searcher = searcher_for(profile);
    SearchScratch scratch;
    StreamSearch search{*searcher, scratch};
    std::size_t found = 0;
    auto const sink = [&](Occurrence const&) { ++found; };
    for (int i = 0; i < 2; ++i)
        search.take(as_bytes(text), {}, sink);
    search.finish(sink);
    EXPECT_GE(found, 1u); // the first one waits no longer than the piece
    // One begins every four bytes, and none of those after the first ends in its own piece.
    EXPECT_GT(search.given_up(), 0u);
}

} // namespace
} // namespace petze

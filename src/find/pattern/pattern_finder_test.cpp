#include "find/pattern/pattern_finder.h"

#include "base/limits.h"
#include "base/text.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

struct Conversation {
    std::vector<Finding> findings;
    std::function<void(Finding&&)> sink = [this](Finding&& finding) {
        findings.push_back(std::move(finding));
    };
    Tally tally;
    PatternFinder finder;

    explicit Conversation(KnownValues const* known = nullptr,
                          std::vector<Place> const* places = nullptr)
        : finder(sink, &tally, known, places)
    {
    }

    void field(std::string const& value, std::string const& step)
    {
        Origin const origin{nullptr, step};
        finder.take({value, &origin, {0, 1, 1}, {Direction::to_server, "a.example"}});
    }
    std::vector<std::string> values() const
    {
        std::vector<std::string> out;
        for (auto const& finding : findings)
            out.push_back(finding.category + " " + finding.value);
        return out;
    }
};

using Values = std::vector<std::string>;

TEST(PatternFinder, TellsWhatAFindingHolds)
{
    Conversation conversation;
    conversation.field("anna@example.org", "json:$.mail");
    conversation.field("anna@example.org", "json:$.mail");
    Finding const expected{.category = "email",
                           .item = "",
                           .match = Match::pattern,
                           .hostname = "a.example",
                           .direction = Direction::to_server,
                           .path = {"json:$.mail"},
                           .frames = {{0, 1, 1}},
                           .flow_ids = {},
                           .value = "anna@example.org",
                           .chance = {},
                           .written = Written{1, 0, 16, "anna@example.org"}};
    EXPECT_EQ(conversation.findings, std::vector<Finding>{expected});
}

TEST(PatternFinder, LeavesOutWhatTheProfileNames)
{
    Profile profile;
    profile.identifiers = {{"email", {"Anna@example.org"}}, {"mac", {"64:09:80:ab:cd:01"}}};
    profile.places = {{"home", 22.340257, 114.047284, 500}};
    KnownValues const known{make_needles(profile)};
    Conversation conversation{&known, &profile.places};
    conversation.field("anna@EXAMPLE.org, bo@example.org", "json:$.mail");
    conversation.field("640980ABCD01", "json:$.mac");
    conversation.field("22.3403", "json:$.lat");
    conversation.field("114.0473", "json:$.lng");
    EXPECT_EQ(conversation.values(), (Values{"email bo@example.org"}));
}

TEST(PatternFinder, PositionsByName)
{
    struct {
        char const* name;
        std::vector<std::pair<char const*, char const*>> said;
        Values found;
    } const cases[] = {
        {"named",
         {{"52.5200", "json:$.lat"}, {"13.4050", "json:$.lng"}},
         {"location 52.5200,13.4050"}},
        {"longitude first",
         {{"13.4050", "form:lon"}, {"52.5200", "form:lat"}},
         {"location 52.5200,13.4050"}},
        {"too few decimals", {{"52.520", "json:$.lat"}, {"13.405", "json:$.lng"}}, {}},
        {"no latitude", {{"92.5200", "json:$.lat"}, {"13.4050", "json:$.lng"}}, {}},
        {"nowhere", {{"0.0000", "json:$.lat"}, {"0.0000", "json:$.lng"}}, {}},
        {"x and y", {{"52.5200", "json:$.y"}, {"13.4050", "json:$.x"}}, {}},
        {"other parents", {{"52.5200", "json:$.a.lat"}, {"13.4050", "json:$.b.lng"}}, {}},
    };
    for (auto const& c : cases) {
        Conversation conversation;
        for (auto const& [value, step] : c.said)
            conversation.field(value, step);
        EXPECT_EQ(conversation.values(), c.found) << c.name;
    }
}

TEST(PatternFinder, FiveAppsAreAList)
{
    Conversation conversation;
    for (auto const* app :
         {"com.example.a", "com.example.b", "com.example.a", "com.example.c", "com.example.d"})
        conversation.field(app, "json:$.apps[*]");
    conversation.field("com.example.e", "json:$.other");
    EXPECT_EQ(conversation.values(), Values{});
    conversation.field("com.example.e", "json:$.apps[*]");
    conversation.field("com.example.f", "json:$.apps[*]");
    EXPECT_EQ(conversation.values(), (Values{"apps com.example.a, com.example.b, com.example.c, "
                                             "com.example.d, com.example.e"}));
}

TEST(PatternFinder, TellsItsBounds)
{
    Conversation conversation;
    for (std::size_t i = 0; i < limits::pattern_lists + 1; ++i)
        conversation.field("com.example.a", "json:$.a" + std::to_string(i));
    for (std::size_t i = 0; i < limits::patterns_conversation + 2; ++i)
        conversation.field("a" + std::to_string(i) + "@example.org", "json:$.mail");
    EXPECT_EQ(conversation.findings.size(), limits::patterns_conversation);
    EXPECT_FALSE(conversation.finder.searches());
    EXPECT_EQ(conversation.tally.rows(),
              (std::vector<Tally::Row>{{"patterns: limit in one conversation", 1},
                                       {"patterns: limit lists of apps", 1}}));
}

} // namespace
} // namespace petze

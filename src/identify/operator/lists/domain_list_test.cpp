#include "identify/operator/lists/domain_list.h"

#include <gtest/gtest.h>

#include <set>

namespace petze {
namespace {

/// "domain: owner, role" of each row, sorted.
std::string told(DomainList const& list)
{
    std::set<std::string> rows;
    list.domains.each([&](KnownDomains::Entry const& row) {
        std::string text{row.domain};
        text += ": ";
        text += row.owner;
        text += ", ";
        text += row.role;
        rows.insert(std::move(text));
    });
    std::string out;
    for (auto const& row : rows)
        out += row + "\n";
    return out;
}

// In the shapes of the published lists; all names are invented.
TEST(DomainList, IsRecognisedByContent)
{
    using Format = DomainList::Format;
    struct {
        char const* name;
        char const* text;
        Format format;
        char const* expected;
        std::uint64_t left_out;
        char const* date;
    } const cases[] = {
        {"Tracker Radar, entities",
         R"({"Invented LLC":{"aliases":["Inv"],"properties":["invented.example","Inv2.Example"],
             "displayName":"Invented"},"Other":{"properties":["other.example"]}})",
         Format::tracker_radar,
         "inv2.example: Invented, \ninvented.example: Invented, \nother.example: Other, \n", 0, ""},
        {"Tracker Radar, domains",
         R"({"invented.example":{"entityName":"Invented LLC","aliases":[],"displayName":"Invented"},
             "other.example":{"entityName":"Other Inc."}})",
         Format::tracker_radar, "invented.example: Invented, \nother.example: Other Inc., \n", 0,
         ""},
        {"Tracker Radar, one domain",
         R"({"domain":"ads.example","owner":{"name":"A LLC","displayName":"A"},"prevalence":0.1,
             "categories":["Ad Motivated Tracking","Advertising"],"resources":[]})",
         Format::tracker_radar, "ads.example: A, ads\n", 0, ""},
        {"Tracker Radar, the list of the apps",
         R"({"trackers":{"cdn.example":{"domain":"cdn.example","owner":{"name":"C"},
             "categories":["CDN"],"default":"ignore"}},"entities":{"C":{}},"domains":{}})",
         Format::tracker_radar, "cdn.example: C, cdn\n", 0, ""},
        {"Disconnect, services",
         R"({"license":"x","categories":{"Advertising":[{"Inv":{"https://inv.example/":
             ["ads.example","track.ads.example"],"performance":"true"}}],
             "Social":[{"Soc":{"http://soc.example/":["soc.example"]}}]}})",
         Format::disconnect,
         "ads.example: Inv, ads\nsoc.example: Soc, social\ntrack.ads.example: Inv, ads\n", 0, ""},
        {"Disconnect, entities",
         R"({"entities":{"Inv":{"properties":["inv.example"],"resources":["res.example"]}}})",
         Format::disconnect, "inv.example: Inv, \nres.example: Inv, \n", 0, ""},
        {"Exodus, by number",
         R"({"trackers":{"7":{"id":7,"name":"Track","code_signature":"com.track",
             "network_signature":"a\\.track\\.example|\\.other\\.example|x[0-9]\\.example",
             "categories":["Crash reporting"]},"8":{"name":"None","network_signature":""}}})",
         Format::exodus,
         // A dot that the expression escapes is one of the name.
         "a.track.example: Track, crash_reports\nother.example: Track, crash_reports\n", 1, ""},
        {"Adblock",
         "[Adblock Plus]\n! Title: Invented\n! Last modified: 8 Sep 2026 22:08 UTC\n"
         "||ads.example^\n||x.example^$third-party\n||y.example^$domain=z.example\n"
         "||w.example/path^\n@@||v.example^\nu.example##.ad\n||t.example^path\n",
         Format::adblock, "ads.example: , ads\nx.example: , ads\n", 5, "2026-09-08"},
        {"hosts",
         "# Last modified: 2026-01-02\n127.0.0.1 localhost\n::1 ip6-localhost\n"
         "0.0.0.0 ads.example # a comment\r\n0.0.0.0\tb.example c.example\n0.0.0.0 com\n",
         Format::hosts, "ads.example: , ads\nb.example: , ads\nc.example: , ads\n", 1,
         "2026-01-02"},
        {"names alone", "ads.example\n*.b.example\n", Format::hosts,
         "ads.example: , ads\nb.example: , ads\n", 0, ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const list = parse_domain_list(c.text, "list.txt", "2025-05-05");
        ASSERT_TRUE(list);
        EXPECT_EQ(list->format, c.format);
        EXPECT_EQ(told(*list), c.expected);
        EXPECT_EQ(list->left_out, c.left_out);
        EXPECT_EQ(list->date, c.date);
        for (std::size_t length = 0; length < std::string_view{c.text}.size(); ++length)
            parse_domain_list(std::string_view{c.text}.substr(0, length), "list.txt", "");
    }
}

TEST(DomainList, IsNoneWhereItIsSomethingElse)
{
    for (auto const* text :
         {"", "\n\n", "{}", "[]", "{\"a\":1}", "[1,2]", "{\"a\":{\"properties\":[1]}}",
          "Dear reader,\nthis is a letter about example.com.\n", "<html><body>x.example</body>",
          "inetnum: 5.1.0.0 - 5.1.0.255\nnetname: X\n", "# nothing\n", "{\"broken\":"})
        EXPECT_FALSE(parse_domain_list(text, "f", "")) << text;
}

TEST(DomainList, NamesFileAndDateAsTheSource)
{
    auto const list = parse_domain_list("\xef\xbb\xbf"
                                        "0.0.0.0 ads.example\n",
                                        "mine.txt", "2025-05-05");
    ASSERT_TRUE(list);
    auto const found = list->domains.find("x.ads.example");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->source, "hosts list (mine.txt)");
    EXPECT_EQ(found->as_of, "2025-05-05");
}

TEST(DomainList, TellsTheLinesThatWereOfNoUse)
{
    auto const list = parse_domain_list("||a.example^\n\n! x\nnonsense\n||b.example^\n", "f", "");
    ASSERT_TRUE(list);
    EXPECT_EQ(list->lines, std::vector<std::uint64_t>{4});
}

} // namespace
} // namespace petze

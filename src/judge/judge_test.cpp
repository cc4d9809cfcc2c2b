#include "judge/judge.h"

#include "base/tally.h"

#include "base/text.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace petze {

namespace {

std::string rules_text()
{
    std::ifstream file{PETZE_SOURCE_DIR "/data/verdict_rules.toml"};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<Rule> const& rules()
{
    static auto const read = read_rules(rules_text());
    EXPECT_TRUE(read) << read.error().what << ": " << read.error().why;
    return *read;
}

struct Sent {
    std::string category;
    bool in_use{}, in_background{};
    bool hashed{};
    bool in_photos{}; // nowhere else
};

/// One receiver, as an expert would be told of it.
struct Situation {
    std::string_view name;
    std::vector<std::string_view> roles{};
    std::vector<Sent> sent{};
    std::uint64_t up = 2000, down = 2000, unread = 0;
    std::uint64_t flows = 3, flows_in_use = 0;
    std::vector<std::string> backups{}, services{};
    bool consent = true, activity = true;
    std::string_view protocol = "tls";
    std::vector<std::int64_t> starts{};
    std::uint64_t checks = 0;
    bool has_name = true;
    Purpose verdict{};
    double at_least = 0.5;
};

Verdict judge_one(Situation const& situation)
{
    Circumstances circumstances;
    circumstances.knows_consent = situation.consent;
    circumstances.backups = situation.backups;
    circumstances.services = situation.services;
    if (situation.activity)
        circumstances.in_use.push_back({0, 1});
    Endpoint endpoint;
    endpoint.id = situation.has_name ? "api.cloud.example" : "198.51.100.7";
    if (situation.has_name)
        endpoint.names.push_back({"api.cloud.example", "tls", 1, {}});
    endpoint.attribution.write().roles = situation.roles;
    Behaviour behaviour;
    behaviour.flows = situation.flows;
    behaviour.flows_in_use = situation.flows_in_use;
    behaviour.up = situation.up;
    behaviour.down = situation.down;
    behaviour.unread_up = situation.unread;
    behaviour.protocols = {situation.protocol};
    behaviour.connectivity_checks = situation.checks;
    behaviour.starts_ns = situation.starts;
    for (auto const& sent : situation.sent)
        behaviour.sent[sent.category] = {
            {sent.category + "/0"}, sent.in_use, sent.in_background, sent.hashed, true, false,
            sent.in_photos};
    Judge const judge{
        rules(),
        {{{endpoint.id, behaviour}},
         {{"imei", "imei/0", 8}, {"message", "messages/0", 60}, {"photo", "photos/a.jpg", 48'210}},
         circumstances}};
    return judge.judge(endpoint).verdict;
}

std::vector<std::int64_t> every_ten_minutes()
{
    std::vector<std::int64_t> out;
    for (std::int64_t i = 0; i < 12; ++i)
        out.push_back(i * 600'000'000'000);
    return out;
}

// What a careful expert would say, written before the weights were chosen.
TEST(Judge, SaysWhatAnExpertWould)
{
    Situation const rows[] = {
        {.name = "names of hosts",
         .sent = {},
         .protocol = "dns",
         .verdict = Purpose::maintenance,
         .at_least = 0.9},
        {.name = "captive portal check",
         .sent = {},
         .protocol = "http",
         .checks = 3,
         .verdict = Purpose::maintenance,
         .at_least = 0.9},
        {.name = "update server, much comes",
         .roles = {"update"},
         .sent = {},
         .up = 3000,
         .down = 40'000'000,
         .unread = 2500,
         .verdict = Purpose::maintenance,
         .at_least = 0.9},
        {.name = "photo backup that is on",
         .roles = {"photo_backup"},
         .sent = {{"photo", false, true}},
         .up = 200'000,
         .backups = {"photo"},
         .verdict = Purpose::service,
         .at_least = 0.9},
        {.name = "photo backup that is on, with places in the photos",
         .roles = {"photo_backup"},
         .sent = {{"photo", false, true}, {"location", false, true, false, true}},
         .up = 200'000,
         .backups = {"photo"},
         .verdict = Purpose::service,
         .at_least = 0.9},
        {.name = "photo backup that is on, places beside the photos",
         .roles = {"photo_backup"},
         .sent = {{"photo", false, true}, {"location", false, true}},
         .up = 200'000,
         .backups = {"photo"},
         .verdict = Purpose::undisclosed,
         .at_least = 0.9},
        {.name = "advertising id bound to one that stays",
         .sent = {{"advertising_id", false, true}, {"android_id", false, true}},
         .verdict = Purpose::advertising},
        {.name = "photo backup that is off, and sends",
         .roles = {"photo_backup"},
         .sent = {{"photo", false, true}},
         .up = 200'000,
         .verdict = Purpose::undisclosed,
         .at_least = 0.9},
        {.name = "photo backup is on, messages go too",
         .roles = {"photo_backup"},
         .sent = {{"photo", false, true}, {"message", false, true}},
         .up = 200'000,
         .backups = {"photo"},
         .verdict = Purpose::undisclosed,
         .at_least = 0.9},
        {.name = "photo sent while the phone was in use",
         .roles = {"messaging"},
         .sent = {{"photo", true, false}},
         .up = 200'000,
         .flows_in_use = 3,
         .verdict = Purpose::user_initiated,
         .at_least = 0.7},
        {.name = "service that is on gets its account",
         .roles = {"account"},
         .sent = {{"email", false, true}},
         .services = {"cloud.example"},
         .verdict = Purpose::service,
         .at_least = 0.9},
        {.name = "IMEI and number unattended, nothing is on",
         .roles = {"account"},
         .sent = {{"imei", false, true}, {"phone_number", false, true}},
         .verdict = Purpose::undisclosed,
         .at_least = 0.9},
        {.name = "hash of the IMEI unattended",
         .roles = {},
         .sent = {{"imei", false, true, true}},
         .verdict = Purpose::undisclosed,
         .at_least = 0.7},
        {.name = "telemetry, a random id",
         .roles = {"telemetry"},
         .sent = {{"android_id", false, true}},
         .verdict = Purpose::telemetry,
         .at_least = 0.9},
        {.name = "crash reports, unread",
         .roles = {"crash_reports"},
         .sent = {},
         .unread = 1800,
         .verdict = Purpose::telemetry,
         .at_least = 0.9},
        {.name = "advertising id to an ad network",
         .roles = {"ads"},
         .sent = {{"advertising_id", false, true}},
         .verdict = Purpose::advertising,
         .at_least = 0.9},
        // Google Play's policy on user data counts the inventory of installed apps among what is
        // personal and sensitive, and has to be disclosed.
        {.name = "the list of apps to an unknown host",
         .roles = {},
         .sent = {{"apps", false, true}},
         .verdict = Purpose::undisclosed,
         .at_least = 0.3},
        {.name = "messages by stalkerware",
         .roles = {},
         .sent = {{"message", false, true}},
         .up = 3000,
         .has_name = false,
         .verdict = Purpose::undisclosed,
         .at_least = 0.9},
        {.name = "encrypted upload, no keys, unknown",
         .roles = {},
         .sent = {},
         .up = 300'000,
         .unread = 299'000,
         .verdict = Purpose::undecidable,
         .at_least = 0.9},
        {.name = "small and closed to an unknown host",
         .roles = {},
         .sent = {},
         .unread = 1900,
         .verdict = Purpose::undecidable,
         .at_least = 0.7},
        {.name = "address without a name",
         .roles = {},
         .sent = {},
         .unread = 400,
         .has_name = false,
         .verdict = Purpose::undecidable,
         .at_least = 0.8},
        {.name = "a timer speaks to an unknown host",
         .roles = {},
         .sent = {},
         .flows = 12,
         .starts = every_ten_minutes(),
         .verdict = Purpose::telemetry,
         .at_least = 0.4},
        {.name = "content, but nobody said what is on",
         .roles = {},
         .sent = {{"message", false, true}},
         .consent = false,
         .activity = false,
         .verdict = Purpose::undecidable,
         .at_least = 0.4},
        {.name = "reading the news",
         .roles = {},
         .sent = {},
         .up = 4000,
         .down = 900'000,
         .unread = 3500,
         .flows_in_use = 3,
         .verdict = Purpose::user_initiated,
         .at_least = 0.8},
        {.name = "push connection, closed",
         .roles = {"push"},
         .sent = {},
         .unread = 1900,
         .verdict = Purpose::service,
         .at_least = 0.7},
    };
    for (auto const& row : rows) {
        auto const verdict = judge_one(row);
        EXPECT_EQ(name_of(verdict.purpose), name_of(row.verdict))
            << row.name << ", confidence " << verdict.confidence;
        EXPECT_GE(verdict.confidence, row.at_least) << row.name;
        EXPECT_LT(verdict.confidence, 1.0) << row.name;
        EXPECT_FALSE(verdict.because.empty()) << row.name;
    }
}

TEST(Judge, SaysWhatWouldChangeIt)
{
    auto const keys_of = [](Verdict const& verdict) {
        std::vector<std::string> out;
        for (auto const& reason : verdict.would_change)
            out.push_back(reason.key);
        return out;
    };
    using Keys = std::vector<std::string>;
    EXPECT_EQ(keys_of(judge_one({.name = "closed", .sent = {}, .unread = 900})),
              (Keys{"change.keys", "change.role"}));
    EXPECT_EQ(keys_of(judge_one({.name = "no name, nothing said",
                                 .sent = {},
                                 .consent = false,
                                 .activity = false,
                                 .has_name = false})),
              (Keys{"change.consent", "change.activity", "change.name"}));
    EXPECT_TRUE(judge_one({.name = "known", .roles = {"push"}, .sent = {}}).would_change.empty());
}

// The gravest of what a receiver got decides, and each kind has its own verdict.
TEST(Judge, JudgesEachKindOfData)
{
    auto const verdict = judge_one({.name = "backup of photos; messages too",
                                    .roles = {"photo_backup"},
                                    .sent = {{"photo", false, true}, {"message", false, true}},
                                    .backups = {"photo"}});
    ASSERT_EQ(verdict.categories.size(), 2u);
    EXPECT_EQ(verdict.categories[0].category, "message");
    EXPECT_EQ(verdict.categories[0].purpose, Purpose::undisclosed);
    EXPECT_EQ(verdict.categories[1].category, "photo");
    EXPECT_EQ(verdict.categories[1].purpose, Purpose::service);
}

// What the phone sent to a machine beside it may have been handed on by that.
TEST(Judge, ExcludesOverAllReceiversWhatNobodyGot)
{
    struct Row {
        std::string_view name;
        bool local;
        std::string item;
        Departure photo;
        std::uint64_t excluded;
    };
    Row const rows[] = {
        {"to nobody", false, "", Departure::excluded, 2},
        {"to a receiver", false, "photos/a.jpg", Departure::proven, 1},
        {"to a machine of its own network", true, "photos/a.jpg", Departure::possible, 1},
    };
    for (auto const& row : rows) {
        Endpoint endpoint;
        endpoint.id = "host.example";
        endpoint.local = row.local;
        Behaviour behaviour;
        behaviour.unread_up = 900;
        if (!row.item.empty())
            behaviour.sent["photo"].items = {row.item};
        Judge const judge{rules(),
                          {{{endpoint.id, behaviour}},
                           {{"photo", "photos/a.jpg", 48'210}, {"photo", "photos/b.jpg", 61'044}},
                           {}}};
        Tally const nothing;
        auto const total = judge.total({endpoint}, {.unread = nothing});
        EXPECT_EQ(total.max_bytes, 900u) << row.name;
        ASSERT_EQ(total.categories.size(), 1u) << row.name;
        EXPECT_EQ(total.categories[0].departure, row.photo) << row.name;
        EXPECT_EQ(total.categories[0].excluded, row.excluded) << row.name;
    }
}

} // namespace

} // namespace petze

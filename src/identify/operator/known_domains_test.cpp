#include "identify/operator/known_domains.h"

#include "identify/operator/domain.h"
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

namespace petze {
namespace {

KnownDomains own_table()
{
    auto const path = std::string{PETZE_SOURCE_DIR} + "/data/operators.toml";
    std::ifstream file{path};
    std::string const text{std::istreambuf_iterator<char>{file}, {}};
    auto const parsed = parse_operators(text, path);
    EXPECT_TRUE(parsed) << parsed.error().what << ": " << parsed.error().why;
    return parsed.value_or(KnownDomains{});
}

// What the reader refuses by itself (unknown roles and sources, what stands there twice) is tested
// below; here is what only a look at every row tells.
TEST(OperatorTable, EveryRowSaysWhoseDomainItIsByWhichSourceOfWhichDate)
{
    auto const table = own_table();
    EXPECT_GE(table.size(), 600u);
    table.each([](KnownDomains::Entry const& row) {
        SCOPED_TRACE(row.domain);
        EXPECT_FALSE(row.owner.empty());
        ASSERT_EQ(row.country.size(), 2u);
        EXPECT_TRUE(std::all_of(row.country.begin(), row.country.end(),
                                [](char c) { return c >= 'A' && c <= 'Z'; }));
        EXPECT_FALSE(row.source.empty());
        EXPECT_TRUE(row.as_of.size() == 4 || row.as_of.size() == 7 || row.as_of.size() == 10);
        EXPECT_EQ(row.as_of.substr(0, 2), "20");
        EXPECT_FALSE(registrable_domain(row.domain).empty());
        EXPECT_FALSE(is_registry_suffix(row.domain));
        EXPECT_NE(row.domain.find('.'), std::string_view::npos);
        EXPECT_TRUE(std::all_of(row.domain.begin(), row.domain.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
        }));
    });
}

TEST(OperatorTable, NamesThoseWhomTheIssueAsksFor)
{
    auto const table = own_table();
    std::set<std::string_view> owners;
    table.each([&](KnownDomains::Entry const& row) { owners.insert(row.owner); });
    for (auto const* name :
         {"Xiaomi",    "Huawei",     "Samsung",  "Oppo",    "Vivo",       "Transsion", "Google",
          "Apple",     "Microsoft",  "Meta",     "Amazon",  "Tencent",    "Alibaba",   "Baidu",
          "ByteDance", "Qualcomm",   "MediaTek", "Adups",   "AppsFlyer",  "Adjust",    "Branch",
          "Unity",     "ironSource", "AppLovin", "Liftoff", "Chartboost", "Mintegral", "InMobi",
          "Amplitude", "Mixpanel",   "Segment",  "Braze",   "OneSignal",  "Kochava",   "Singular",
          "Bugsnag",   "Sentry",     "Flurry",   "JPush",   "GeTui"})
        EXPECT_TRUE(std::any_of(owners.begin(), owners.end(), [&](std::string_view owner) {
            return owner.starts_with(name);
        })) << name;
}

TEST(OperatorTable, TheLongestDomainThatFitsCounts)
{
    auto const table = own_table();
    struct {
        char const* name;
        char const* host;
        char const* owner;
        char const* role;
    } const cases[] = {
        // The Mi Cloud of 2014: one host for each kind of data (facts.md, section 2).
        {"photos of 2014", "galleryapi.micloud.xiaomi.net", "Xiaomi", "photo_backup"},
        {"messages of 2014", "smsapi.micloud.xiaomi.net", "Xiaomi", "message_backup"},
        {"contacts of 2014", "contactapi.micloud.xiaomi.net", "Xiaomi", "contact_backup"},
        {"notes of 2014", "noteapi.micloud.xiaomi.net", "Xiaomi", "note_backup"},
        {"calls of 2014", "phonecallapi.micloud.xiaomi.net", "Xiaomi", "call_log_backup"},
        {"Wi-Fi of 2014", "wifiapi.micloud.xiaomi.net", "Xiaomi", "wifi_backup"},
        {"another host of the Mi Cloud", "statusapi.micloud.xiaomi.net", "Xiaomi", "backup"},
        {"push of 2014", "app.chat.xiaomi.net", "Xiaomi", "push"},
        {"the account of 2014", "api.account.xiaomi.com", "Xiaomi", "account"},
        {"usage data", "tracking.intl.miui.com", "Xiaomi", "telemetry"},
        {"the registrable domain alone", "xiaomi.net", "Xiaomi", "services"},
        {"a host nobody documented", "new.service.mi.com", "Xiaomi", "services"},
        {"the security centre's host is Tencent's", "pmir.3g.qq.com", "Tencent", "security"},
        {"Adups' data, not its updates", "bigdata.adups.com", "Adups", "telemetry"},
        {"a bucket that a customer rents", "photos.s3.amazonaws.com", "Amazon", "hosting"},
        {"a name that only ends alike", "notxiaomi.net", "", ""},
        {"a name that only begins alike", "xiaomi.net.example", "", ""},
        {"nothing", "", "", ""},
        {"a dot", ".", "", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const found = table.find(c.host);
        EXPECT_EQ(found ? found->owner : "", c.owner);
        EXPECT_EQ(found ? found->role : "", c.role);
    }
}

TEST(OperatorTable, KnowsWhoRentsOut)
{
    auto const table = own_table();
    EXPECT_TRUE(table.rents_out("Akamai Technologies, Inc."));
    EXPECT_TRUE(table.rents_out("CLOUDFLARE, INC."));
    EXPECT_FALSE(table.rents_out("Xiaomi Communications Co., Ltd."));
    EXPECT_FALSE(table.rents_out(""));
}

TEST(OperatorTable, RefusesWhatIsWrongAndSaysWhere)
{
    std::string const source = "[[source]]\nid = \"a\"\ntitle = \"A paper\"\ndate = \"2021\"\n"
                               "kind = \"paper\"\n";
    auto const domains = [](std::string const& rows) {
        return "[[operator]]\nname = \"Example\"\ncountry = \"DE\"\ndomains = [" + rows + "]\n";
    };
    auto const row = [](std::string const& role, std::string const& from,
                        std::string const& names) {
        return "{ role = \"" + role + "\", source = \"" + from + "\", names = [" + names + "] },";
    };
    auto const good = row("push", "a", "\"example.com\"");
    struct {
        char const* name;
        std::string text;
        char const* what;
        char const* why;
    } const cases[] = {
        {"no TOML", "[[source", "t:1", "is no valid TOML"},
        {"no source", domains(good), "t:1", "source is missing"},
        {"no operator", source, "t:1", "operator is missing"},
        {"a source without a date", "[[source]]\nid = \"a\"\ntitle = \"A\"\nkind = \"paper\"\n",
         "t:1", "date is missing"},
        {"a source twice", source + source + domains(good), "t:6", "stands there twice"},
        {"an unknown role", source + domains(row("spying", "a", "\"example.com\"")), "t:9",
         "no role is called spying"},
        {"an unknown source", source + domains(row("push", "b", "\"example.com\"")), "t:9",
         "no source is called b"},
        {"a domain twice", source + domains(good + good), "t:9", "stands there twice"},
        {"no names", source + domains(row("push", "a", "")), "t:9", "names are missing"},
        {"a name that is a number", source + domains(row("push", "a", "7")), "t:9",
         "a name must be text"},
        {"an operator without a country",
         source + "[[operator]]\nname = \"Example\"\ndomains = []\n", "t:6", "country is missing"},
        {"domains that are no tables",
         source + "[[operator]]\nname = \"E\"\ncountry = \"DE\"\ndomains = [\"example.com\"]\n",
         "t:6", "domains is missing"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const parsed = parse_operators(c.text, "t");
        ASSERT_FALSE(parsed);
        EXPECT_EQ(parsed.error().what, c.what);
        EXPECT_NE(parsed.error().why.find(c.why), std::string::npos) << parsed.error().why;
    }
    EXPECT_TRUE(parse_operators(source + domains(good), "t"));
}

} // namespace
} // namespace petze

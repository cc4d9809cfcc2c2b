#include "identify/online/online_registries.h"

#include "identify/online/iana_bootstrap.h"
#include "testing/temporary_folder.h"

#include <gtest/gtest.h>

#include <deque>
#include <map>

namespace petze {
namespace {

using Trouble = OnlineReply::Trouble;

/// Answers what the test says, and writes down what was asked.
class Scripted : public Transport {
public:
    std::map<std::string, std::deque<OnlineReply>> replies; // the last one again and again
    std::vector<std::string> asked;

    OnlineReply get(std::string const& url) override { return next(url); }
    OnlineReply whois(std::string const& server, std::string const& question) override
    {
        return next("whois://" + server + "/" + question);
    }

private:
    OnlineReply next(std::string const& question)
    {
        asked.push_back(question);
        auto const found = replies.find(question);
        if (found == replies.end())
            return {.trouble = Trouble::unreachable};
        auto const reply = found->second.front();
        if (found->second.size() > 1)
            found->second.pop_front();
        return reply;
    }
};

std::string network(std::string const& holder, std::string const& from, std::string const& to,
                    std::string const& link = {})
{
    return R"({"objectClassName":"ip network","startAddress":")" + from + R"(","endAddress":")" + to
           + R"(","name":"NET","remarks":[{"description":[")" + holder + R"("]}],"links":[)"
           + (link.empty()
                  ? ""
                  : R"({"rel":"related","type":"application/rdap+json","href":")" + link + "\"}")
           + "]}";
}

RdapBootstrap bootstrap()
{
    return *parse_bootstrap(
        R"({"services":[[["42.0.0.0/8"],["https://rdap.apnic.net/"]],
                        [["8.0.0.0/8"],["http://127.0.0.1:8080/"]]]})",
        BootstrapFrom::file);
}

std::string told(Attribution const& attribution)
{
    std::string out;
    if (attribution.holder)
        out += attribution.holder->name + " by " + attribution.holder->source;
    for (auto const& remark : attribution.remarks) {
        out += "; ";
        out += remark.key;
        for (auto const& [place, text] : remark.arguments)
            out += " " + text;
    }
    for (auto const& one : attribution.disagreements)
        for (auto const& saying : one.sayings)
            out += "; " + saying.source + " says " + saying.value;
    return out;
}

OnlineReply ok(std::string body)
{
    return {.status = 200, .body = std::move(body)};
}
OnlineReply moved(std::string where)
{
    return {.status = 302, .location = std::move(where)};
}

constexpr auto apnic = "https://rdap.apnic.net/ip/42.62.48.157";
constexpr auto cnnic = "https://rdap.cnnic.cn/ip/42.62.0.0/17";
constexpr auto local = "http://127.0.0.1:8080/ip/8.8.8.8";
constexpr auto whois = "whois://whois.apnic.net/42.62.48.157";
constexpr auto rpsl = "inetnum: 42.62.0.0 - 42.62.127.255\nnetname: FECT\ndescr: Forest\n";

TEST(OnlineRegistries, AskAndAreToldNoLies)
{
    auto const answer = network("Forest", "42.62.0.0", "42.62.127.255");
    struct {
        char const* name;
        char const* asked;
        std::map<std::string, std::deque<OnlineReply>> replies;
        char const* expected;
        std::size_t questions;
    } const cases[] = {
        {"RDAP", "42.62.48.157", {{apnic, {ok(answer)}}}, "Forest by RDAP rdap.apnic.net", 1},
        {"a redirect to another registry",
         "42.62.48.157",
         {{apnic, {moved(cnnic)}}, {cnnic, {ok(answer)}}},
         "Forest by RDAP rdap.cnnic.cn",
         2},
        {"the national registry knows more",
         "42.62.48.157",
         {{apnic, {ok(network("Wide", "42.0.0.0", "42.255.255.255", cnnic))}},
          {cnnic, {ok(answer)}}},
         "Forest by RDAP rdap.cnnic.cn",
         2},
        {"the national registry is silent",
         "42.62.48.157",
         {{apnic, {ok(network("Wide", "42.0.0.0", "42.255.255.255", cnnic))}}},
         "Wide by RDAP rdap.apnic.net; online.unreachable rdap.cnnic.cn",
         2},
        {"a redirect to a stranger is refused, WHOIS answers",
         "42.62.48.157",
         {{apnic, {moved("https://rdap.evil.example/ip/42.62.48.157")}}, {whois, {ok(rpsl)}}},
         "Forest by WHOIS whois.apnic.net; online.refused "
         "https://rdap.evil.example/ip/42.62.48.157",
         2},
        {"a redirect into this machine is refused",
         "42.62.48.157",
         {{apnic, {moved("http://127.0.0.1:22/")}}, {whois, {ok(rpsl)}}},
         "Forest by WHOIS whois.apnic.net; online.refused http://127.0.0.1:22/",
         2},
        {"redirects in a circle",
         "42.62.48.157",
         {{apnic, {moved(cnnic)}}, {cnnic, {moved(apnic)}}, {whois, {ok(rpsl)}}},
         "Forest by WHOIS whois.apnic.net; online.loop rdap.apnic.net",
         3},
        {"links in a circle",
         "42.62.48.157",
         {{apnic, {ok(network("Wide", "42.0.0.0", "42.255.255.255", cnnic))}},
          {cnnic, {ok(network("Forest", "42.62.0.0", "42.62.127.255", apnic))}}},
         "Forest by RDAP rdap.cnnic.cn",
         2},
        {"busy, then ready",
         "42.62.48.157",
         {{apnic, {{.status = 429, .retry_after = 7}, ok(answer)}}},
         "Forest by RDAP rdap.apnic.net",
         2},
        {"busy for too long",
         "42.62.48.157",
         {{apnic, {{.status = 503, .retry_after = 100'000}}}, {whois, {ok(rpsl)}}},
         "Forest by WHOIS whois.apnic.net; online.busy rdap.apnic.net",
         2},
        {"no JSON",
         "42.62.48.157",
         {{apnic, {ok("<html>")}}, {whois, {ok(rpsl)}}},
         "Forest by WHOIS whois.apnic.net; online.unreadable rdap.apnic.net",
         2},
        {"too long an answer",
         "42.62.48.157",
         {{apnic, {{.trouble = Trouble::too_long}}}, {whois, {ok(rpsl)}}},
         "Forest by WHOIS whois.apnic.net; online.too_long rdap.apnic.net",
         2},
        {"nobody answers",
         "42.62.48.157",
         {{apnic, {{.trouble = Trouble::timeout}}}},
         "; online.timeout rdap.apnic.net; online.unreachable whois.apnic.net",
         2},
        {"a registry as the most specific entry holds nothing",
         "42.62.48.157",
         {{apnic,
           {ok(network("China Internet Network Information Center", "42.0.0.0",
                       "42.255.255.255"))}}},
         "; online.not_registered 42.0.0.0/8 RDAP rdap.apnic.net",
         1},
        {"WHOIS refers to another registry",
         "9.9.9.9",
         {{"whois://whois.arin.net/n + 9.9.9.9", {ok("ReferralServer: whois://whois.ripe.net\n")}},
          {"whois://whois.ripe.net/9.9.9.9",
           {ok("inetnum: 9.9.9.0 - 9.9.9.255\nnetname: N\ndescr: Invented\n")}}},
         "Invented by WHOIS whois.ripe.net",
         2},
        {"WHOIS refers to a stranger",
         "9.9.9.9",
         {{"whois://whois.arin.net/n + 9.9.9.9", {ok("ReferralServer: whois://evil.example\n")}}},
         "; online.refused evil.example",
         1},
        {"WHOIS refers in a circle",
         "9.9.9.9",
         {{"whois://whois.arin.net/n + 9.9.9.9", {ok("refer: whois.ripe.net\n")}},
          {"whois://whois.ripe.net/9.9.9.9", {ok("refer: whois.arin.net\n")}}},
         "; online.loop whois.arin.net",
         2},
        {"this machine, where the user's file names it",
         "8.8.8.8",
         {{local, {ok(network("Here", "8.8.8.0", "8.8.8.255"))}}},
         "Here by RDAP 127.0.0.1:8080",
         1},
        {"a private address is never asked about", "192.168.1.1", {}, "", 0},
        {"nor one of the documentation", "203.0.113.7", {}, "", 0},
        {"nor a shared one", "100.64.0.1", {}, "", 0},
        {"nor a local one of IPv6", "fe80::1", {}, "", 0},
        {"nor this machine", "127.0.0.1", {}, "", 0},
        {"nor a group", "239.255.255.250", {}, "", 0},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Scripted transport;
        transport.replies = c.replies;
        int waited = 0;
        OnlineRegistries online{transport,
                                nullptr,
                                {.today = "2026-11-26",
                                 .whois_server = {},
                                 .wait = [&](int seconds) { waited += seconds; },
                                 .v4 = bootstrap()}};
        Attribution attribution;
        online.ask(*Address::parse(c.asked), attribution);
        EXPECT_EQ(told(attribution), c.expected);
        EXPECT_EQ(transport.asked.size(), c.questions);
        EXPECT_LE(waited, 120);
    }
}

TEST(OnlineRegistries, FindIanasBootstrapAndKeepIt)
{
    testing::TemporaryFolder const folder;
    auto cache = AnswerCache::open((folder.path() / "answers.sqlite").string());
    ASSERT_TRUE(cache);
    constexpr auto url = "https://data.iana.org/rdap/ipv4.json";
    auto const good = ok(R"({"services":[[["42.0.0.0/8"],["https://rdap.apnic.net/"]]]})");
    struct {
        char const* name;
        char const* today;
        OnlineReply reply;
        std::size_t services, questions;
    } const steps[] = {
        {"IANA is silent", "2026-11-25", {.trouble = Trouble::unreachable}, 0, 1},
        {"what it says is no such file", "2026-11-25", ok("<html>"), 0, 1},
        {"asked for", "2026-11-26", good, 1, 1},
        {"kept", "2026-12-01", {.trouble = Trouble::unreachable}, 1, 0},
        {"older, but better than nothing", "2027-12-01", {.status = 503}, 1, 1},
    };
    for (auto const& step : steps) {
        SCOPED_TRACE(step.name);
        Scripted transport;
        transport.replies[url] = {step.reply};
        auto const found = fetch_bootstrap("ipv4.json", transport, &*cache, step.today);
        EXPECT_EQ(found.services.size(), step.services);
        EXPECT_EQ(transport.asked.size(), step.questions);
    }
}

TEST(OnlineRegistries, AnAnswerCountsForAMonth)
{
    EXPECT_TRUE(is_recent_answer("2026-11-26", "2026-11-26"));
    EXPECT_TRUE(is_recent_answer("2026-12-31", "2027-01-31"));
    EXPECT_FALSE(is_recent_answer("2026-11-26", "2026-12-27"));
    EXPECT_FALSE(is_recent_answer("2026-12-01", "2026-11-30")); // of the future
    EXPECT_FALSE(is_recent_answer("", "2026-11-26"));
}

TEST(OnlineRegistries, TellsWhereTheRegistrySaysSomethingElse)
{
    Scripted transport;
    transport.replies[apnic] = {ok(network("Forest", "42.62.0.0", "42.62.127.255"))};
    OnlineRegistries online{
        transport,
        nullptr,
        {.today = "2026-11-26", .whois_server = {}, .wait = {}, .v4 = bootstrap()}};
    Attribution attribution;
    attribution.asked = "2014-07-21";
    attribution.holder =
        Attributed{.name = "Earlier Holder", .source = "Invented data", .as_of = "2014-07-01"};
    online.ask(*Address::parse("42.62.48.157"), attribution);
    EXPECT_EQ(told(attribution), "Earlier Holder by Invented data; Invented data says Earlier "
                                 "Holder; RDAP rdap.apnic.net says Forest");
    attribution = {};
    attribution.asked = "2014-07-21";
    online.ask(*Address::parse("42.62.48.157"), attribution);
    ASSERT_TRUE(attribution.holder);
    EXPECT_EQ(attribution.holder->as_of, "2026-11-26");
    EXPECT_TRUE(attribution.holder->distant);
}

TEST(OnlineRegistries, KeepsAnswersAndUsesThem)
{
    testing::TemporaryFolder const folder;
    auto cache = AnswerCache::open((folder.path() / "answers.sqlite").string());
    ASSERT_TRUE(cache);
    struct {
        char const* name;
        char const* today;
        bool silent; // the registry
        char const* expected;
        std::size_t questions;
    } const steps[] = {
        {"asked the first time", "2026-11-26", false, "Forest by RDAP rdap.apnic.net", 1},
        {"kept for a month", "2026-12-26", true, "Forest by RDAP rdap.apnic.net", 0},
        {"older, but better than nothing", "2027-03-01", true, "Forest by RDAP rdap.apnic.net", 1},
        {"asked anew", "2027-03-01", false, "Forest by RDAP rdap.apnic.net", 1},
    };
    for (auto const& step : steps) {
        SCOPED_TRACE(step.name);
        Scripted transport;
        if (!step.silent)
            transport.replies[apnic] = {ok(network("Forest", "42.62.0.0", "42.62.127.255"))};
        OnlineRegistries online{
            transport,
            &*cache,
            {.today = step.today, .whois_server = {}, .wait = {}, .v4 = bootstrap()}};
        Attribution attribution;
        online.ask(*Address::parse("42.62.48.157"), attribution);
        EXPECT_EQ(told(attribution), step.expected);
        EXPECT_EQ(transport.asked.size(), step.questions);
    }
    EXPECT_EQ(cache->find(apnic)->day, "2027-03-01");
}

} // namespace
} // namespace petze

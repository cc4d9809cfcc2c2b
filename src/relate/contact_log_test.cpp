#include "relate/contact_log.h"

#include "dissect/message.h"
#include "relate/clocks.h"

#include <gtest/gtest.h>

namespace petze {

namespace {

constexpr std::int64_t a_minute = 60'000'000'000;

FlowIdentity flow(std::uint64_t id, App const* app = nullptr)
{
    return {.source = *Address::parse("198.51.100.10"),
            .destination = *Address::parse("203.0.113.7"),
            .source_port = 40123,
            .destination_port = 80,
            .protocol = protocol::tcp,
            .id = id,
            .app = app};
}

FlowRecord begun(std::int64_t minute)
{
    FlowRecord record;
    record.start_ns = minute * a_minute;
    return record;
}

Finding finding(std::string category, Direction direction = Direction::to_server)
{
    Finding out;
    out.item = category + "/0";
    out.category = std::move(category);
    out.direction = direction;
    return out;
}

Device phone()
{
    return {.addresses = {*Address::parse("198.51.100.10")}};
}

Endpoint endpoint(std::string id)
{
    Endpoint out;
    out.id = std::move(id);
    return out;
}

HttpExchange exchange(std::string user_agent)
{
    HttpExchange out;
    out.user_agent = std::move(user_agent);
    return out;
}

TEST(ContactLog, TellsWhenAReceiverWasTalkedToAndWhatItGot)
{
    ContactLog log{{}};
    log.found(flow(1), finding("imei"), 5 * a_minute);
    log.found(flow(1), finding("contact", Direction::to_client), 5 * a_minute);
    Finding pattern;
    pattern.category = "email"; // looks like one; nobody's in the profile
    log.found(flow(1), pattern, 5 * a_minute);
    log.ended(flow(1), begun(5), "a.example");
    log.ended(flow(2), begun(5), "a.example"); // at once: the same visit
    log.ended(flow(3), begun(2), "a.example"); // ended later, begun earlier
    log.ended(flow(4), begun(9), "b.example");
    auto const told =
        log.of(phone(), {endpoint("b.example"), endpoint("a.example"), endpoint("c")});
    ASSERT_EQ(told.size(), 3u);
    EXPECT_EQ(told[0].starts_ns, std::vector<std::int64_t>{9 * a_minute});
    EXPECT_EQ(told[1].endpoint, "a.example");
    EXPECT_EQ(told[1].starts_ns, (std::vector<std::int64_t>{2 * a_minute, 5 * a_minute}));
    EXPECT_EQ(told[1].connections, 3u);
    EXPECT_EQ(told[1].sent_ns.size(), 1u) << "what came, or only looks like it, was not sent";
    EXPECT_EQ(told[1].sent_ns.at("imei"), std::vector<std::int64_t>{5 * a_minute});
    EXPECT_TRUE(told[2].starts_ns.empty());
    EXPECT_FALSE(log.was_full());
}

TEST(ContactLog, LeavesOtherDevicesOut)
{
    ContactLog log{{}};
    log.ended(flow(1), begun(1), "a.example");
    Device const other{.addresses = {*Address::parse("198.51.100.11")}};
    EXPECT_EQ(log.of(other, {endpoint("a.example")})[0].connections, 0u);
}

// The phone was called: what went to the caller was sent.
TEST(ContactLog, KnowsWhoCalled)
{
    ContactLog log{{}};
    auto called = flow(1);
    std::swap(called.source, called.destination);
    log.found(called, finding("imei", Direction::to_client), a_minute);
    log.found(called, finding("imsi", Direction::to_server), a_minute);
    log.ended(called, begun(1), "203.0.113.7");
    auto const told = log.of(phone(), {endpoint("203.0.113.7")})[0];
    EXPECT_EQ(told.connections, 1u);
    EXPECT_TRUE(told.sent_ns.contains("imei"));
    EXPECT_FALSE(told.sent_ns.contains("imsi"));
}

TEST(ContactLog, NamesTheApp)
{
    App const system{1000, "android", "Android System"};
    App const shop{10'123, "com.example.shop", "Shop"};
    App const second_user{1'000'1000, "android", "Android System"};
    App const unnamed{-1, "", "firefox"};
    struct Row {
        char const* name;
        App const* app;
        char const* user_agent;
        std::vector<TrafficSource> expected;
    };
    for (auto const& row :
         {Row{"system", &system, "", {{"android", true, 1}}},
          Row{"app", &shop, "com.example.mail/2", {{"com.example.shop", false, 1}}},
          Row{"of a second user", &second_user, "", {{"android", true, 1}}},
          Row{"by name alone", &unnamed, "", {{"firefox", false, 1}}},
          Row{"User-Agent",
              nullptr,
              "com.example.mail/2.1 (Android)",
              {{"com.example.mail", false, 1}}},
          Row{"a longer name", nullptr, "com.example.mailer/2", {}},
          Row{"part of a longer name", nullptr, "org.com.example.mail", {}},
          Row{"no package", nullptr, "Dalvik/1.6.0", {}}}) {
        SCOPED_TRACE(row.name);
        ContactLog log{{"com.example.mail", "shell"}};
        log.exchanged(flow(1, row.app), exchange(row.user_agent));
        log.ended(flow(1, row.app), begun(1), "a.example");
        EXPECT_EQ(log.of(phone(), {endpoint("a.example")})[0].sources, row.expected);
    }
}

// A day of one conversation a second is a day of minutes.
TEST(ContactLog, KeepsNoMoreThanCounts)
{
    ContactLog log{{}};
    constexpr std::int64_t seconds_of_a_day = 86'400;
    for (std::int64_t i = 0; i < seconds_of_a_day; ++i) {
        FlowRecord record;
        record.start_ns = i * a_minute / 60;
        log.ended(flow(static_cast<std::uint64_t>(i)), record, "a.example");
    }
    auto const told = log.of(phone(), {endpoint("a.example")})[0];
    EXPECT_EQ(told.connections, 86'400u);
    EXPECT_EQ(told.starts_ns.size(), 1440u);
}

TEST(HttpDate, ReadsTheOneFormThatMayBeSent)
{
    struct Row {
        char const* text;
        std::optional<std::int64_t> expected; // date -u -d "…" +%s
    };
    for (auto const& row :
         {Row{"Sun, 06 Nov 1994 08:49:37 GMT", 784'111'777},
          Row{"Thu, 01 Jan 1970 00:00:00 GMT", 0},
          Row{"Mon, 29 Feb 2016 23:59:60 GMT", 1'456'790'400},
          Row{"Sunday, 06-Nov-94 08:49:37 GMT", {}}, Row{"Sun, 06 Nov 1994 08:49:37 CET", {}},
          Row{"Sun, 31 Feb 1994 08:49:37 GMT", {}}, Row{"Sun, 06 nov 1994 08:49:37 GMT", {}},
          Row{"Sun, 06 Nov 1994 24:49:37 GMT", {}}, Row{"Sun, -6 Nov 1994 08:49:37 GMT", {}},
          Row{"", {}}}) {
        SCOPED_TRACE(row.text);
        EXPECT_EQ(http_date(row.text), row.expected);
    }
}

TEST(Clocks, TakeTheMedianOfEnoughAnswers)
{
    auto const answer = [](char const* date) {
        HttpExchange out;
        out.response_headers = {{"Server", "x"}, {"dAtE", date}};
        return out;
    };
    Clocks clocks;
    constexpr std::int64_t an_hour_before = (784'111'777 - 3600) * 1'000'000'000LL;
    for (auto const* date : {"Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT",
                             "Sun, 06 Nov 1994 08:49:37 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"}) {
        clocks.answered({2, 9, an_hour_before}, answer(date));
        EXPECT_FALSE(clocks.of(2)) << "too few";
    }
    clocks.answered({2, 9, an_hour_before}, answer("no date"));
    EXPECT_FALSE(clocks.of(2));
    clocks.answered({2, 9, an_hour_before}, answer("Sun, 06 Nov 1994 08:49:38 GMT"));
    ASSERT_TRUE(clocks.of(2));
    EXPECT_EQ(*clocks.of(2), (ClockOffset{3'600'500'000'000, 5}));
    EXPECT_FALSE(clocks.of(1));
}

} // namespace

} // namespace petze

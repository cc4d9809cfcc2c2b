#include "report/speaker.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t morning = 1'405'930'530 * second; // 2014-07-21T08:15:30Z

struct Case {
    std::string english, german;
    std::string (*say)(Speaker const&);
};

void check(std::vector<Case> const& cases, LocalTime const& time = LocalTime::utc())
{
    for (auto const& c : cases) {
        SCOPED_TRACE(c.english);
        EXPECT_EQ(c.say({Language::english, time}), c.english);
        EXPECT_EQ(c.say({Language::german, time}), c.german);
    }
}

TEST(Speaker, SaysNumbersAsEachLanguageWritesThem)
{
    check({
        {"0", "0", [](Speaker const& s) { return s.number(0); }},
        {"999", "999", [](Speaker const& s) { return s.number(999); }},
        {"1,912", "1.912", [](Speaker const& s) { return s.number(1912); }},
        {"18,446,744,073,709,551,615", "18.446.744.073.709.551.615",
         [](Speaker const& s) { return s.number(~std::uint64_t{}); }},
        {"1 byte", "1 Byte", [](Speaker const& s) { return s.bytes(1); }},
        {"1,912 bytes", "1.912 Byte", [](Speaker const& s) { return s.bytes(1912); }},
        {"999,999 bytes", "999.999 Byte", [](Speaker const& s) { return s.bytes(999'999); }},
        {"1.0 MB", "1,0 MB", [](Speaker const& s) { return s.bytes(1'000'000); }},
        {"12.4 GB", "12,4 GB", [](Speaker const& s) { return s.bytes(12'350'000'000); }},
        {"42.7%", "42,7 %", [](Speaker const& s) { return s.percent(427, 1000); }},
        {"0.1%", "0,1 %", [](Speaker const& s) { return s.percent(1, 1'000'000); }},
        {"99.9%", "99,9 %", [](Speaker const& s) { return s.percent(999'999, 1'000'000); }},
        {"100.0%", "100,0 %", [](Speaker const& s) { return s.percent(7, 7); }},
        {"0.0%", "0,0 %", [](Speaker const& s) { return s.percent(0, 0); }},
    });
}

TEST(Speaker, SaysTimes)
{
    check({
        {"21 July 2014", "21. Juli 2014", [](Speaker const& s) { return s.date(morning); }},
        {"21 July 2014, 08:15:30.000123 UTC", "21. Juli 2014, 08:15:30.000123 UTC",
         [](Speaker const& s) { return s.moment(morning + 123'456); }},
        {"21 July 2014, 08:15\u201320:15 UTC (12 h)",
         "21. Juli 2014, 08:15\u201320:15 UTC (12 Std.)",
         [](Speaker const& s) { return s.period(morning, morning + 12 * 3600 * second); }},
        {"21 July 2014, 08:15:30\u201308:15:45 UTC (15 s)",
         "21. Juli 2014, 08:15:30\u201308:15:45 UTC (15 s)",
         [](Speaker const& s) { return s.period(morning, morning + 15 * second); }},
        {"21 July 2014, 08:15 \u2013 22 July 2014, 10:30 UTC (26 h 15 min)",
         "21. Juli 2014, 08:15 \u2013 22. Juli 2014, 10:30 UTC (26 Std. 15 min)",
         [](Speaker const& s) {
             return s.period(morning, morning + (26 * 60 + 15) * 60 * second);
         }},
        {"0 s", "0 s", [](Speaker const& s) { return s.duration(-5); }},
        {"90 min", "90 min", [](Speaker const& s) { return s.duration(90 * 60 * second); }},
    });
}

TEST(Speaker, SaysListsAndFillsSentences)
{
    auto const time = LocalTime::utc();
    Speaker const english{Language::english, time};
    EXPECT_EQ(english.list({}, "list.and"), "");
    EXPECT_EQ(english.list({"a"}, "list.and"), "a");
    EXPECT_EQ(english.list({"a", "b", "c"}, "list.or"), "a, b or c");
    EXPECT_EQ(english.list_of_some({"a", "b", "c"}, 1, "receivers.more"), "a and 2 more receivers");
    // What is filled in is not looked at again.
    EXPECT_EQ(english.say("row.sent", {{"x", "{x}{y}{"}}), "{x}{y}{ sent");
    EXPECT_EQ(english.say("no such key"), "no such key");
}

TEST(LocalTime, KnowsTheSystemsZones)
{
    auto const berlin = LocalTime::of("Europe/Berlin");
    ASSERT_TRUE(berlin);
    // Offsets from the IANA time zone data: CEST (UTC+2) until 2014-10-26T01:00:00Z, then CET.
    constexpr std::int64_t change = 1'414'285'200 * second;
    EXPECT_EQ(berlin->at(change - 1).hour, 2u);
    EXPECT_EQ(berlin->at(change).hour, 2u);
    EXPECT_EQ(berlin->at(change - 1).minute, 59u);
    auto const offsets = berlin->offsets(change - 3600 * second, change + 3600 * second);
    ASSERT_EQ(offsets.size(), 2u);
    EXPECT_EQ(offsets[0].seconds, 7200);
    EXPECT_EQ(offsets[1].from_ns, change);
    EXPECT_EQ(offsets[1].seconds, 3600);
}

TEST(LocalTime, SaysWhichZoneItDoesNotKnow)
{
    for (auto const* zone : {"Europe/Nowhere", "../../etc/passwd", "\xff"}) {
        auto const time = LocalTime::of(zone);
        ASSERT_FALSE(time);
        EXPECT_EQ(time.error().what, zone);
    }
}

TEST(LocalTime, HoldsForEveryTimeThatCanBeStamped)
{
    auto const utc = LocalTime::utc();
    EXPECT_EQ(utc.at(std::numeric_limits<std::int64_t>::max()).year, 2262);
    EXPECT_EQ(utc.at(std::numeric_limits<std::int64_t>::min()).year, 1677);
    EXPECT_EQ(utc.at(-1).second, 59u);
}

} // namespace
} // namespace petze

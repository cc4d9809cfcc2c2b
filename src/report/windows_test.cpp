#include "report/windows.h"

#include "report/example_answer.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using testing::a_minute;
using testing::an_hour;
using testing::eight_o_clock;

// Two receivers, all of whose conversations are kept: one is talked to at 8:05 and 9:30, the other
// from 8:20 to 10:20.
Answer two_receivers()
{
    Answer answer;
    answer.first_ns = eight_o_clock;
    answer.last_ns = eight_o_clock + 4 * an_hour;
    answer.activities = {{eight_o_clock + an_hour, eight_o_clock + 2 * an_hour, "took two photos"}};
    answer.endpoints.resize(2);
    answer.endpoints[0].id = "a.example";
    answer.endpoints[0].flows = 2;
    answer.endpoints[0].bytes_to_server = 1'500;
    answer.endpoints[0].opaque_to_server = 900;
    answer.endpoints[1].id = "b.example";
    answer.endpoints[1].flows = 1;
    answer.endpoints[1].bytes_to_server = 5'000;
    answer.judgements.resize(2);
    auto const at = [](std::int64_t minutes) { return eight_o_clock + minutes * a_minute; };
    answer.timeline = {{"a.example", at(5), at(6), 1'000, 90'000, "tls"},
                       {"b.example", at(20), at(140), 5'000, 10, "tls"},
                       {"a.example", at(90), at(91), 500, 90'000, "tls"}};
    for (std::size_t i = 0; i < 2; ++i)
        answer.endpoints[i].last_ns = answer.last_ns;
    answer.total.categories = {{"imei", Departure::possible, 8, 1, 0},
                               {"message", Departure::possible, 5'800, 2, 0},
                               {"photo", Departure::possible, 48'210, 4, 0}};
    return answer;
}

std::vector<std::uint64_t> bytes_of(Windows const& windows)
{
    std::vector<std::uint64_t> out;
    out.reserve(windows.windows.size());
    for (auto const& window : windows.windows)
        out.push_back(window.max_bytes);
    return out;
}

TEST(Windows, LieBetweenTheTimesOfTheProfile)
{
    auto const windows = windows_of(two_receivers());
    ASSERT_EQ(windows.windows.size(), 3u);
    EXPECT_EQ(windows.windows[0].to_ns, eight_o_clock + an_hour);
    EXPECT_FALSE(windows.windows[0].in_use);
    EXPECT_EQ(windows.windows[1].what, "took two photos");
    EXPECT_EQ(windows.windows[2].from_ns, eight_o_clock + 2 * an_hour);
    // The long conversation touches all three.
    EXPECT_EQ(bytes_of(windows), (std::vector<std::uint64_t>{6'000, 5'500, 5'000}));
    EXPECT_EQ(windows.windows[1].receivers[0].endpoint, "b.example");
    EXPECT_EQ(windows.windows[1].excluded, (std::vector<std::string>{"message", "photo"}));
    EXPECT_EQ(windows.windows[0].excluded, (std::vector<std::string>{"photo"}))
        << "a message of 5,800 bytes would fit into 6,000";
}

TEST(Windows, AreNotInvented)
{
    auto answer = two_receivers();
    answer.activities.clear();
    EXPECT_TRUE(windows_of(answer).windows.empty()) << "the profile says nothing of use";
    answer.activities = {{answer.last_ns + 1, answer.last_ns + an_hour, "afterwards"}};
    EXPECT_TRUE(windows_of(answer).windows.empty()) << "not within the recording";
    answer = two_receivers();
    answer.timeline_left_out = 1;
    EXPECT_TRUE(windows_of(answer).windows.empty()) << "not all conversations are kept";
}

TEST(Windows, MayOverlapAndAreBounded)
{
    auto answer = two_receivers();
    answer.activities = {
        {answer.first_ns, answer.first_ns + 2 * an_hour, "long"},
        {answer.first_ns + an_hour, answer.first_ns + an_hour + a_minute, "inside"}};
    auto const windows = windows_of(answer);
    ASSERT_EQ(windows.windows.size(), 3u);
    EXPECT_EQ(windows.windows[2].from_ns, answer.first_ns + 2 * an_hour) << "no gap inside";
    answer.activities.clear();
    for (std::int64_t i = 0; i < 100; ++i)
        answer.activities.push_back(
            {answer.first_ns + i * a_minute, answer.first_ns + i * a_minute + 1, "again"});
    EXPECT_EQ(windows_of(answer).windows.size(), windows_told);
    EXPECT_EQ(windows_of(answer).left_out, 100 + 100 - windows_told); // with a gap behind each
}

// Where the bound of a window does not hold, the whole recording's does.
TEST(Windows, TakeAllOfAReceiverWhereTimesAreMissing)
{
    auto answer = two_receivers();
    answer.endpoints[0].flows = 3;
    EXPECT_EQ(bytes_of(windows_of(answer)), (std::vector<std::uint64_t>{6'500, 6'500, 6'500}));
    answer = two_receivers();
    answer.judgements[0].budget.max_bytes = 2'300; // 1,400 of them were never recorded
    EXPECT_EQ(bytes_of(windows_of(answer)), (std::vector<std::uint64_t>{7'400, 6'900, 5'000}));
}

TEST(Windows, ExcludeNothingWhereTheRecordingIsNotWhole)
{
    auto answer = two_receivers();
    answer.total.unbounded = {"unbounded.one_sided"};
    for (auto const& window : windows_of(answer).windows)
        EXPECT_TRUE(window.excluded.empty());
}

TEST(Windows, AreToldInWords)
{
    static auto const time = LocalTime::utc();
    auto const windows = windows_of(two_receivers());
    EXPECT_EQ(window_words(windows.windows[1], Speaker{Language::english, time}),
              "At most 5,500 bytes went up, 5,000 bytes of them at most to b.example. Too little "
              "for any item of these kinds whole: Messages and Photos.");
    EXPECT_EQ(window_words({}, Speaker{Language::german, time}), "Nichts wurde gesendet.");
}

TEST(WindowsAfter, SayWhatCanHaveLeftInTheHour)
{
    auto answer = two_receivers();
    auto const at = [](std::int64_t minutes) { return eight_o_clock + minutes * a_minute; };
    answer.moments = {{at(-1), "message", "messages/9", 5'800},
                      {at(-60 * 24), "photo", "photos/old.jpg", 48'210},
                      {at(10), "photo", "photos/a.jpg", 48'210},
                      {at(30), "message", "messages/0", 70},
                      {at(180), "photo", "photos/b.jpg", 300},
                      {at(200), "message", "messages/1", 20}};
    answer.evidence.resize(1);
    auto& evidence = answer.evidence[0];
    evidence.number = 1;
    evidence.finding.item = "messages/0";
    evidence.finding.direction = Direction::to_server;
    evidence.endpoint = "a.example";
    evidence.stamp.time_ns = at(89);
    auto windows = windows_of(answer);
    ASSERT_EQ(windows.after.size(), 4u) << "those that happened while nothing was recorded";
    // Only the long conversation touches 08:10 to 09:10: 5,000 bytes.
    EXPECT_EQ(windows.after[0].window.to_ns, at(70));
    EXPECT_EQ(windows.after[0].window.max_bytes, 5'000u);
    EXPECT_EQ(windows.after[0].state, Departure::excluded);
    EXPECT_EQ(windows.after[1].state, Departure::proven);
    EXPECT_EQ(windows.after[1].evidence, 1u);
    // Nothing was sent after 10:20; what is shorter than told pieces is never excluded.
    EXPECT_EQ(windows.after[2].state, Departure::excluded);
    EXPECT_EQ(windows.after[3].state, Departure::possible);
    EXPECT_EQ(windows.after[3].window.to_ns, answer.last_ns);

    evidence.stamp.time_ns = at(91);
    EXPECT_EQ(windows_of(answer).after[1].state, Departure::possible) << "later than the hour";
    evidence.stamp.time_ns = at(40);
    evidence.finding.direction = Direction::to_client;
    EXPECT_EQ(windows_of(answer).after[1].state, Departure::possible) << "it came";
    evidence.finding.direction = Direction::to_server;
    answer.endpoints[0].local = true;
    EXPECT_EQ(windows_of(answer).after[1].state, Departure::possible) << "to a neighbour";
    answer.total.unbounded = {"unbounded.unread"};
    EXPECT_EQ(windows_of(answer).after[0].state, Departure::possible);
    answer.timeline_left_out = 1;
    EXPECT_TRUE(windows_of(answer).after.empty());
}

TEST(WindowsAfter, AreToldInWords)
{
    auto answer = two_receivers();
    answer.moments = {{eight_o_clock + 10 * a_minute, "photo", "photos/a.jpg", 48'210}};
    auto const after = windows_of(answer).after.at(0);
    auto const utc = LocalTime::utc();
    Speaker const english{Language::english, utc}, german{Language::german, utc};
    EXPECT_EQ(after_words(after, english), "Photo a.jpg was taken");
    answer.moments = {{eight_o_clock + 10 * a_minute, "message", "messages/3", 70}};
    EXPECT_EQ(after_words(windows_of(answer).after.at(0), german), "Nachricht 3 kam oder ging");
    EXPECT_EQ(after_state_words(after, english),
              "With 48,210 bytes at least it cannot have left whole in that time.");
    EXPECT_EQ(after_state_words(after, german), "Mit mindestens 48.210 Byte kann es in dieser Zeit "
                                                "nicht ganz hinausgegangen sein.");
}

} // namespace
} // namespace petze

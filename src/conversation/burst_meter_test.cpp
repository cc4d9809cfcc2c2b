#include "conversation/burst_meter.h"

#include "base/limits.h"
#include "base/text.h"

#include <gtest/gtest.h>

#include <limits>

namespace petze {
namespace {

struct Sent {
    Direction direction;
    std::uint64_t bytes;
    std::int64_t second;
};

std::vector<Burst> measured(std::vector<Sent> const& all)
{
    BurstMeter meter{1000};
    std::uint64_t frame = 0;
    for (auto const& one : all)
        meter.take(one.direction, one.bytes, {0, ++frame, one.second * ns_per_second});
    return meter.finish();
}

constexpr auto up = Direction::to_server, down = Direction::to_client;

TEST(BurstMeter, EndsBurstsAtPausesAndAnswers)
{
    struct Row {
        char const* name;
        std::vector<Sent> sent;
        std::vector<Burst> expected;
    };
    auto const s = ns_per_second;
    std::vector<Row> const rows{{"nothing", {}, {}},
                                {"too small", {{up, 999, 0}}, {}},
                                {"one", {{up, 600, 0}, {up, 400, 1}}, {{0, s, 1000, {0, 1, 2}}}},
                                {"what is acknowledged goes on",
                                 {{up, 600, 0}, {down, 99, 0}, {up, 600, 2}},
                                 {{0, 2 * s, 1200, {0, 1, 3}}}},
                                {"a pause",
                                 {{up, 1000, 0}, {up, 1200, 3}},
                                 {{0, 0, 1000, {0, 1, 1}}, {3 * s, 3 * s, 1200, {0, 2, 2}}}},
                                {"an answer",
                                 {{up, 1000, 0}, {down, 100, 0}, {up, 1200, 0}},
                                 {{0, 0, 1000, {0, 1, 1}}, {0, 0, 1200, {0, 3, 3}}}},
                                {"what comes is no burst", {{down, 90'000, 0}}, {}}};
    for (auto const& row : rows)
        EXPECT_EQ(measured(row.sent), row.expected) << row.name;
}

TEST(BurstMeter, KeepsTheFirstOfMany)
{
    BurstMeter meter{10};
    for (std::uint64_t i = 0; i <= limits::bursts; ++i)
        meter.take(up, 10, {0, i + 1, static_cast<std::int64_t>(10 * i) * ns_per_second});
    EXPECT_EQ(meter.finish().size(), limits::bursts);
    EXPECT_TRUE(meter.was_limited());
}

TEST(BurstMeter, NamesPacketsOfOneCapture)
{
    BurstMeter meter{10};
    meter.take(up, 10, {0, 7, 0});
    meter.take(up, 10, {1, 1, 1});
    EXPECT_EQ(meter.finish(), (std::vector<Burst>{{0, 1, 20, {0, 7, 7}}}));
}

TEST(BurstMeter, EndsBurstsWhereClocksAreCenturiesApart)
{
    constexpr auto first = std::numeric_limits<std::int64_t>::min();
    constexpr auto last = std::numeric_limits<std::int64_t>::max();
    BurstMeter meter{10};
    meter.take(up, 10, {0, 1, first});
    meter.take(up, 10, {0, 2, last});
    meter.take(up, 10, {0, 3, first}); // back again is no pause
    EXPECT_EQ(meter.finish(),
              (std::vector<Burst>{{first, first, 10, {0, 1, 1}}, {last, first, 20, {0, 2, 3}}}));
}

} // namespace
} // namespace petze

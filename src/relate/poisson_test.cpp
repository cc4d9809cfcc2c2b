#include "relate/poisson.h"

#include <gtest/gtest.h>

#include <cmath>

namespace petze {

namespace {

// Exact limits as tables of Poisson confidence intervals give them (e.g. Ulm 1990; Garwood 1936):
// 0: 0–3.689, 1: 0.0253–5.572, 5: 1.623–11.668, 10: 4.795–18.390.
TEST(Poisson, GivesGarwoodsIntervals)
{
    struct Row {
        std::uint64_t count;
        double low, high;
    };
    for (auto const& row :
         {Row{0, 0, 3.689}, Row{1, 0.0253, 5.572}, Row{5, 1.623, 11.668}, Row{10, 4.795, 18.390}}) {
        auto const hour = rate_of(row.count, 1);
        EXPECT_NEAR(hour.low, row.low, 0.0006) << row.count;
        EXPECT_NEAR(hour.high, row.high, 0.0006) << row.count;
        auto const day = rate_of(row.count, 24);
        EXPECT_NEAR(day.high, row.high / 24, 0.0006) << "an hour is a 24th of a day";
    }
    EXPECT_EQ(rate_of(3, 0).high, 0) << "nothing was observed";
}

// Binomial tails by hand.
TEST(Poisson, ComparesTwoCounts)
{
    EXPECT_NEAR(same_rate(0, 1, 5, 1), 2 * std::pow(0.5, 5), 1e-12);
    EXPECT_NEAR(same_rate(5, 1, 0, 1), 2 * std::pow(0.5, 5), 1e-12);
    EXPECT_NEAR(same_rate(6, 12, 0, 6), 2 * std::pow(2.0 / 3, 6), 1e-12);
    EXPECT_EQ(same_rate(4, 1, 4, 1), 1);
    EXPECT_EQ(same_rate(0, 1, 0, 1), 1);
    EXPECT_EQ(same_rate(5, 1, 5, 0), 1);
    // 8 of 10 with p = 1/2: 2 * (45 + 10 + 1) / 1024
    EXPECT_NEAR(same_rate(8, 1, 2, 1), 2.0 * 56 / 1024, 1e-12);
}

TEST(Poisson, SaysHowLikelyNothingIs)
{
    EXPECT_NEAR(unseen(rate_of(4, 12), 6), std::exp(-2.0), 1e-12);
    EXPECT_EQ(unseen(rate_of(0, 12), 6), 1);
}

// By hand: 2 (h / (h + x))^k = 0.05, so x = h (40^(1/k) - 1).
TEST(Poisson, SaysHowLongARecordingMustBe)
{
    EXPECT_NEAR(hours_to_tell(rate_of(1, 12), 0.05), 12 * 39.0, 1e-9);
    EXPECT_NEAR(hours_to_tell(rate_of(2, 12), 0.05), 12 * (std::sqrt(40.0) - 1), 1e-9);
    EXPECT_EQ(hours_to_tell(rate_of(0, 12), 0.05), 0);
    EXPECT_EQ(hours_to_tell(rate_of(3, 0), 0.05), 0);
    auto const rate = rate_of(4, 12);
    EXPECT_NEAR(same_rate(4, 12, 0, hours_to_tell(rate, 0.05)), 0.05, 1e-12) << "the other way";
}

// By hand: the p of rank i times 4 / i, and never more than that of the next larger p.
TEST(Poisson, ControlsFalseDiscoveries)
{
    auto const rates = false_discovery_rates({0.04, 0.01, 0.03, 0.8});
    ASSERT_EQ(rates.size(), 4u);
    EXPECT_NEAR(rates[1], 0.01 * 4 / 1, 1e-12);
    EXPECT_NEAR(rates[2], 0.04 * 4 / 3, 1e-12) << "no more than the next larger";
    EXPECT_NEAR(rates[0], 0.04 * 4 / 3, 1e-12);
    EXPECT_NEAR(rates[3], 0.8, 1e-12);
    EXPECT_TRUE(false_discovery_rates({}).empty());
}

} // namespace

} // namespace petze

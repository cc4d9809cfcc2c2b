#include "judge/rhythm.h"

#include <gtest/gtest.h>

#include <random>

namespace petze {

namespace {

constexpr std::int64_t second = 1'000'000'000;

std::vector<std::int64_t> timer(std::int64_t period_s, std::size_t beats, std::int64_t jitter_s,
                                bool drifts)
{
    std::mt19937_64 random{7};
    std::uniform_int_distribution<std::int64_t> jitter{-jitter_s, jitter_s};
    std::vector<std::int64_t> out;
    std::int64_t at = 1'000'000;
    for (std::size_t i = 0; i < beats; ++i) {
        out.push_back((at + jitter(random)) * second);
        at += period_s + (drifts ? jitter(random) : 0);
    }
    return out;
}

TEST(Rhythm, IsFoundOfATimer)
{
    for (bool const drifts : {false, true}) {
        auto const found = find_rhythm(timer(600, 12, 10, drifts));
        ASSERT_TRUE(found) << drifts;
        EXPECT_NEAR(static_cast<double>(found->period_ns), 600.0 * second, 15.0 * second);
        EXPECT_EQ(found->of, 11u);
        EXPECT_EQ(found->beats, 11u);
        EXPECT_GT(found->confidence, 0.999999); // 0.0693^10
    }
}

// Uploads of several connections each, as apps make them.
TEST(Rhythm, TakesWhatComesTogetherForOneBeat)
{
    std::vector<std::int64_t> starts;
    for (std::int64_t beat = 0; beat < 8; ++beat)
        for (std::int64_t each : {0, 2, 9})
            starts.push_back((beat * 900 + each) * second);
    auto const found = find_rhythm(starts);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->period_ns, 900 * second);
    EXPECT_EQ(found->of, 7u);
}

TEST(Rhythm, IsNotSeenInFewBeats)
{
    EXPECT_FALSE(find_rhythm({}));
    EXPECT_FALSE(find_rhythm({5 * second}));
    EXPECT_FALSE(find_rhythm(timer(600, 5, 1, false))); // four intervals
    EXPECT_TRUE(find_rhythm(timer(600, 6, 1, false)));
}

// One in a hundred is the bound that find_rhythm() states; of 1,000 series that come at random
// more than 25 would be a fault of the test, not chance (Poisson, mean 10: probability 1e-5).
TEST(Rhythm, IsSeldomSeenInChance)
{
    std::mt19937_64 random{2014};
    std::exponential_distribution<double> gap{1.0 / 1200};
    int seen = 0;
    for (int series = 0; series < 1000; ++series) {
        double at = 0;
        std::vector<std::int64_t> starts;
        for (int i = 0; i < 30; ++i)
            starts.push_back(static_cast<std::int64_t>((at += gap(random)) * second));
        seen += find_rhythm(starts) ? 1 : 0;
    }
    EXPECT_LE(seen, 25);
}

} // namespace

} // namespace petze

#include "relate/phone_state.h"

#include <gtest/gtest.h>

#include <limits>

namespace petze {

namespace {

constexpr std::int64_t a_second = 1'000'000'000;
constexpr std::int64_t an_hour = 3600 * a_second;

TEST(PhoneState, CountsWhatComesTogetherOnce)
{
    struct Row {
        char const* name;
        std::vector<std::int64_t> seconds, expected;
    };
    for (auto const& row : {Row{"nothing", {}, {}}, Row{"in no order", {100, 0, 30}, {0, 100}},
                            Row{"a chain does not become one", {0, 50, 100, 150}, {0, 100}},
                            Row{"a minute later", {0, 60}, {0, 60}},
                            Row{"given twice", {7, 7, 400, 400}, {7, 400}}}) {
        SCOPED_TRACE(row.name);
        std::vector<std::int64_t> starts;
        for (auto const second : row.seconds)
            starts.push_back(second * a_second);
        std::vector<std::int64_t> expected;
        for (auto const second : row.expected)
            expected.push_back(second * a_second);
        EXPECT_EQ(distinct_starts(starts), expected);
        EXPECT_EQ(distinct_starts(expected), expected) << "twice is as once";
    }
}

TEST(PhoneState, CountsEachMomentOnce)
{
    using Span = std::pair<std::int64_t, std::int64_t>;
    struct Row {
        char const* name;
        std::vector<Span> hours;
        double expected;
    };
    for (auto const& row : {Row{"none", {}, 0}, Row{"one", {{0, 6}}, 6},
                            Row{"one after the other", {{10, 12}, {0, 6}}, 8},
                            Row{"the same twice", {{0, 6}, {0, 6}}, 6},
                            Row{"overlapping", {{0, 6}, {4, 9}, {5, 7}}, 9}}) {
        SCOPED_TRACE(row.name);
        PhoneState state;
        for (auto const& [from, to] : row.hours)
            state.captures.push_back({"a", "", 10, from * an_hour, to * an_hour});
        state.captures.push_back({"empty", "", 0, 0, 0});
        EXPECT_DOUBLE_EQ(state.hours(), row.expected);
    }
    // Stamps from the ends of time are hostile, not an overflow.
    PhoneState state;
    state.captures.push_back({"a", "", 2, std::numeric_limits<std::int64_t>::min(),
                              std::numeric_limits<std::int64_t>::max()});
    EXPECT_GT(state.hours(), 5e6);
}

} // namespace

} // namespace petze

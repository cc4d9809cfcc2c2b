#include "base/origin.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

TEST(PathOf, TellsTheOutermostFirst)
{
    Origin const body{nullptr, "http:request:body"};
    Origin const gzip{&body, "gzip"};
    Origin const json{&gzip, "json:$.id"};
    EXPECT_EQ(path_of(&json), (std::vector<std::string>{"http:request:body", "gzip", "json:$.id"}));
    EXPECT_EQ(path_of(&body), std::vector<std::string>{"http:request:body"});
    EXPECT_TRUE(path_of(nullptr).empty());
}

TEST(ElapsedNs, NeverOverflows)
{
    constexpr auto first = std::numeric_limits<std::int64_t>::min();
    constexpr auto last = std::numeric_limits<std::int64_t>::max();
    struct {
        char const* name;
        std::int64_t from, to, expected;
    } const cases[] = {
        {"none", 5, 5, 0},
        {"forward", -2, 3, 5},
        {"back", 3, -2, -5},
        {"just fits", 0, last, last},
        {"all time", first, last, last},
        {"all time, back", last, first, first},
        {"one too many", -1, last, last},
        {"one too many, back", 1, first, first},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(elapsed_ns(c.from, c.to), c.expected);
    }
}

} // namespace
} // namespace petze

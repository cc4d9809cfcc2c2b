#include "identify/attribution/attribution.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

TEST(Attribution, IsComparedWithAllThatItSays)
{
    Attribution one;
    one.holder = Attributed{.name = "Example Hosting",
                            .because = {"holder.inetnum", {{"range", "192.0.2.0/24"}}}};
    auto other = one;
    EXPECT_EQ(one, other);
    other.holder->because.arguments[0].second = "192.0.2.0/25";
    EXPECT_NE(one, other);
    other = one;
    other.remarks.emplace_back("holder.not_registered");
    EXPECT_NE(one, other);
    other = one;
    other.disagreements.push_back(
        {"country", {{"a", "2014-07-21", "CN"}, {"b", "2014-07-21", "HK"}}});
    EXPECT_NE(one, other);
}

} // namespace
} // namespace petze

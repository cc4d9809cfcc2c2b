#include "base/tally.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

TEST(Tally, CountsKinds)
{
    Tally tally;
    EXPECT_TRUE(tally.rows().empty());
    tally.count("tcp: b");
    tally.count("ip: a", 3);
    tally.count("tcp: b");
    EXPECT_EQ(tally.rows(), (std::vector<Tally::Row>{{"ip: a", 3}, {"tcp: b", 2}}));
}

TEST(Tally, MergesInAnyOrder)
{
    Tally a;
    a.count("x");
    a.count("y", 2);
    Tally b;
    b.count("y");
    b.count("a");
    Tally ab = a;
    ab.merge(b);
    Tally ba = b;
    ba.merge(a);
    EXPECT_EQ(ab.rows(), (std::vector<Tally::Row>{{"a", 1}, {"x", 1}, {"y", 3}}));
    EXPECT_EQ(ba.rows(), ab.rows());
}

} // namespace
} // namespace petze

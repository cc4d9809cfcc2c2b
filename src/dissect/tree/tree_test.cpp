#include "testing/tree.h"

#include <gtest/gtest.h>

#include <limits>

namespace petze {
namespace {

TEST(Tree, TellsKeysOnceAndNumbersInDecimal)
{
    testing::TreeRecorder recorder;
    TreeTeller teller{&recorder};
    for (int i = 0; i < 2; ++i) {
        auto const outside = teller.length();
        EXPECT_TRUE(teller.member("a b", {7, 3}));
        teller.element();
        EXPECT_TRUE(teller.number(std::uint64_t{18446744073709551615u}, {}));
        EXPECT_TRUE(teller.number(std::int64_t{-5}, {}));
        EXPECT_TRUE(teller.number(22.34, {}));
        EXPECT_TRUE(teller.number(std::numeric_limits<double>::infinity(), {}));
        EXPECT_TRUE(teller.text("", {})); // says nothing
        teller.back_to(outside);
    }
    std::vector<std::string> const once{"$['a b'][*] = 18446744073709551615", "$['a b'][*] = -5",
                                        "$['a b'][*] = 22.34"};
    std::vector<std::string> expected{"$ = a b"};
    for (int i = 0; i < 2; ++i)
        expected.insert(expected.end(), once.begin(), once.end());
    EXPECT_EQ(recorder.lines, expected);
}

TEST(Tree, StopsWhereItIsEnough)
{
    testing::TreeRecorder recorder;
    recorder.most = 1;
    TreeTeller teller{&recorder};
    EXPECT_FALSE(teller.text("x", {}));
    EXPECT_FALSE(teller.text("y", {}));
    EXPECT_TRUE(teller.enough());
    EXPECT_EQ(recorder.lines.size(), 1u);
    TreeTeller silent{nullptr};
    EXPECT_TRUE(silent.member("x", {}));
    EXPECT_TRUE(silent.text("x", {}));
    EXPECT_EQ(silent.told(), 1u);
}

} // namespace
} // namespace petze

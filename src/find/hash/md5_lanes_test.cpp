#include "find/hash/md5_lanes.h"

#include "base/digest.h"

#include <gtest/gtest.h>

#include <string>

namespace petze {
namespace {

// OpenSSL's, for every length there is room for, in every lane.
TEST(Md5Lanes, AreThoseOfAnotherMaker)
{
    Md5Lanes lanes;
    for (auto const run : {&Md5Lanes::run, &Md5Lanes::run_plainly})
        for (std::size_t first = 0; first <= Md5Lanes::longest; ++first) {
            std::array<std::string, Md5Lanes::lanes> texts;
            for (std::size_t lane = 0; lane < texts.size(); ++lane) {
                texts[lane].assign((first + lane) % (Md5Lanes::longest + 1),
                                   static_cast<char>('a' + lane));
                auto const middle = texts[lane].size() / 2;
                auto const text = std::string_view{texts[lane]};
                ASSERT_TRUE(lanes.add({text.substr(0, middle), text.substr(middle)}));
            }
            EXPECT_TRUE(lanes.full());
            (lanes.*run)();
            for (std::size_t lane = 0; lane < texts.size(); ++lane) {
                auto const expected = md5(as_bytes(texts[lane]));
                EXPECT_EQ(lanes.digest(lane), expected);
                EXPECT_TRUE(lanes.is(lane, expected));
                EXPECT_FALSE(lanes.is((lane + 1) % texts.size(), expected));
            }
            lanes.clear();
        }
}

TEST(Md5Lanes, GoOnBehindABlock)
{
    std::string const block(Md5Lanes::block_bytes, 'b');
    Md5Lanes lanes;
    lanes.add_block(as_bytes(block));
    lanes.run();
    auto const before = lanes.state(0);
    lanes.clear();
    ASSERT_TRUE(lanes.add({"and more"}, before, block.size()));
    lanes.run();
    EXPECT_EQ(lanes.digest(0), md5(as_bytes(block + "and more")));
}

TEST(Md5Lanes, TakeNothingThatIsTooLong)
{
    Md5Lanes lanes;
    std::string const longest(Md5Lanes::longest, 'x');
    EXPECT_TRUE(lanes.add({longest}));
    EXPECT_FALSE(lanes.add({longest, "x"}));
    EXPECT_EQ(lanes.size(), 1u);
}

} // namespace
} // namespace petze

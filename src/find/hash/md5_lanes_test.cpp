#include "find/hash/md5_lanes.h"

#include "base/digest.h"
#include "base/text.h"

#include <gtest/gtest.h>

#include <string>

namespace petze {
namespace {

// RFC 1321 appendix A.5, those that fit into a block.
TEST(Md5Lanes, AreThoseOfTheStandard)
{
    struct {
        std::string_view text, digest;
    } const cases[] = {
        {"", "d41d8cd98f00b204e9800998ecf8427e"},
        {"a", "0cc175b9c0f1b6a831c399e269772661"},
        {"abc", "900150983cd24fb0d6963f7d28e17f72"},
        {"message digest", "f96b697d7cb7938d525a2f31aaf161d0"},
        {"abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"},
    };
    Md5Lanes lanes;
    for (auto const& c : cases)
        ASSERT_TRUE(
            lanes.add({c.text.substr(0, c.text.size() / 2), c.text.substr(c.text.size() / 2)}));
    EXPECT_FALSE(lanes.full());
    lanes.run();
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        EXPECT_EQ(to_hex(lanes.digest(i)), cases[i].digest);
        EXPECT_TRUE(lanes.is(i, lanes.digest(i)));
        EXPECT_FALSE(lanes.is(i, lanes.digest((i + 1) % lanes.size())));
    }
}

// OpenSSL's, for every length there is room for, in every lane.
TEST(Md5Lanes, AreThoseOfAnotherMaker)
{
    Md5Lanes lanes;
    for (std::size_t first = 0; first <= Md5Lanes::longest; ++first) {
        std::array<std::string, Md5Lanes::lanes> texts;
        for (std::size_t lane = 0; lane < texts.size(); ++lane) {
            texts[lane].assign((first + lane) % (Md5Lanes::longest + 1),
                               static_cast<char>('a' + lane));
            ASSERT_TRUE(lanes.add({texts[lane]}));
        }
        EXPECT_TRUE(lanes.full());
        lanes.run();
        for (std::size_t lane = 0; lane < texts.size(); ++lane)
            EXPECT_EQ(lanes.digest(lane), md5(as_bytes(texts[lane])));
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

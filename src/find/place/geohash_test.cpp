#include "find/place/geohash.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

// Expected: geohash.org's own example (u4pruydqqvj, Jutland), and cells made by interleaving the
// bits of the two coordinates as integers.
TEST(Geohash, ReadsAndWrites)
{
    struct {
        Position position;
        char const* hash;
        double within; // of the cell's centre, in degrees
    } const cases[] = {{{57.64911, 10.40744}, "u4pruydqqvj", 0.00001},
                       {{22.340257, 114.047284}, "wecp54y", 0.001},
                       {{-33.8688, 151.2093}, "r3gx2f77", 0.0002}};
    for (auto const& c : cases) {
        SCOPED_TRACE(c.hash);
        EXPECT_EQ(geohash_of(c.position, std::string_view{c.hash}.size()), c.hash);
        auto const cell = read_geohash(c.hash);
        ASSERT_TRUE(cell);
        EXPECT_NEAR(cell->centre.latitude, c.position.latitude, c.within);
        EXPECT_NEAR(cell->centre.longitude, c.position.longitude, c.within);
    }
}

// Seven characters: 35 bits, 18 of the longitude and 17 of the latitude.
TEST(Geohash, KnowsHowLargeACellIs)
{
    auto const cell = read_geohash("wecp54y");
    ASSERT_TRUE(cell);
    EXPECT_DOUBLE_EQ(cell->width, 360.0 / 262144);
    EXPECT_DOUBLE_EQ(cell->height, 180.0 / 131072);
}

TEST(Geohash, RefusesOtherTexts)
{
    for (auto const* text : {"", "wecnya", "example", "u4pruydqqvjxx", "u4pr uyd", "u4pruyd\xff"})
        EXPECT_FALSE(read_geohash(text)) << text;
}

} // namespace
} // namespace petze

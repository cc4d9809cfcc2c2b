#include "dissect/image/decoder/shrinker.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

std::uint8_t value(std::uint32_t x, std::uint32_t y)
{
    return static_cast<std::uint8_t>((x * 7 + y * 13 + x * y) % 256);
}

std::vector<std::uint8_t> row_of(std::uint32_t width, std::uint32_t y)
{
    std::vector<std::uint8_t> row(width);
    for (std::uint32_t x = 0; x < width; ++x)
        row[x] = value(x, y);
    return row;
}

TEST(Shrinker, KeepsAPictureOfItsOwnSize)
{
    Shrinker shrinker{32, 32};
    for (std::uint32_t y = 0; y < 32; ++y)
        shrinker.row(y, row_of(32, y));
    auto const picture = shrinker.finish(320, 320);
    EXPECT_EQ(picture.width, 320u);
    for (std::uint32_t y = 0; y < 32; ++y)
        for (std::uint32_t x = 0; x < 32; ++x)
            ASSERT_EQ(picture.whole[y * 32 + x], value(x, y));
    EXPECT_EQ(picture.centre, picture.whole);
}

// 48 pixels in 32 fields: a pixel and a half each. By hand: the first field holds pixel 0 and half
// of pixel 1, the second the other half and pixel 2.
TEST(Shrinker, SharesOutPixelsThatLieInTwoFields)
{
    Shrinker shrinker{48, 32};
    std::vector<std::uint8_t> row(48, 0);
    row[0] = 90;
    row[1] = 30;
    row[2] = 60;
    for (std::uint32_t y = 0; y < 32; ++y)
        shrinker.row(y, row);
    auto const whole = shrinker.finish(48, 32).whole;
    EXPECT_EQ(whole[0], 70); // (90 + 15) / 1.5
    EXPECT_EQ(whole[1], 50); // (15 + 60) / 1.5
    EXPECT_EQ(whole[2], 0);
}

TEST(Shrinker, RowsAndPixelsInAnyOrderAreTheSame)
{
    for (auto const& [width, height] :
         {std::pair{33u, 77u}, std::pair{100u, 75u}, std::pair{75u, 100u}, std::pair{640u, 32u}}) {
        Shrinker by_row{width, height}, by_pixel{width, height};
        for (std::uint32_t y = 0; y < height; ++y)
            by_row.row(y, row_of(width, y));
        for (std::uint32_t x = width; x-- > 0;)
            for (std::uint32_t y = height; y-- > 0;)
                by_pixel.pixel(x, y, value(x, y));
        EXPECT_EQ(by_row.finish(width, height), by_pixel.finish(width, height));
    }
}

TEST(Shrinker, ShowsTheMiddle)
{
    Shrinker shrinker{96, 32}; // the middle begins at 32
    std::vector<std::uint8_t> row(96, 10);
    std::fill_n(row.begin() + 32, 32, 200);
    for (std::uint32_t y = 0; y < 32; ++y)
        shrinker.row(y, row);
    for (auto const grey : shrinker.finish(96, 32).centre)
        ASSERT_EQ(grey, 200);
}

} // namespace
} // namespace petze

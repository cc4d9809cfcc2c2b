#include "find/photo/fingerprint.h"

#include "testing/photos.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace petze {
namespace {

std::map<std::string, Picture> pictures()
{
    std::map<std::string, Picture> out;
    for (auto const& row : testing::expected_pictures())
        out.emplace(row.name, row.picture);
    return out;
}

bool any_resembles(Miniature const& a, Miniature const& b)
{
    auto const positions = Fingerprint{a}.positions();
    return std::any_of(positions.begin(), positions.end(),
                       [&](Fingerprint const& one) { return one.resembles(Fingerprint{b}); });
}

// What another program saw in the files: see tests/photos/make_photos.py.
TEST(Fingerprint, KnowsAPhotoAgain)
{
    auto const all = pictures();
    auto const& photo = all.at("photo.jpg").whole;
    for (auto const* name :
         {"stripped.jpg", "progressive.jpg", "commented.jpg", "thumbnail.jpg", "coarse.jpg",
          "grey.jpg", "inks.jpg", "small.png", "small.webp", "interlaced.png", "photo.heic"})
        EXPECT_TRUE(Fingerprint{photo}.resembles(Fingerprint{all.at(name).whole})) << name;
    for (auto const* name : {"turned.jpg", "mirrored.webp"}) {
        EXPECT_FALSE(Fingerprint{photo}.resembles(Fingerprint{all.at(name).whole})) << name;
        EXPECT_TRUE(any_resembles(photo, all.at(name).whole)) << name;
    }
    for (auto const* name : {"other.jpg", "other.webp", "plain.jpg"})
        EXPECT_FALSE(any_resembles(photo, all.at(name).whole)) << name;
}

TEST(Fingerprint, KnowsWhatSaysNothing)
{
    EXPECT_TRUE(Fingerprint{pictures().at("plain.jpg").whole}.plain());
    EXPECT_FALSE(Fingerprint{pictures().at("photo.jpg").whole}.plain());
    Miniature slope{}, stripes{};
    for (std::size_t i = 0; i < slope.size(); ++i) {
        slope[i] = static_cast<std::uint8_t>(4 * (i / miniature_side));
        stripes[i] = i / 4 % 2 == 0 ? 40 : 200;
    }
    EXPECT_TRUE(Fingerprint{slope}.plain());
    EXPECT_TRUE(Fingerprint{stripes}.plain());
    EXPECT_TRUE(Fingerprint{Miniature{}}.plain());
    EXPECT_FALSE(Fingerprint{Miniature{}}.resembles(Fingerprint{Miniature{}}));
}

// Turning pixels and turning the fingerprint come to the same.
TEST(Fingerprint, HasEightPositions)
{
    auto const photo = pictures().at("photo.jpg").whole;
    auto const positions = Fingerprint{photo}.positions();
    ASSERT_EQ(positions.size(), 8u);
    for (std::size_t position = 0; position < positions.size(); ++position) {
        Miniature turned{};
        for (std::size_t y = 0; y < miniature_side; ++y)
            for (std::size_t x = 0; x < miniature_side; ++x) {
                auto from_x = (position & 1) != 0 ? miniature_side - 1 - x : x;
                auto from_y = (position & 2) != 0 ? miniature_side - 1 - y : y;
                if (Fingerprint::is_transposed(position))
                    std::swap(from_x, from_y);
                turned[y * miniature_side + x] = photo[from_y * miniature_side + from_x];
            }
        auto const matching =
            std::count_if(positions.begin(), positions.end(), [&](Fingerprint const& one) {
                return one.correlation(Fingerprint{turned}) > 0.9999
                       && one.different_signs(Fingerprint{turned}) == 0;
            });
        EXPECT_EQ(matching, 1) << position;
    }
}

TEST(SameProportions, AllowsForRounding)
{
    EXPECT_TRUE(same_proportions(4000, 3000, 96, 72));
    EXPECT_TRUE(same_proportions(4000, 2250, 96, 54));
    EXPECT_TRUE(same_proportions(1366, 768, 96, 53));
    EXPECT_FALSE(same_proportions(4000, 3000, 72, 96));
    EXPECT_FALSE(same_proportions(4000, 3000, 96, 96));
}

} // namespace
} // namespace petze

#include "judge/photo_bursts.h"

#include "find/profile/profile.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

Burst burst(std::int64_t start_ns, std::uint64_t bytes)
{
    return {start_ns, start_ns + 1, bytes, {0, 1, 9}};
}

std::vector<SizedItem> const items{{"photo", "photos/a.jpg", 100'000},
                                   {"photo", "photos/b.jpg", 102'000},
                                   {"photo", "photos/small.png", 8'000},
                                   {"message", "messages/0", 100'000}};

TEST(PhotoBursts, AreAsLargeAsAPhotoWithWhatEncryptionAdds)
{
    struct Row {
        std::uint64_t bytes;
        char const* photo; // empty: as large as none
        std::uint64_t fitting;
    };
    // By hand: 100,000 + 5,000 + 4,096 and 102,000 + 5,100 + 4,096.
    for (auto const& row : std::vector<Row>{{99'999, "", 0},
                                            {100'000, "photos/a.jpg", 1},
                                            {101'999, "photos/a.jpg", 1},
                                            {102'000, "photos/b.jpg", 2},
                                            {109'096, "photos/b.jpg", 2},
                                            {109'097, "photos/b.jpg", 1},
                                            {111'196, "photos/b.jpg", 1},
                                            {111'197, "", 0},
                                            {8'100, "", 0}}) {
        SCOPED_TRACE(row.bytes);
        auto const found = photo_bursts({burst(5, row.bytes)}, items);
        ASSERT_EQ(found.size(), row.fitting > 0 ? 1u : 0u);
        if (!found.empty()) {
            EXPECT_EQ(found[0].photo, row.photo);
            EXPECT_EQ(found[0].fitting, row.fitting);
            EXPECT_EQ(found[0].burst, burst(5, row.bytes));
        }
    }
}

TEST(PhotoBursts, StandInTheOrderOfTime)
{
    auto const found = photo_bursts({burst(9, 100'000), burst(3, 101'000), burst(6, 50)}, items);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].burst.start_ns, 3);
    EXPECT_EQ(found[1].burst.start_ns, 9);
}

TEST(PhotoBursts, AreMeasuredFromTheSmallestPhotoThatSaysSomething)
{
    Profile profile;
    EXPECT_EQ(least_photo_burst(profile), 0u);
    profile.photos = {{"photos/icon.png", std::vector<std::uint8_t>(900), 0}};
    EXPECT_EQ(least_photo_burst(profile), 0u);
    profile.photos.push_back({"photos/a.jpg", std::vector<std::uint8_t>(40'000), 0});
    profile.photos.push_back({"photos/b.jpg", std::vector<std::uint8_t>(30'000), 0});
    EXPECT_EQ(least_photo_burst(profile), 30'000u);
}

} // namespace
} // namespace petze

#include "judge/moments.h"

#include "find/profile/profile.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

TEST(Moments, AreThoseWhoseTimeIsKnown)
{
    Profile profile;
    profile.messages = {{"+493023125001", "Invented text", 2'000},
                        {"+493023125001", "Another", 0},
                        {"+493023125001", "", 3'000}};
    profile.photos = {{"photos/a.jpg", std::vector<std::uint8_t>(500), 1'000},
                      {"photos/b.jpg", std::vector<std::uint8_t>(600), 0}};
    std::vector<Moment> const expected{
        {1'000, "photo", "photos/a.jpg", 500},
        {2'000, "message", "messages/0",
         13}}; // too short to get smaller; a text of no length is none
    EXPECT_EQ(moments_of(profile, item_sizes(profile)), expected);
    EXPECT_TRUE(moments_of({}, {}).empty());
}

} // namespace
} // namespace petze

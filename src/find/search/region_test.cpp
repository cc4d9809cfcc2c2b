#include "find/search/region.h"

#include "find/search/window.h"

#include <gtest/gtest.h>

#include <string>

namespace petze {
namespace {

using namespace std::string_view_literals;

TEST(ChooseRegion, TakesTheRarestPlaceWithinReach)
{
    struct {
        char const* name;
        std::string spelling;
        std::string others; // 20 values: this with a number behind it
        std::size_t least, most;
    } const cases[] = {
        {"only one place", "867602029", "", 0, 1},
        {"digits before blanks", "          3023125001          ", "", 10, 10},
        {"what others do not have", "Your code for the shop: 982451 Anna",
         "Your code for the shop: ", 19, 25},
        {"not beyond reach", std::string(70, ' ') + "3023125001", "", 0, region_reach - 10},
        {"repetition says nothing", "0000000000000000003023125001", "", 17, 18},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        CommonBytes common;
        common.add(c.spelling, 0);
        for (std::uint32_t i = 1; i <= 20; ++i)
            common.add(c.others + std::to_string(100'000 + i), i);
        auto const at = choose_region(c.spelling, window_class_of(c.spelling.size()), common);
        EXPECT_GE(at, c.least);
        EXPECT_LE(at, c.most);
    }
}

TEST(CommonBytes, CountsValuesNotSpellings)
{
    CommonBytes common;
    common.add("Bin gleich da", 1);
    common.add("BIN GLEICH DA", 1);
    common.add("Bin gleich da, warte", 2);
    EXPECT_EQ(common.count("Bin gleich da", 0), 2u);
    EXPECT_EQ(common.count("etwas anderes", 0), 0u);
}

TEST(WindowClass, IsTheLongestThatFits)
{
    struct {
        std::size_t bytes, window_class;
    } const cases[] = {{6, 2}, {7, 2}, {8, 1}, {9, 1}, {10, 0}, {1000, 0}};
    for (auto const& c : cases)
        EXPECT_EQ(window_class_of(c.bytes), c.window_class) << c.bytes;
    EXPECT_EQ(least_spelling_bytes, 6u);
}

TEST(WindowOf, IsTheBeginningInFoldedCase)
{
    auto const upper = folded_case(eight_bytes(as_bytes("ABCDEFGH"sv), 0));
    auto const other = folded_case(eight_bytes(as_bytes("xabcdefgy"sv), 1));
    EXPECT_EQ(window_of(upper, 0), window_of(other, 0));
    EXPECT_EQ(window_of(upper, 2), window_of(other, 2));
    EXPECT_NE(upper, other);
    EXPECT_EQ(eight_bytes(as_bytes("ab"sv), 0),
              window_of(eight_bytes(as_bytes("ab\0xxxxx"sv), 0), 2));
}

} // namespace
} // namespace petze

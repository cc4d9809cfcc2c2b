#include "report/world.h"

#include "report/country.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

// Where the countries stand on any map whose north is up and whose middle is Greenwich.
TEST(World, KnowsWhereCountriesAre)
{
    World const world;
    auto const middle = [&](char const* country) { return world.middle_of(country).value(); };
    EXPECT_LT(middle("US").x, middle("DE").x);
    EXPECT_LT(middle("DE").x, middle("CN").x);
    EXPECT_LT(middle("NO").y, middle("DE").y);
    EXPECT_LT(middle("DE").y, middle("ZA").y);
    EXPECT_GT(middle("RU").x, middle("DE").x) << "although its east lies beyond the 180th meridian";
    // A country's middle as Equal Earth places 104° E, 36° N, within what a pixel is.
    EXPECT_NEAR(middle("CN").x, 730, 4);
    EXPECT_NEAR(middle("CN").y, 105, 4);
    for (auto const* small : {"SG", "HK", "MT", "TW", "LI"}) {
        EXPECT_TRUE(world.middle_of(small)) << small;
    }
}

TEST(World, HasNoPlaceForWhatIsNoCountry)
{
    World const world;
    for (auto const* text : {"", "X", "XX", "EU", "cn", "CHN", " 1", "\n", "73"})
        EXPECT_FALSE(world.middle_of(text)) << text;
}

TEST(World, IsDrawnWithinItsPlane)
{
    auto const land = World{}.land();
    EXPECT_TRUE(land.starts_with("M"));
    EXPECT_EQ(land.find_first_not_of("Mlz0123456789-, "), std::string_view::npos);
}

TEST(CountryName, IsSaidInBothLanguages)
{
    struct {
        char const *code, *english, *german;
    } const rows[] = {{"CN", "China", "China"},
                      {"US", "United States", "Vereinigte Staaten"},
                      {"NL", "Netherlands", "Niederlande"},
                      {"XX", "XX", "XX"},
                      {"", "", ""},
                      {"nonsense", "nonsense", "nonsense"}};
    for (auto const& row : rows) {
        EXPECT_EQ(country_name(row.code, Language::english), row.english);
        EXPECT_EQ(country_name(row.code, Language::german), row.german);
    }
}

} // namespace
} // namespace petze

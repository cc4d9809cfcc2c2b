#include "find/notation/sim_region.h"

#include "base/text.h"
#include "find/search/searcher.h"
#include "find/search/stream_search.h"

#include <gtest/gtest.h>

#include <string>

namespace petze {
namespace {

// Codes as ITU-T E.212 lists them.
TEST(SimRegion, ByTheCountrysCode)
{
    struct {
        char const* imsi;
        char const* region;
    } const cases[] = {
        {"262011234567890", "DE"},
        {"460001234567890", "CN"},
        {"454061234567890", "HK"},
        {"310410123456789", "US"},
        {"316010123456789", "US"},
        {"202051234567890", "GR"},
        {"750011234567890", "FK"},
        {"466921234567890", "TW"},
        {"235101234567890", "GB"},
        {"901011234567890", ""},
        {"999701234567890", ""},
        {"000000000000000", ""},
        {"26", ""},
        {"2x2011234567890", ""},
        {"", ""},
    };
    for (auto const& c : cases)
        EXPECT_EQ(region_of_imsi(c.imsi), c.region) << c.imsi;
}

bool finds(Profile profile, std::string const& text)
{
    auto const searcher = Searcher::compile(std::move(profile));
    bool found = false;
    search_text(*searcher, as_bytes(text), [&](Occurrence const&) { found = true; });
    return found;
}

// An invented number of Berlin, which a German writes without its country; by hand.
TEST(SimRegion, SaysHowNumbersAreWrittenThere)
{
    Profile profile;
    profile.contacts = {{"", {"030 23125000"}, {}}};
    EXPECT_FALSE(finds(profile, "call +493023125000 now"));
    profile.identifiers["imsi"] = {"262011234567890"};
    EXPECT_TRUE(finds(profile, "call +493023125000 now"));
    // The owner has a number of Hong Kong as well: both countries' ways count.
    profile.identifiers["phone_number"] = {"+85221234567"};
    EXPECT_TRUE(finds(profile, "call +493023125000 now"));
    profile.identifiers["imsi"] = {"454061234567890"};
    EXPECT_FALSE(finds(profile, "call +493023125000 now"));
}

} // namespace
} // namespace petze

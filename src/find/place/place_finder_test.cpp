#include "find/place/place_finder.h"

#include "base/text.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

/// A value and the last step of its path; the ones before are always the same.
struct Said {
    std::string value;
    std::string step;
};
struct Case {
    char const* name;
    std::vector<Said> said;
    std::vector<std::string> told; // the paths' last steps
};

Place const home{"home", 22.340257, 114.047284, 500};

std::vector<Finding> found_in(std::vector<Said> const& said, std::vector<Place> const& places)
{
    std::vector<Finding> out;
    std::function<void(Finding &&)> take = [&](Finding&& finding) {
        out.push_back(std::move(finding));
    };
    PlaceFinder finder{places, take};
    Origin const body{nullptr, "http:request:body"};
    std::uint64_t frame = 0;
    for (auto const& [value, step] : said) {
        Origin const origin{&body, step};
        ++frame;
        finder.take({value, &origin, {0, frame, frame}, {Direction::to_server, "a.example"}});
    }
    return out;
}

void check(std::vector<Case> const& cases, Place const& place = home)
{
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        std::vector<std::string> told;
        for (auto const& finding : found_in(c.said, {place})) {
            told.push_back(finding.path.back());
            EXPECT_EQ(finding.item, "location/home");
        }
        EXPECT_EQ(told, c.told);
    }
}

TEST(PlaceFinder, TellsWhatAFindingHolds)
{
    auto const found =
        found_in({{"22.3403", "json:$.at.lat"}, {"114.0473", "json:$.at.lng"}}, {home});
    Finding const expected{.category = "location",
                           .item = "location/home",
                           .match = Match::exact,
                           .hostname = "a.example",
                           .direction = Direction::to_server,
                           .path = {"http:request:body", "json:$.at.lng"},
                           .frames = {{0, 1, 2}},
                           .flow_ids = {},
                           .value = "22.340257,114.047284",
                           .chance = {}};
    EXPECT_EQ(found, std::vector<Finding>{expected});
}

// 494 m and 505 m to the north, by the law of cosines.
TEST(PlaceFinder, GoesByDistance)
{
    check({{"at the place", {{"22.340257,114.047284", "form:x"}}, {"form:x"}},
           {"inside", {{"22.3447,114.0473", "form:x"}}, {"form:x"}},
           {"outside", {{"22.3448,114.0473", "form:x"}}, {}},
           {"another town", {{"52.5200,13.4050", "form:x"}}, {}},
           {"the same numbers, south and west", {{"-22.340257,-114.047284", "form:x"}}, {}}});
}

TEST(PlaceFinder, InsideATextInEveryNotation)
{
    auto const found = std::vector<std::string>{"form:x"};
    auto const dms = std::vector<std::string>{"dms"};
    check(
        {{"geo URI", {{"geo:22.340257,114.047284;u=20", "form:x"}}, found},
         {"longitude first", {{"POINT(114.047284 22.340257)", "form:x"}}, found},
         {"blank", {{"near 22.34026 114.04728.", "form:x"}}, found},
         {"semicolon", {{"22.34026;114.04728", "form:x"}}, found},
         {"ISO 6709", {{"+22.3403+114.0473+008.5/", "form:x"}}, found},
         {"a map's address", {{"/maps/@22.340257,114.047284,15z", "form:x"}}, found},
         {"a map's data", {{"!3d22.340257!4d114.047284", "form:x"}}, found},
         {"letters behind", {{"22.340257\u00b0 N, 114.047284\u00b0 E", "form:x"}}, found},
         {"named in the text", {{"lat=22.34&lon=114.05", "form:x"}}, found},
         {"JSON that was cut off", {{R"({"lat":22.340257,"lng":114.047284,"a)", "form:x"}}, found},
         {"three decimals", {{"22.340,114.047", "form:x"}}, found},
         {"two decimals are too few", {{"22.34,114.05", "form:x"}}, {}},
         {"far apart", {{"22.340257" + std::string(33, ' ') + "114.047284", "form:x"}}, {}},
         {"part of an address", {{"1.22.340257,114.047284", "form:x"}}, {}},
         {"degrees, minutes, seconds", {{"22\u00b020'24.9\"N 114\u00b002'50.2\"E", "form:x"}}, dms},
         {"east first", {{"E 114\u00b002'50.2\" N 22\u00b020'24.9\"", "form:x"}}, dms},
         {"with letters", {{"22d20m24.9s N, 114d02m50.2s E", "form:x"}}, dms},
         {"minutes with decimals", {{"22\u00b020.415'N 114\u00b02.837'E", "form:x"}}, dms},
         {"two latitudes", {{"22\u00b020'24.9\"N 114\u00b002'50.2\"N", "form:x"}}, {}},
         {"twice is once", {{"22.3403,114.0473 22.3403,114.0473", "form:x"}}, found}});
}

TEST(PlaceFinder, SouthAndWest)
{
    Place const place{"home", -33.8688, -151.2093, 200};
    auto const found = std::vector<std::string>{"form:x"};
    check({{"signs", {{"-33.8688,-151.2093", "form:x"}}, found},
           {"letters behind", {{"33.8688\u00b0 S, 151.2093\u00b0 W", "form:x"}}, found},
           {"letters before", {{"S 33.8688 W 151.2093", "form:x"}}, found},
           {"no signs", {{"33.8688,151.2093", "form:x"}}, {}},
           {"E7", {{"-338688000", "json:$.lat"}, {"-1512093000", "json:$.lng"}}, {"e7"}},
           // 2^64 - 338688000 and 2^64 - 1512093000; 2 * 338688000 - 1 and 2 * 1512093000 - 1.
           {"complements",
            {{"18446744073370863616", "protobuf:1"}, {"18446744072197458616", "protobuf:2"}},
            {"e7"}},
           {"zigzag", {{"677375999", "protobuf:1"}, {"3024185999", "protobuf:2"}}, {"e7"}}},
          place);
}

TEST(PlaceFinder, NeighbouringFields)
{
    auto const& lat = "22.340257";
    auto const& lon = "114.047284";
    std::string const other = "json:$.a.z";
    check({
        {"by name", {{lat, "json:$.a.lat"}, {lon, "json:$.a.lon"}}, {"json:$.a.lon"}},
        {"longitude first", {{lon, "form:longitude"}, {lat, "form:latitude"}}, {"form:latitude"}},
        {"x and y", {{lon, "xml:/p/@x"}, {lat, "xml:/p/@y"}}, {"xml:/p/@y"}},
        {"names in other clothes",
         {{lat, "json:$['gps-Lat']"}, {lon, "json:$['gps-Lng']"}},
         {"json:$['gps-Lng']"}},
        {"others between",
         {{lat, "json:$.a.lat"}, {"5", other}, {"b", other}, {lon, "json:$.a.lon"}},
         {"json:$.a.lon"}},
        {"another parent", {{lat, "json:$.a.lat"}, {lon, "json:$.b.lon"}}, {}},
        {"both latitudes", {{lat, "json:$.a.lat"}, {lon, "json:$.a.lat"}}, {}},
        {"GeoJSON", {{lon, "json:$.c[*]"}, {lat, "json:$.c[*]"}}, {"json:$.c[*]"}},
        {"no names, a number between",
         {{lat, "json:$.c[*]"}, {"5", "json:$.c[*]"}, {lon, "json:$.c[*]"}},
         {}},
        {"two decimals and names", {{"22.34", "form:lat"}, {"114.05", "form:lon"}}, {"form:lon"}},
        {"two decimals alone", {{"22.34", "form:a"}, {"114.05", "form:b"}}, {}},
        {"zeros left out",
         {{"22.34", "protobuf:3.1"}, {"114.0473", "protobuf:3.2"}},
         {"protobuf:3.2"}},
        {"E6", {{"22340257", "json:$.latE6"}, {"114047284", "json:$.lonE6"}}, {"e6"}},
        {"E7", {{"223402570", "json:$.a[*]"}, {"1140472840", "json:$.a[*]"}}, {"e7"}},
        {"E6 with E7", {{"22340257", "json:$.a[*]"}, {"1140472840", "json:$.a[*]"}}, {}},
    });
}

// What Protocol Buffers' fields are told as, where they hold something else (python's struct).
TEST(PlaceFinder, BytesOfProtocolBuffers)
{
    check({{"big-endian doubles",
            {{"3331589592046843456", "protobuf:1"}, {"17395004796045581376", "protobuf:2"}},
            {"big-endian"}},
           {"big-endian floats",
            {{"3652760129", "protobuf:1"}, {"907600962", "protobuf:2"}},
            {"big-endian"}},
           {"an integer told as a fraction",
            {{"223402570", "protobuf:1"}, {"500.46899", "protobuf:2"}},
            {"e7"}},
           {"floats", {{"22.340258", "protobuf:1"}, {"114.047287", "protobuf:2"}}, {"protobuf:2"}},
           {"not in JSON", {{"3652760129", "json:$[*]"}, {"907600962", "json:$[*]"}}, {}}});
}

TEST(PlaceFinder, Geohash)
{
    auto const found = std::vector<std::string>{"geohash"};
    check({{"seven characters", {{"wecp54y", "json:$.a"}}, found},
           {"twelve", {{"wecp54ytqmdx", "json:$.a"}}, found},
           {"upper case needs a name", {{"WECP54Y", "json:$.a"}}, {}},
           {"and has one", {{"WECP54Y", "json:$.geoHash"}}, found},
           {"six are too few", {{"wecp54", "json:$.geohash"}}, {}},
           {"1028 m away", {{"wecp5hw", "json:$.geohash"}}, {}}});
}

// pi * (5000/111195)^2 / cos(22.34 degrees) * 8 / 64800 = 8.5e-7, above 2^-24 = 6.0e-8.
TEST(PlaceFinder, LargePlacesNeedNames)
{
    Place const large{"home", 22.340257, 114.047284, 5000};
    EXPECT_NEAR(chance_of_place(large), 8.478e-7, 1e-10);
    EXPECT_NEAR(chance_of_place(home), 8.478e-9, 1e-12);
    check({{"no names", {{"22.340257,114.047284", "form:x"}}, {}},
           {"names", {{"22.3402", "form:lat"}, {"114.0472", "form:lon"}}, {"form:lon"}},
           {"names in a text", {{"lat=22.3402;lon=114.0472", "form:x"}}, {"form:x"}}},
          large);
}

TEST(PlaceFinder, CountsAndTellsOncePerPath)
{
    std::vector<Finding> found;
    std::function<void(Finding &&)> take = [&](Finding&& finding) {
        found.push_back(std::move(finding));
    };
    std::vector<Place> const places{home};
    PlaceFinder finder{places, take};
    Origin const origin{nullptr, "form:x"};
    for (int i = 0; i < 3; ++i)
        finder.take({"22.340257,114.047284", &origin, {0, 1, 1}, {}});
    EXPECT_EQ(found.size(), 1U);
    EXPECT_EQ(finder.counts(), (std::vector<ItemCount>{{"location/home", 3}}));
}

TEST(PlaceFinder, EveryPrefix)
{
    std::string const whole = "22\u00b020'24.9\"N 114\u00b002'50.2\"E 22.340257,114.047284";
    for (std::size_t length = 0; length <= whole.size(); ++length)
        EXPECT_LE(found_in({{whole.substr(0, length), "form:x"}}, {home}).size(), 2U);
}

// Whatever stands in a text of which Petze found a position: nothing of it is left that tells
// where the place is.
TEST(PlacePrefixes, CoverWhatIsFound)
{
    auto const prefixes = prefixes_of(home);
    for (auto const* text : {"22.3403", "22.3445", "114.0473", "114.05", "22340257", "1140472840",
                             "wecp54ytq", "22\u00b020'24.9\"", "114\u00b002'50.2\"", "114d2m50s"})
        EXPECT_TRUE(std::any_of(prefixes.begin(), prefixes.end(), [&](std::string const& prefix) {
            return std::string_view{text}.starts_with(prefix);
        })) << text;
    EXPECT_LT(prefixes.size(), 2000U);
}

} // namespace
} // namespace petze

#include "find/place/coordinate.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

TEST(Coordinate, ReadsDecimals)
{
    struct {
        char const* text;
        double degrees;
        int decimals;
    } const cases[] = {{"22.340257", 22.340257, 6},
                       {"-33.8688", -33.8688, 4},
                       {"+0.5", 0.5, 1},
                       {"114", 114, 0},
                       {"1.140473E2", 114.0473, 9}};
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        auto const read = read_decimal(c.text);
        ASSERT_TRUE(read);
        EXPECT_DOUBLE_EQ(read->degrees, c.degrees);
        EXPECT_EQ(read->decimals, c.decimals);
    }
    for (auto const* text : {"", "-", "+", "+-5", "22.3,1", "22.3 ", "1e999", "nan", "-inf", "0x1f",
                             "22.3402570000000000000000000000001"})
        EXPECT_FALSE(read_decimal(text)) << text;
}

// By hand: 22 + 20/60 + 24.9/3600 = 22.34025; 114 + 2/60 + 50.2/3600 = 114.0472777….
TEST(Coordinate, ReadsDegreesMinutesAndSeconds)
{
    struct {
        char const* text;
        double degrees;
        char axis;
        char const* rest;
    } const cases[] = {
        {"22\u00b020'24.9\"N", 22.34025, 'N', ""},
        {"22\u00b020'24.9\"N 114\u00b002'50.2\"E", 22.34025, 'N', " 114\u00b002'50.2\"E"},
        {"114\u00b0 02\u2032 50.2\u2033 W,", -114.04727777777778, 'E', ","},
        {"S 22d20m24.9s", -22.34025, 'N', ""},
        {"22d20'24.9\"N", 22.34025, 'N', ""},
        {"-22\u00b020'24.9''x", -22.34025, 0, "x"},
        {"N22\u00b020.415'", 22.340250, 'N', ""},
        {"22 deg 20' 24.90\" N", 22.34025, 'N', ""},
        {"22\u00b020'24.9\"North", 22.34025, 0, "North"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        auto const read = read_sexagesimal(c.text);
        ASSERT_TRUE(read);
        EXPECT_NEAR(read->coordinate.degrees, c.degrees, 1e-9);
        EXPECT_EQ(read->coordinate.step, "dms");
        EXPECT_EQ(read->is_latitude, c.axis == 'N');
        EXPECT_EQ(read->is_longitude, c.axis == 'E');
        EXPECT_EQ(read->rest, c.rest);
    }
}

TEST(Coordinate, RefusesWhatIsNoDegrees)
{
    for (auto const* text : {"", "N", "22", "22\u00b0", "22\u00b020", "22\u00b060'00\"N",
                             "22 20 24", "22.5\u00b020'24\"N", "222\u00b020'24\"N", "20'24\"N"})
        EXPECT_FALSE(read_sexagesimal(text)) << text;
}

// Nothing is read beyond the end, and what is read grows no further than the text.
TEST(Coordinate, EveryPrefix)
{
    std::string const whole = "S 22\u00b0 20\u2032 24.9\u2033 W";
    for (std::size_t length = 0; length <= whole.size(); ++length) {
        std::string const text = whole.substr(0, length);
        if (auto const read = read_sexagesimal(text)) {
            EXPECT_LE(read->rest.size(), text.size());
        }
        read_decimal(text);
    }
}

} // namespace
} // namespace petze

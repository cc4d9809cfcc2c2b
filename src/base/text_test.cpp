#include "base/text.h"

#include "testing/hex.h"

#include <gtest/gtest.h>

#include <limits>

namespace petze {
namespace {

using namespace std::string_view_literals;

std::string text_of(std::vector<std::uint8_t> const& bytes)
{
    return {bytes.begin(), bytes.end()};
}

TEST(Base64, UndoesTheVectorsOfRfc4648)
{
    struct {
        char const* text; // §10
        char const* expected;
    } const cases[] = {
        {"", ""},
        {"Zg==", "f"},
        {"Zm8=", "fo"},
        {"Zm9v", "foo"},
        {"Zm9vYg==", "foob"},
        {"Zm9vYmE=", "fooba"},
        {"Zm9vYmFy", "foobar"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        auto const decoded = decode_base64(c.text);
        ASSERT_TRUE(decoded);
        EXPECT_EQ(text_of(*decoded), c.expected);
        auto const bare = std::string{c.text}.substr(0, std::string_view{c.text}.find('='));
        EXPECT_EQ(decode_base64(bare), decoded);
    }
}

TEST(Base64, TakesBothAlphabetsAndLineBreaks)
{
    struct {
        char const* name;
        std::string_view text;
        std::optional<std::vector<std::uint8_t>> expected;
    } const cases[] = {
        {"§4", "+/+/", from_hex("fbffbf")},
        {"§5", "-_-_", from_hex("fbffbf")},
        {"every digit of §4", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
         from_hex("00108310518720928b30d38f41149351559761969b71d79f8218a39259a7a29aabb2dbafc31cb3",
                  "d35db7e39ebbf3dfbf")},
        {"line breaks", "Zm9v\r\nYmFy\n", from_hex("666f6f626172")},
        {"blank", "Zm9v YmFy", {}},
        {"another character", "Zm9v*mFy", {}},
        {"zero byte", "Zm9v\0mFy"sv, {}},
        {"beyond ASCII", "Zm9v\xc3\xa4myY", {}},
        {"six bits are no byte", "Zm9vY", {}},
        {"something after the padding", "Zg==Zg==", {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(decode_base64(c.text), c.expected);
    }
}

TEST(Hex, GoesBothWays)
{
    struct {
        char const* digits;
        std::optional<std::vector<std::uint8_t>> expected;
    } const cases[] = {
        {"", from_hex("")},
        {"00ff", from_hex("00ff")},
        {"aBcD", from_hex("abcd")},
        {"0", {}},
        {"0g", {}},
        {"g0", {}},
        {" 0", {}},
        {"0x12", {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.digits);
        EXPECT_EQ(decode_hex(c.digits), c.expected);
    }
    EXPECT_EQ(to_hex(from_hex("00019aafff")), "00019aafff");
}

TEST(Percent, IsUndoneWhereItIsOne)
{
    struct {
        char const* name;
        std::string_view text;
        Plus plus;
        std::string_view expected;
    } const cases[] = {
        {"nothing", "", Plus::is_plus, ""},
        {"none", "abc", Plus::is_plus, "abc"},
        {"RFC 3986 §2.1: a blank", "%20", Plus::is_plus, " "},
        {"either case", "%3a%3A", Plus::is_plus, "::"},
        {"zero and beyond ASCII", "%00%C3%A4", Plus::is_plus, "\0\xc3\xa4"sv},
        {"only once", "%2541", Plus::is_plus, "%41"},
        {"cut off", "a%4", Plus::is_plus, "a%4"},
        {"nothing after it", "a%", Plus::is_plus, "a%"},
        {"no digits", "%zz%4z", Plus::is_plus, "%zz%4z"},
        {"one escape into another", "%%41", Plus::is_plus, "%A"},
        {"plus of a path", "a+b", Plus::is_plus, "a+b"},
        {"plus of a form", "a+b%2B", Plus::is_blank, "a b+"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(decode_percent(c.text, c.plus), c.expected);
    }
}

TEST(Utf8, IsWhatRfc3629Allows)
{
    struct {
        char const* name;
        char const* bytes;
        std::size_t length; // of the first character; 0: none
    } const cases[] = {
        {"nothing", "", 0},
        {"U+0000", "00", 1},
        {"U+007F", "7f", 1},
        {"U+0080", "c280", 2},
        {"U+07FF", "dfbf", 2},
        {"U+0800", "e0a080", 3},
        {"U+D7FF", "ed9fbf", 3},
        {"U+E000", "ee8080", 3},
        {"U+FFFF", "efbfbf", 3},
        {"U+10000", "f0908080", 4},
        {"U+10FFFF", "f48fbfbf", 4},
        {"§7: not identical to", "e289a2", 3},
        {"§7: the stump of a tree", "f0a38eb4", 4},
        {"tail alone", "80", 0},
        {"tail alone, the last", "bf", 0},
        {"§10: overlong U+0000", "c080", 0},
        {"overlong U+007F", "c1bf", 0},
        {"overlong U+07FF", "e09fbf", 0},
        {"overlong U+FFFF", "f08fbfbf", 0},
        {"surrogate U+D800", "eda080", 0},
        {"surrogate U+DFFF", "edbfbf", 0},
        {"U+110000", "f4908080", 0},
        {"beyond", "f5808080", 0},
        {"five bytes", "f888808080", 0},
        {"fe", "fe", 0},
        {"ff", "ff", 0},
        {"cut after 1 of 2", "c3", 0},
        {"cut after 2 of 3", "e282", 0},
        {"cut after 3 of 4", "f09f98", 0},
        {"second is no tail", "c341", 0},
        {"third is no tail", "e282c0", 0},
        {"fourth is no tail", "f09f9841", 0},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const text = text_of(from_hex(c.bytes));
        EXPECT_EQ(utf8_length(text), c.length);
        EXPECT_EQ(is_utf8(text), c.length == text.size());
        EXPECT_EQ(is_utf8("a" + text + "\xc3\xa4"), c.length == text.size());
        EXPECT_EQ(to_utf8(text) == text, c.length == text.size());
        EXPECT_TRUE(is_utf8(to_utf8(text)));
    }
}

TEST(Utf8, IsMadeByteByByte)
{
    struct {
        char const* name;
        std::string_view text;
        std::string_view expected;
    } const cases[] = {
        {"well-formed", "Gr\xc3\xbc\xc3\x9fung", "Gr\xc3\xbc\xc3\x9fung"},
        {"Latin-1", "Gr\xfc\xdfung", "Gr\xef\xbf\xbd\xef\xbf\xbdung"},
        {"surrogate", "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
        {"cut off", "a\xf0\x9f\x98", "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(to_utf8(c.text), c.expected);
    }
}

TEST(PrintableLength, EndsWhereTheFirstOtherByteStands)
{
    // Every byte at every place of a text that is longer than what is looked at together.
    std::string const plain(21, 'a');
    EXPECT_EQ(printable_length(plain), plain.size());
    EXPECT_EQ(printable_length(""), 0u);
    for (int c = 0; c < 256; ++c)
        for (std::size_t at = 0; at < plain.size(); ++at) {
            auto text = plain;
            text[at] = static_cast<char>(c);
            bool const prints = c >= 0x20 && c <= 0x7e;
            EXPECT_EQ(printable_length(text), prints ? text.size() : at) << c << " at " << at;
        }
}

TEST(Uuid, HasFiveGroupsOfHexDigits)
{
    EXPECT_TRUE(has_uuid_form("c0ffee00-1234-4abc-9DEF-0123456789ab"));
    EXPECT_FALSE(has_uuid_form("c0ffee0001234-4abc-9def-0123456789ab"));
    EXPECT_FALSE(has_uuid_form("c0ffee00-1234-4abc-9def-0123456789ag"));
    EXPECT_FALSE(has_uuid_form("c0ffee00-1234-4abc-9def-0123456789a"));
    EXPECT_FALSE(has_uuid_form(""));
}

TEST(Rfc3339, TellsEveryTime)
{
    // Expected values: Python's datetime, which counts days by another algorithm.
    struct {
        char const* name;
        std::int64_t time_ns;
        char const* expected;
    } const cases[] = {
        {"the beginning", 0, "1970-01-01T00:00:00.000000Z"},
        {"of the contract", 1405930530'123456789, "2014-07-21T08:15:30.123456Z"},
        {"last day of February", 951782400'000000000, "2000-02-29T00:00:00.000000Z"},
        {"2100 is no leap year", 4107542400'000000000, "2100-03-01T00:00:00.000000Z"},
        {"1900 was none", -2203891200'000000000, "1900-03-01T00:00:00.000000Z"},
        {"a nanosecond before", -1, "1969-12-31T23:59:59.999999Z"},
        {"a second before", -1'000'000'000, "1969-12-31T23:59:59.000000Z"},
        {"the last", std::numeric_limits<std::int64_t>::max(), "2262-04-11T23:47:16.854775Z"},
        {"the first", std::numeric_limits<std::int64_t>::min(), "1677-09-21T00:12:43.145224Z"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(rfc3339(c.time_ns), c.expected);
    }
}

TEST(Text, ComparesAsciiOnly)
{
    EXPECT_EQ(lower("Host: \xc3\x84@[`{"), "host: \xc3\x84@[`{");
    EXPECT_TRUE(equal_ignoring_case("Content-TYPE", "content-type"));
    EXPECT_FALSE(equal_ignoring_case("content-type", "content-typ"));
    EXPECT_FALSE(equal_ignoring_case("@", "`")); // differ by the bit that tells case
    EXPECT_FALSE(equal_ignoring_case("\xc4", "\xe4"));
}

TEST(Text, IsTrimmedAtEitherSide)
{
    struct {
        std::string_view text;
        std::string_view expected;
    } const cases[] = {
        {"", ""},          {" \t\r\n", ""}, {"a", "a"},
        {" a b\t", "a b"}, {"\r\na", "a"},  {"\va\f", "\va\f"},
    };
    for (auto const& c : cases)
        EXPECT_EQ(trim(c.text), c.expected);
}

TEST(LettersAndDigits, LeaveOutWhatStandsBetween)
{
    EXPECT_EQ(letters_and_digits("Invented, Inc. (No. 7)"), "inventedincno7");
    EXPECT_EQ(letters_and_digits("+49 30 / 23 12-50"), "4930231250");
    EXPECT_EQ(letters_and_digits("明天 见！"), "明天见！"); // what is not ASCII stays
    EXPECT_EQ(letters_and_digits(" -./"), "");
}

} // namespace
} // namespace petze

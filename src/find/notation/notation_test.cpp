#include "find/notation/notation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace petze {
namespace {

using Texts = std::set<std::string>;

// As text of UTF-8, not wrapped in anything.
Texts written(ValueKind kind, std::string_view value, std::string_view region = {})
{
    Texts out;
    for (auto const& spelling : spellings(kind, value, region))
        if (spelling.steps.empty())
            out.insert(spelling.bytes);
    return out;
}

Texts wrapped(ValueKind kind, std::string_view value, std::string_view steps)
{
    Texts out;
    for (auto const& spelling : spellings(kind, value, {}))
        if (spelling.steps == steps)
            out.insert(spelling.bytes);
    return out;
}

bool includes(Texts const& all, Texts const& expected)
{
    return std::includes(all.begin(), all.end(), expected.begin(), expected.end());
}

std::string digits_of(std::string_view text)
{
    std::string out;
    std::copy_if(text.begin(), text.end(), std::back_inserter(out),
                 [](char c) { return c >= '0' && c <= '9'; });
    return out;
}

// Numbers of the ranges that regulators set aside for fiction: Bundesnetzagentur, Ofcom, NANPA.
TEST(Spellings, OfPhoneNumbers)
{
    struct {
        char const* name;
        char const* value;
        char const* region;
        char const* significant; // what all of them end with
        Texts expected;          // without escapes
    } const cases[] = {
        {"international with blanks",
         "+49 30 23125 001",
         "DE",
         "3023125001",
         {"+49 30 23125 001", "+493023125001", "493023125001", "00493023125001", "+49 30 23125001",
          "+49-30-23125001", "030 23125001", "03023125001", "030-23125001", "3023125001"}},
        {"00 for the plus, dialled in Germany",
         "0049 30 23125001",
         "DE",
         "3023125001",
         {"0049 30 23125001", "+493023125001", "493023125001", "00493023125001", "+49 30 23125001",
          "+49-30-23125001", "030 23125001", "03023125001", "030-23125001", "3023125001"}},
        {"national",
         "030/23125-001",
         "DE",
         "3023125001",
         {"030/23125-001", "+493023125001", "493023125001", "00493023125001", "+49 30 23125001",
          "+49-30-23125001", "030 23125001", "03023125001", "030-23125001", "3023125001"}},
        {"of a country that writes brackets and hyphens",
         "+12025550147",
         "US",
         "2025550147",
         {"+12025550147", "12025550147", "0012025550147", "+1 202-555-0147", "+1 202 555 0147",
          "+1-202-555-0147", "(202) 555-0147", "2025550147", "202 555 0147", "202-555-0147"}},
        {"national, nobody knows of which country",
         "030/23125-001",
         "",
         "3023125001",
         {"030/23125-001", "03023125001"}},
        {"trunk prefix in brackets",
         "+44 (0)20 7946 0123",
         "",
         "2079460123",
         {"+44 (0)20 7946 0123", "+442079460123", "442079460123", "00442079460123",
          "+44 20 7946 0123", "+44-20-7946-0123", "020 7946 0123", "02079460123", "020-7946-0123",
          "2079460123", "4402079460123"}},
        {"no trunk prefix",
         "+12125550123",
         "DE",
         "2125550123",
         {"+12125550123", "12125550123", "0012125550123", "+1 212-555-0123", "+1-212-555-0123",
          "(212) 555-0123", "2125550123", "+1 212 555 0123", "212 555 0123", "212-555-0123"}},
        {"no number", "Anna", "DE", "", {"Anna"}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const all = written(ValueKind::phone, c.value, c.region);
        EXPECT_TRUE(includes(all, c.expected)) << ::testing::PrintToString(all);
        for (auto const& text : all) { // what is not expected is another grouping or an escape
            if (text.find_first_of("%=&\\") != std::string::npos)
                continue;
            EXPECT_TRUE(digits_of(text).ends_with(c.significant)) << text;
        }
    }
}

TEST(Spellings, OfPhoneNumbersAsPeopleWriteThem)
{
    auto const german = written(ValueKind::phone, "+493023125001", "DE");
    EXPECT_TRUE(includes(
        german, {"+49(0)3023125001", "+49 (0)30 23125001", "030/23125001", "+49.30.23125001"}))
        << ::testing::PrintToString(german);
    // From Japan, 010 stands before the country's code; from Germany 00.
    auto const from_japan = written(ValueKind::phone, "+493023125001", "JP");
    EXPECT_TRUE(includes(from_japan, {"010493023125001", "010 49 30 23125001"}))
        << ::testing::PrintToString(from_japan);
}

TEST(Spellings, OfPhoneNumbersInForms)
{
    auto const all = written(ValueKind::phone, "+493023125001", "DE");
    for (auto const* text : {"%2B493023125001", "%2b493023125001", "%2B49%2030%2023125001",
                             "%2B49+30+23125001", "030%2023125001", "030+23125001"})
        EXPECT_TRUE(all.contains(text)) << text;
}

TEST(Spellings, OfAddressesAndIdentifiers)
{
    struct {
        char const* name;
        ValueKind kind;
        char const* value;
        Texts expected;
    } const cases[] = {
        {"MAC",
         ValueKind::mac,
         "64:09:80:AB:00:01",
         {"64:09:80:AB:00:01", "64-09-80-AB-00-01", "6409.80AB.0001", "640980AB0001",
          "64%3A09%3A80%3AAB%3A00%3A01", "64%253A09%253A80%253AAB%253A00%253A01"}},
        {"MAC as Windows writes it",
         ValueKind::mac,
         "64-09-80-ab-00-01",
         {"64:09:80:ab:00:01", "64-09-80-ab-00-01", "6409.80ab.0001", "640980ab0001",
          "64%3A09%3A80%3Aab%3A00%3A01", "64%253A09%253A80%253Aab%253A00%253A01"}},
        {"UUID of RFC 4122 section 3",
         ValueKind::hex,
         "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
         {"f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "f81d4fae7dec11d0a76500a0c91e6bf6"}},
        {"UUID as the registry of Windows writes it",
         ValueKind::hex,
         "{F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6}",
         {"F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6", "F81D4FAE7DEC11D0A76500A0C91E6BF6"}},
        {"Android id",
         ValueKind::hex,
         "9774d56d682e549c",
         {"9774d56d682e549c", "10913582462901572764", "-7533161610807978852"}},
        {"serial number", ValueKind::identifier, "K3x-01", {"K3x-01"}},
        {"e-mail",
         ValueKind::email,
         "a.b@example.org",
         {"a.b@example.org", "a.b%40example.org", "a.b%2540example.org"}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(written(c.kind, c.value), c.expected);
    }
}

TEST(Spellings, OfLongNumbersInGroups)
{
    struct {
        char const* name;
        char const* value;
        Texts expected;
    } const cases[] = {
        {"IMSI of ITU-T E.212's test network",
         "001011739264815",
         {"001011739264815", "001-01-1739264815", "001 01 1739264815", "001-011-739264815",
          "0010 1173 9264 815", "001%2001%201739264815"}},
        {"ICCID given in groups",
         "8985 2012-3456 7890 1234",
         {"8985 2012-3456 7890 1234", "89852012345678901234", "8985 2012 3456 7890 1234",
          "8985-2012-3456-7890-1234"}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const all = written(ValueKind::digits, c.value);
        for (auto const& one : c.expected)
            EXPECT_TRUE(all.contains(one)) << one;
    }
    EXPECT_EQ(written(ValueKind::digits, "47110815"), Texts{"47110815"});
}

TEST(Spellings, CaseMattersWhereItMeansSomething)
{
    struct {
        char const* name;
        ValueKind kind;
        char const* value;
        bool caseless;
    } const cases[] = {
        {"MAC", ValueKind::mac, "64:09:80:AB:00:01", true},
        {"hex", ValueKind::hex, "9774d56d682e549c", true},
        {"e-mail", ValueKind::email, "a.b@example.org", true},
        {"serial number", ValueKind::identifier, "K3x-01", false},
        {"name", ValueKind::words, "Zo\u00eb \"Z\" Li", false},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        for (auto const& spelling : spellings(c.kind, c.value, {}))
            if (spelling.steps.empty()) {
                EXPECT_EQ(spelling.caseless, c.caseless) << spelling.bytes;
            }
    }
}

TEST(Spellings, InOtherCharacterSetsAndWrapped)
{
    using namespace std::string_literals;
    auto const kind = ValueKind::name;
    EXPECT_EQ(wrapped(kind, "\u674e\u660e", "gbk"), (Texts{"\xc0\xee\xc3\xf7", "%C0%EE%C3%F7"}));
    EXPECT_TRUE(wrapped(kind, "Li", "utf-16le").contains("L\0i\0"s));
    EXPECT_TRUE(wrapped(kind, "Li Ming", "hex").contains("4c69204d696e67"));
    // Python: base64.b64encode(b"Li Ming"), b"li ming", b"LI MING", less the last digit.
    auto const base64 = wrapped(kind, "Li Ming", "base64");
    EXPECT_TRUE(includes(base64, {"TGkgTWluZ", "bGkgbWluZ", "TEkgTUlOR"}))
        << ::testing::PrintToString(base64);
    EXPECT_TRUE(wrapped(ValueKind::mac, "64:09:80:ab:00:01", "binary")
                    .contains("\x64\x09\x80\xab\x00\x01"s));
    EXPECT_TRUE(wrapped(ValueKind::imei, "867602029141772", "bcd")
                    .contains("\x76\x06\x02\x92\x41\x71\x27"s));
}

TEST(Spellings, OfANameInBothOrdersAndNormalForms)
{
    auto const all = written(ValueKind::name, "Zo\u00eb Huber");
    EXPECT_TRUE(includes(all, {"Zo\u00eb Huber", "Huber, Zo\u00eb", "ZO\u00cb HUBER",
                               "Zoe\u0308 Huber", "Zo&#235; Huber", "Zo=C3=AB_Huber"}))
        << ::testing::PrintToString(all);
}

// What is told as somebody's number must not be a part of another's.
TEST(Spellings, OfAnImeiWithoutItsLastDigitStandAlone)
{
    for (auto const& spelling : spellings(ValueKind::imei, "867602029141772", {}))
        if (spelling.bytes == "86760202914177") {
            EXPECT_EQ(spelling.placement, Placement::standalone);
        }
}

// UAX 15, form D: an accent is a character of its own.
bool is_apart(std::string_view text)
{
    return text.find("\u0308") != std::string_view::npos
           || text.find("\u030c") != std::string_view::npos;
}

// A caseless comparison knows ASCII only: other letters stand in both cases.
TEST(Spellings, LettersBeyondAsciiInEitherCase)
{
    struct {
        char const* name;
        char const* value;
        Texts expected; // without escapes
    } const cases[] = {
        {"ASCII", "Anna@example.org", {"Anna@example.org"}},
        {"Latin",
         "J\u00fcrgen@example.org",
         {"J\u00fcrgen@example.org", "J\u00dcRGEN@EXAMPLE.ORG"}},
        {"Latin, given in capitals",
         "\u0160IMA@EXAMPLE.ORG",
         {"\u0160IMA@EXAMPLE.ORG", "\u0161ima@example.org"}},
        {"Greek and Cyrillic",
         "\u03b1\u0444\u0451@example.org",
         {"\u03b1\u0444\u0451@example.org", "\u0391\u0424\u0401@EXAMPLE.ORG"}},
        {"sharp s has no capital of two bytes", "\u00df@example.org", {"\u00df@example.org"}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Texts plain;
        for (auto const& text : written(ValueKind::email, c.value))
            if (text.find_first_of("%\\&=") == std::string::npos && !is_apart(text))
                plain.insert(text);
        EXPECT_EQ(plain, c.expected);
    }
}

TEST(InformationBits, CountsWhatIsHardToGuess)
{
    struct {
        char const* name;
        ValueKind kind;
        char const* text;
        double bits;
    } const cases[] = {
        {"a digit is one of ten", ValueKind::digits, "12345678", 26.575},
        {"a letter of a word is three bits", ValueKind::words, "Anna Huber", 27},
        {"a hex letter is one of sixteen", ValueKind::hex, "abcdef", 24},
        {"separators of a MAC say nothing", ValueKind::mac, "ab:cd", 16},
        {"two Chinese characters", ValueKind::words, "\u674e\u660e", 20},
        {"an accent does not make a letter rarer", ValueKind::words, "Zo\u00eb", 9},
        {"a line of one sign is two signs", ValueKind::words, "--------------", 2},
        {"laughter", ValueKind::words, "\u54c8\u54c8\u54c8\u54c8", 20},
        {"zeros at the end", ValueKind::digits, "100000", 9.966},
        {"nothing", ValueKind::words, "", 0},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_NEAR(information_bits(c.text, c.kind), c.bits, 0.001);
    }
}

TEST(Spellings, EscapesAddNoInformation)
{
    for (auto const& spelling : spellings(ValueKind::words, "Zo\u00eb", {}))
        if (spelling.steps.empty()) {
            EXPECT_EQ(spelling.bits, 9) << spelling.bytes;
        }
}

TEST(RegionOf, IsTheCountryOfAnInternationalNumber)
{
    struct {
        char const* name;
        char const* number;
        char const* region;
    } const cases[] = {
        {"Germany", "+49 30 23125 001", "DE"}, {"Britain", "+44 20 7946 0123", "GB"},
        {"Hong Kong", "+85295088995", "HK"},   {"national", "030 23125001", ""},
        {"no number", "Vodafone", ""},         {"empty", "", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(region_of(c.number), c.region);
    }
}

TEST(NormalForm, IsTheSameForTheSameValue)
{
    struct {
        char const* name;
        ValueKind kind;
        char const* value;
        char const* expected;
    } const cases[] = {
        {"phone, international", ValueKind::phone, "+49 30 23125-001", "+493023125001"},
        {"phone, national", ValueKind::phone, "(030) 23125001", "+493023125001"},
        {"phone, short code", ValueKind::phone, "no 1", "1"},
        {"MAC", ValueKind::mac, "64-09-80-AB-00-01", "640980ab0001"},
        {"UUID", ValueKind::hex, "{F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6}",
         "f81d4fae7dec11d0a76500a0c91e6bf6"},
        {"IMEI", ValueKind::digits, "86-760202-914177-2", "867602029141772"},
        {"e-mail", ValueKind::email, "J\u00dcrgen@Example.org", "j\u00fcrgen@example.org"},
        {"words keep their case", ValueKind::words, "Anna", "Anna"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(normal_form(c.kind, c.value, "DE"), c.expected);
    }
}

} // namespace
} // namespace petze

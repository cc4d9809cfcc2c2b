#include "find/profile/content_line.h"

#include <gtest/gtest.h>

namespace petze {

static void PrintTo(ContentLine const& line, std::ostream* out)
{
    *out << line.name << ::testing::PrintToString(line.parameters) << line.value;
}

namespace {

TEST(ReadContentLines, TellsTheirParts)
{
    struct {
        char const* name;
        char const* text;
        std::vector<ContentLine> expected;
    } const cases[] = {
        {"name and value", "FN:Anna", {{"FN", {}, "Anna"}}},
        {"group and parameters",
         "item1.tel;TYPE=CELL;PREF=1:1",
         {{"TEL", {"TYPE=CELL", "PREF=1"}, "1"}}},
        {"a quoted colon", "A;X=\"b:c;d\":e", {{"A", {"X=\"b:c;d\""}, "e"}}},
        {"more colons", "URL:https://example.org:80/", {{"URL", {}, "https://example.org:80/"}}},
        {"no colon", "A;B", {{"A", {"B"}, ""}}},
        {"nothing", "\r\n\n", {}},
        {"folded with a tab, twice", "A:b\r\n\tc\r\n d", {{"A", {}, "bcd"}}},
        {"folded inside a character", "A:\xc3\r\n \xbc", {{"A", {}, "\u00fc"}}},
        {"folded inside a parameter",
         "A;ENCODING=QUOTED-\r\n PRINTABLE:b=\r\nc",
         {{"A", {"ENCODING=QUOTED-PRINTABLE"}, "bc"}}},
        {"'=' at the end of what is not quoted-printable",
         "A:b=\nC:d",
         {{"A", {}, "b="}, {"C", {}, "d"}}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(read_content_lines(c.text), c.expected);
    }
}

TEST(UnescapeText, UndoesWhatRfc6350Section34Names)
{
    struct {
        char const* name;
        char const* text;
        char const* expected;
    } const cases[] = {
        {"line end", "a\\nb\\Nc", "a\nb\nc"},
        {"signs", "a\\,b\\;c\\\\d", "a,b;c\\d"},
        {"backslash at the end", "a\\", "a\\"},
        {"nothing", "", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(unescape_text(c.text), c.expected);
    }
}

} // namespace
} // namespace petze

#include "dissect/header/header_lines.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

std::string joined(HeaderLines const& parsed)
{
    std::string out;
    for (auto const& line : parsed.lines)
        out += "[" + line.name + "=" + line.value + "]";
    for (auto const other : parsed.others)
        out += "(" + std::string{other} + ")";
    return out;
}

TEST(HeaderLines, AreReadLeniently)
{
    struct {
        char const* name;
        char const* text;
        char const* expected;
    } const cases[] = {
        {"two", "Host: a.example\r\nAccept: */*\r\n", "[Host=a.example][Accept=*/*]"},
        {"newlines alone", "Host: a.example\nAccept:*/*\n", "[Host=a.example][Accept=*/*]"},
        {"no newline at the end", "Host: a.example", "[Host=a.example]"},
        {"blank before the colon", "Host : a.example\r\n", "[Host=a.example]"},
        {"folded", "X: a\r\n  b\r\n\tc\r\nY: d\r\n", "[X=a b c][Y=d]"},
        {"folded, empty first", "X:\r\n b\r\n", "[X=b]"},
        {"empty value", "X:\r\n", "[X=]"},
        {"colon in the value", "X: a:b\r\n", "[X=a:b]"},
        {"no colon", "nonsense\r\nX: a\r\n", "[X=a](nonsense)"},
        {"folded nonsense", "nonsense\r\n a\r\n", "(nonsense)(a)"},
        {"no name", ": a\r\n", "(: a)"},
        {"above the bound", "A: 1\nB: 2\nC: 3\nD: 4\n", "[A=1][B=2][C=3](D: 4)"},
        {"nothing", "", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(joined(parse_header_lines(c.text, 3)), c.expected);
    }
}

TEST(HeaderLines, TellWhereTheyStand)
{
    auto const parsed = parse_header_lines("A: 1\r\nB: 2\r\n x\r\n", 9);
    ASSERT_EQ(parsed.lines.size(), 2u);
    EXPECT_EQ(parsed.lines[1].begin, 6u);
    EXPECT_EQ(parsed.lines[1].end, 16u);
}

TEST(EndOfBlock, IsFoundWhereverItWasCut)
{
    for (std::string_view const text :
         {"A: 1\r\nB: 2\r\n\r\nbody", "A: 1\nB: 2\n\nbody", "A: 1\r\nB: 2\n\r\nbody"}) {
        auto const end = text.find("body");
        for (std::size_t looked_at = 0; looked_at <= text.size(); ++looked_at) {
            auto const first = end_of_block(text.substr(0, looked_at), 0);
            EXPECT_EQ(first, looked_at < end ? std::string_view::npos : end);
            if (looked_at < end) {
                EXPECT_EQ(end_of_block(text, looked_at), end) << looked_at;
            }
        }
    }
}

} // namespace
} // namespace petze

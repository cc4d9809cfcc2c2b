#include "find/search/edges.h"

#include <gtest/gtest.h>

#include <ostream>

namespace petze {

static std::ostream& operator<<(std::ostream& out, Edge edge)
{
    return out << (edge == Edge::digit ? "digit" : edge == Edge::letter ? "letter" : "other");
}

namespace {

TEST(Edges, AtTheBeginning)
{
    struct {
        char const* name;
        char const* text;
        Edge expected;
    } const cases[] = {
        {"digit", "1a", Edge::digit},
        {"letter", "z1", Edge::letter},
        {"capital", "Z1", Edge::letter},
        {"sign", "+1", Edge::other},
        {"Latin", "\u00e9", Edge::letter},
        {"Cyrillic", "\u0436", Edge::letter},
        {"Vietnamese", "\u1ec5n", Edge::letter},
        {"Chinese", "\u7684", Edge::other},
        {"Korean", "\uac00", Edge::other},
        {"closing quotation mark", "\u201d", Edge::other},
        {"ellipsis", "\u2026", Edge::other},
        {"no-break space", "\u00a0", Edge::other},
        {"emoji", "\U0001f600", Edge::other},
        {"nothing", "", Edge::other},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(edge_at_begin(as_bytes(c.text)), c.expected);
    }
}

TEST(Edges, AtTheEnd)
{
    struct {
        char const* name;
        char const* text;
        Edge expected;
    } const cases[] = {
        {"digit", "a1", Edge::digit},
        {"letter", "1a", Edge::letter},
        {"sign", "a.", Edge::other},
        {"Latin", "\u00e9", Edge::letter},
        {"Vietnamese", "\u1ec5", Edge::letter},
        {"Chinese", "\u6211", Edge::other},
        {"opening quotation mark", "\u201c", Edge::other},
        {"emoji", "\U0001f600", Edge::other},
        {"rest of a character", "\x80\x80", Edge::other},
        {"MessagePack: text of ten bytes", "\xaa", Edge::other},
        {"line end in JSON", "\\n", Edge::other},
        {"tab in JSON", "x\\t", Edge::other},
        {"n", "n", Edge::letter},
        {"blank in a URL", "%20", Edge::other},
        {"letter in a URL", "%41", Edge::letter},
        {"digit in a URL", "%31", Edge::digit},
        {"Latin letter in a URL", "%C3%A9", Edge::letter},
        {"Chinese in a URL", "%9A%84", Edge::other},
        {"no escape", "%2", Edge::digit},
        {"no escape either", "%x1", Edge::digit},
        {"escape of JSON", "\\u0020", Edge::other},
        {"digit as an escape of JSON", "\\u0031", Edge::digit},
        {"Latin letter as an escape of JSON", "\\u00e9", Edge::letter},
        {"Chinese as an escape of JSON", "\\u7684", Edge::other},
        {"reference in XML", "&amp;", Edge::other},
        {"nothing", "", Edge::other},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(edge_at_end(as_bytes(c.text)), c.expected);
    }
}

TEST(Edges, TouchWhereTheyAreOfOneNumberOrWord)
{
    EXPECT_TRUE(touch(Edge::digit, Edge::digit));
    EXPECT_TRUE(touch(Edge::letter, Edge::letter));
    EXPECT_FALSE(touch(Edge::letter, Edge::digit));
    EXPECT_FALSE(touch(Edge::other, Edge::other));
}

} // namespace
} // namespace petze

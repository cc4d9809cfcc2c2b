#include "find/notation/charset.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace petze {
namespace {

using namespace std::string_literals;

// Expected bytes: Python's str.encode() and unicodedata.normalize().
TEST(CharsetForms, AreThoseThatKnowAllCharacters)
{
    struct {
        char const* name;
        char const* text;
        char const* step;
        std::string expected; // empty: there is none
    } const cases[] = {
        {"ASCII", "Li", "utf-16le", "L\0i\0"s},
        {"ASCII, the other order", "Li", "utf-16be", "\0L\0i"s},
        {"beyond ASCII", "Zo\u00eb", "utf-16le", "Z\0o\0\xeb\0"s},
        {"beyond the BMP", "\U0001f600", "utf-16be", "\xd8\x3d\xde\x00"s},
        {"Latin-1", "Zo\u00eb", "latin-1", "Zo\xeb"},
        {"Latin-1 knows no Chinese", "\u674e\u660e", "latin-1", ""},
        {"GBK", "\u674e\u660e", "gbk", "\xc0\xee\xc3\xf7"},
        {"Big5", "\u674e\u660e", "big5", "\xa7\xf5\xa9\xfa"},
        {"Big5 knows no simplified characters", "\u6c49", "big5", ""},
        {"ASCII is the same in all of them", "Li", "gbk", ""},
        {"empty", "", "gbk", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const forms = charset_forms(c.text);
        auto const found = std::find_if(forms.begin(), forms.end(),
                                        [&](auto const& form) { return form.step == c.step; });
        EXPECT_EQ(found == forms.end() ? "" : found->bytes, c.expected);
    }
}

TEST(NormalForms, AreThoseThatDiffer)
{
    EXPECT_EQ(normal_forms("Zoe"), std::vector<std::string>{});
    EXPECT_EQ(normal_forms("Zo\u00eb"), std::vector<std::string>{"Zoe\u0308"});
    EXPECT_EQ(normal_forms("Zoe\u0308"), std::vector<std::string>{"Zo\u00eb"});
    // Hangul takes three times as many characters apart.
    EXPECT_EQ(normal_forms("\ud55c"), std::vector<std::string>{"\u1112\u1161\u11ab"});
}

} // namespace
} // namespace petze

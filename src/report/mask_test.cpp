#include "report/mask.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

TEST(Mask, ShowsFirstAndLastCharacterAndLength)
{
    struct {
        char const* name;
        std::string_view value;
        std::string_view expected;
    } const cases[] = {
        {"IMEI", "867602020000002", "8\u20262 (15)"},
        {"number with a plus", "+85200000005", "+\u20265 (12)"},
        {"characters, not bytes", "\u68ee\u5317\u4eac\u534e", "\u68ee\u2026\u534e (4)"},
        {"four", "abcd", "a\u2026d (4)"},
        {"three: too short to show any", "abc", "\u2026 (3)"},
        {"one", "a", "\u2026 (1)"},
        {"none", "", "\u2026 (0)"},
        {"broken UTF-8 counts by the byte", "a\xff\xff\xff", "a\u2026\xff (4)"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(mask(c.value), c.expected);
    }
}

TEST(RedactionMark, NamesTheItem)
{
    EXPECT_EQ(redaction_mark("imei/0", "imei"), "\u2039imei/0\u203a");
    EXPECT_EQ(redaction_mark("", "email"), "\u2039email\u203a");
    EXPECT_EQ(redaction_mark("apps/com.example", "apps"), "\u2039apps\u203a");
}

} // namespace
} // namespace petze

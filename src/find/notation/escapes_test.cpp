#include "find/notation/escapes.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace petze {
namespace {

TEST(EscapedForms, AreThoseOfTheFormatsThatCarryText)
{
    struct {
        char const* name;
        char const* text;
        char const* expected;
    } const cases[] = {
        {"RFC 3986, upper hex", "Zo\u00eb & co", "Zo%C3%AB%20%26%20co"},
        {"RFC 3986, lower hex", "Zo\u00eb & co", "Zo%c3%ab%20%26%20co"},
        {"form", "Zo\u00eb & co", "Zo%C3%AB+%26+co"},
        {"form, lower hex", "Zo\u00eb & co", "Zo%c3%ab+%26+co"},
        {"unreserved signs stay", "a-b.c_d~e f", "a-b.c_d~e%20f"},
        {"a form escapes the tilde, not the star", "~ *", "%7E+*"},
        {"RFC 3986 escapes the star", "~ *", "~%20%2A"},
        {"encodeURIComponent leaves brackets", "(it's!) ~*", "(it's!)%20~*"},
        {"percent itself", "5%", "5%25"},
        {"beyond the BMP, percent", "\U0001f600", "%F0%9F%98%80"},

        {"percent, twice", "+49 30", "%252B49%252030"},
        {"a form, then percent", "Zo\u00eb Li", "Zo%25C3%25AB%2BLi"},
        {"HTML, numbers", "\u00eb<", "&#235;&lt;"},
        {"HTML, hex numbers", "\u00eb\U0001f600", "&#xeb;&#x1f600;"},
        {"RFC 2045 section 6.7", "Zo\u00eb=1", "Zo=C3=AB=3D1"},
        {"RFC 2047 section 4.2", "Zo\u00eb Li?", "Zo=C3=AB_Li=3F"},

        {"JSON", "say \"a\\b\"\n", "say \\\"a\\\\b\\\"\\n"},
        {"JSON: the short escapes", "\b\f\n\r\t", "\\b\\f\\n\\r\\t"},
        {"JSON: other control characters", "\x01\x1f", "\\u0001\\u001f"},
        {"JSON: other control characters, upper hex", "\x1f\u00eb", "\\u001F\\u00EB"},
        {"JSON in ASCII", "Zo\u00eb", "Zo\\u00eb"},
        {"JSON in ASCII, upper hex", "Zo\u00eb", "Zo\\u00EB"},
        {"JSON in ASCII, three bytes", "\u674e\u660e", "\\u674e\\u660e"},
        // RFC 8259 section 7: "the G clef character (U+1D11E) may be represented as \uD834\uDD1E".
        {"JSON in ASCII, beyond the BMP", "\U0001d11e", "\\ud834\\udd1e"},
        {"JSON in ASCII, beyond the BMP, upper hex", "\U0001d11e", "\\uD834\\uDD1E"},
        {"JSON with slashes", "\u00e9/a", "\u00e9\\/a"},
        {"PHP", "\u00e9/a", "\\u00e9\\/a"},
        {"Go", "<a href='x=1'>&\u00e9", "\\u003ca href='x=1'\\u003e\\u0026\u00e9"},
        {"Gson", "it's 1=1 & <b>", "it\\u0027s 1\\u003d1 \\u0026 \\u003cb\\u003e"},

        {"XML text", "\"R&D\" <it's>", "\"R&amp;D\" &lt;it's&gt;"},
        {"XML attribute", "\"R&D\" <it's>", "&quot;R&amp;D&quot; &lt;it's&gt;"},
        {"XML, all five", "\"R&D\" <it's>", "&quot;R&amp;D&quot; &lt;it&apos;s&gt;"},
        {"HTML", "\"R&D\" <it's>", "&quot;R&amp;D&quot; &lt;it&#39;s&gt;"},
        // U+1F600 is D83D DE00: 55357 and 56832.
        {"SMS Backup & Restore", "it's\n\U0001f600", "it&apos;s&#10;&#55357;&#56832;"},
        {"an attribute of Android's", "it's\n\U0001f600", "it's&#10;&#55357;&#56832;"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const forms = escaped_forms(c.text);
        EXPECT_EQ(std::count(forms.begin(), forms.end(), c.expected), 1)
            << ::testing::PrintToString(forms);
    }
}

TEST(EscapedForms, NoneThatChangesNothing)
{
    EXPECT_EQ(escaped_forms("867602029141772"), std::vector<std::string>{});
    EXPECT_EQ(escaped_forms(""), std::vector<std::string>{});
}

TEST(EscapedForms, EachOnce)
{
    auto forms = escaped_forms("Zo\u00eb's \"R&D\"/\n\U0001f600");
    auto const count = forms.size();
    std::sort(forms.begin(), forms.end());
    forms.erase(std::unique(forms.begin(), forms.end()), forms.end());
    EXPECT_EQ(forms.size(), count);
}

} // namespace
} // namespace petze

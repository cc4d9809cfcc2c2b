#include "report/redaction.h"

#include "find/search/searcher.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

Redactor invented()
{
    return Redactor{{
        {"\u2039imei/0\u203a", {{"867602020000002", false}}},
        {"\u2039contacts/3/email\u203a", {{"anna@invented.example", true}}},
        {"\u2039contacts/3/name\u203a", {{"J\u00fcrgen Invented", false}}},
        {"\u2039messages/0\u203a", {{"Dinner with J\u00fcrgen Invented / 8 pm", false}}},
        {"\u2039mac/0\u203a", {{"64:09:80:00:00:01", true}, {"640980000001", true}}},
    }};
}

TEST(Redactor, ReplacesAValueHoweverItIsWritten)
{
    struct {
        char const* name;
        std::string text;
        std::string expected;
    } const cases[] = {
        {"nothing of it", "GET /index.html HTTP/1.1", "GET /index.html HTTP/1.1"},
        {"empty", "", ""},
        {"alone", "867602020000002", "\u2039imei/0\u203a"},
        {"inside", "id=867602020000002&x=1", "id=\u2039imei/0\u203a&x=1"},
        {"twice", "867602020000002867602020000002", "\u2039imei/0\u203a\u2039imei/0\u203a"},
        {"other case", "To: ANNA@Invented.Example", "To: \u2039contacts/3/email\u203a"},
        {"percent-encoded", "?m=anna%40invented%2Eexample;", "?m=\u2039contacts/3/email\u203a;"},
        {"every character percent-encoded", "%38%36%37%36%30%32%30%32%30%30%30%30%30%30%32",
         "\u2039imei/0\u203a"},
        {"plus for a blank", "n=J%C3%BCrgen+Invented", "n=\u2039contacts/3/name\u203a"},
        {"JSON escapes", R"({"n":"J\u00fcrgen Invented"})",
         "{\"n\":\"\u2039contacts/3/name\u203a\"}"},
        {"JSON's optional escape of a slash", R"("Dinner with J\u00FCrgen Invented \/ 8 pm")",
         "\"\u2039messages/0\u203a\""},
        {"XML entities", "<n>J&#xFC;rgen&#32;Invented</n>", "<n>\u2039contacts/3/name\u203a</n>"},
        {"hex", "id=383637363032303230303030303032.", "id=\u2039imei/0\u203a."},
        // base64("867602020000002") and with one and two bytes before it.
        {"base64", "x ODY3NjAyMDIwMDAwMDAy y", "x \u2039imei/0\u203a y"},
        {"base64 after one byte", "x ezg2NzYwMjAyMDAwMDAwMg== y", "x \u2039imei/0\u203a y"},
        {"base64 after two bytes", "x e2E4Njc2MDIwMjAwMDAwMDI= y", "x \u2039imei/0\u203a y"},
        {"another spelling", "wlan-640980000001.local", "wlan-\u2039mac/0\u203a.local"},
        {"the longer of two", "Dinner with J\u00fcrgen Invented / 8 pm!",
         "\u2039messages/0\u203a!"},
        {"a broken escape", "100%", "100%"},
        {"after half an escape", "%5anna%40invented.example", "%5\u2039contacts/3/email\u203a"},
        {"not quite", "867602020000003", "867602020000003"},
    };
    auto const redactor = invented();
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(redactor.apply(c.text), c.expected);
    }
}

TEST(Redactor, ReplacesWhatOverlapsWhole)
{
    Redactor const redactor{{{"A", {{"12345678", false}}}, {"B", {{"56789012", false}}}}};
    EXPECT_EQ(redactor.apply("x123456789012y"), "xAy");
}

TEST(Redactor, IsAtHomeInAnyBytes)
{
    auto const redactor = invented();
    std::string hostile;
    for (int byte = 0; byte < 256; ++byte)
        hostile += static_cast<char>(byte);
    hostile += "%%%4%\\\\u12\\u\\uD800&#;&#x;&amp&#99999999999;";
    EXPECT_EQ(redactor.apply(hostile), hostile);
    for (std::size_t length = 0; length < hostile.size(); ++length)
        EXPECT_EQ(redactor.apply(hostile.substr(0, length)).size(), length);
}

TEST(Redactor, WithoutValuesChangesNothing)
{
    Redactor const redactor{{}};
    EXPECT_TRUE(redactor.empty());
    EXPECT_EQ(redactor.apply("867602020000002"), "867602020000002");
}

// Python: hashlib.sha1(b"867602029141772").hexdigest(), and 16 characters of its base64url.
TEST(Redactor, ReplacesHashesOfValuesToo)
{
    Profile profile;
    profile.identifiers = {{"imei", {"867602029141772"}}};
    auto const searcher = Searcher::compile(profile);
    Redactor const redactor{{}, searcher.get()};
    struct {
        char const* name;
        std::string text;
        std::string expected;
    } const cases[] = {
        {"hex", "h=690f81cdaf7aaa56d778adb0a8d353991ea5fe97&x=1", "h=\u2039imei/0\u203a&x=1"},
        {"cut", "/dev/aQ-Bza96qlbXeK2w?x", "/dev/\u2039imei/0\u203a?x"},
        {"somebody else's", "h=790f81cdaf7aaa56d778adb0a8d353991ea5fe97",
         "h=790f81cdaf7aaa56d778adb0a8d353991ea5fe97"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(redactor.apply(c.text), c.expected);
    }
}

} // namespace
} // namespace petze

#include "report/json_writer.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <limits>

namespace petze {
namespace {

std::string text_of(std::string_view value)
{
    std::string out;
    JsonWriter{out}.text(value);
    return out;
}

TEST(JsonWriter, EscapesText)
{
    struct {
        char const* name;
        std::string_view value;
        std::string_view expected;
    } const cases[] = {
        {"empty", "", R"("")"},
        {"plain", "GET /index.html", R"("GET /index.html")"},
        {"quote and backslash", R"(a"b\c)", R"("a\"b\\c")"},
        {"escapes with a letter", "\b\f\n\r\t", R"("\b\f\n\r\t")"},
        {"zero byte", std::string_view{"a\0b", 3}, R"("a\u0000b")"},
        {"other controls", "\x01\x1b[31m\x1f", R"("\u0001\u001b[31m\u001f")"},
        {"delete", "\x7f", R"("\u007f")"},
        {"C1 control",
         "\xc2\x9b"
         "31m",
         R"("\u009b31m")"},
        {"behind the C1 controls", "\xc2\xa0", "\"\xc2\xa0\""},
        {"two bytes", "gr\xc3\xbc\xc3\x9f", "\"gr\xc3\xbc\xc3\x9f\""},
        {"three bytes", "\xe6\xa3\xae", "\"\xe6\xa3\xae\""},
        {"four bytes", "\xf0\x9f\x93\xb7", "\"\xf0\x9f\x93\xb7\""},
        {"lone continuation byte", "a\x80z", "\"a\xef\xbf\xbdz\""},
        {"cut off", "a\xe6\xa3", "\"a\xef\xbf\xbd\xef\xbf\xbd\""},
        {"overlong slash", "\xc0\xaf", "\"\xef\xbf\xbd\xef\xbf\xbd\""},
        {"surrogate", "\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
        {"past U+10FFFF", "\xf4\x90\x80\x80",
         "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
        {"broken before plain", "\xff\"", "\"\xef\xbf\xbd\\\"\""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(text_of(c.value), c.expected);
    }
}

TEST(JsonWriter, KeepsLongTextsWhole)
{
    for (std::size_t const length :
         {1u, 2040u, 2045u, 2046u, 2047u, 2048u, 2049u, 2050u, 5000u, 100000u}) {
        SCOPED_TRACE(length);
        std::string value(length, 'x');
        EXPECT_EQ(text_of(value), '"' + value + '"');
        value.back() = '\n';
        EXPECT_EQ(nlohmann::json::parse(text_of(value)), value);
        value.front() = '"';
        EXPECT_EQ(nlohmann::json::parse(text_of(value)), value);
    }
}

TEST(JsonWriter, PlacesCommas)
{
    std::string out = "before ";
    {
        JsonWriter json{out};
        json.begin_object();
        json.member("a", 1);
        json.key("b");
        json.begin_array();
        json.begin_object();
        json.end_object();
        json.begin_array();
        json.end_array();
        json.value(true);
        json.text("t");
        json.end_array();
        json.key_text("x\"y");
        json.value(false);
        json.member_if("absent", "");
        json.member_if("present", "p");
        json.member_token("token", "k");
        json.end_object();
        json.end_line();
        json.begin_array();
        json.end_array();
    }
    EXPECT_EQ(out, R"(before {"a":1,"b":[{},[],true,"t"],"x\"y":false,"present":"p","token":"k"})"
                   "\n[]");
}

TEST(JsonWriter, WritesNumbers)
{
    std::string out;
    {
        JsonWriter json{out};
        json.begin_array();
        json.value(std::numeric_limits<std::int64_t>::min());
        json.value(std::numeric_limits<std::uint64_t>::max());
        json.value(0);
        json.value(0.1);
        json.value(1.0);
        json.value(1e-9);
        json.value(1e300);
        json.value(std::numeric_limits<double>::infinity());
        json.value(std::numeric_limits<double>::quiet_NaN());
        json.end_array();
    }
    EXPECT_EQ(out, "[-9223372036854775808,18446744073709551615,0,0.1,1,1e-09,1e+300,null,null]");
    EXPECT_TRUE(nlohmann::json::accept(out));
}

TEST(JsonWriter, FiltersTextsButNotTokens)
{
    std::string out;
    TextFilter const filter = [](std::string_view text) { return "<" + std::string{text} + ">"; };
    {
        JsonWriter json{out, &filter};
        json.begin_object();
        json.member("text", "a");
        json.member_if("other", "b");
        json.member_token("token", "c");
        json.end_object();
    }
    EXPECT_EQ(out, R"({"text":"<a>","other":"<b>","token":"c"})");
}

// What stands in the string grows piece by piece in large documents; no piece is lost.
TEST(JsonWriter, WritesLargeDocuments)
{
    std::string out;
    {
        JsonWriter json{out};
        json.begin_array();
        for (int i = 0; i < 10000; ++i) {
            json.begin_object();
            json.member("i", i);
            json.member("text", std::string(static_cast<std::size_t>(i % 300), 'x'));
            json.end_object();
        }
        json.end_array();
    }
    auto const parsed = nlohmann::json::parse(out);
    ASSERT_EQ(parsed.size(), 10000);
    EXPECT_EQ(parsed[9999]["i"], 9999);
    EXPECT_EQ(parsed[9998]["text"], std::string(9998 % 300, 'x'));
}

} // namespace
} // namespace petze

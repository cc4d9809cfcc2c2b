#include "dissect/form/form.h"

#include <gtest/gtest.h>
#include <vector>

namespace petze {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs read(std::string_view text)
{
    Pairs pairs;
    FormPair pair;
    for (FormReader reader{text}; reader.next(pair);)
        pairs.emplace_back(pair.name, pair.value);
    return pairs;
}

TEST(FormReader, DecodesNamesAndValues)
{
    struct {
        char const* name;
        char const* text;
        Pairs expected;
    } const cases[] = {
        {"HTML 4.01 17.13.4.1",
         "name=Invented+Person&tel=%2B85200000000",
         {{"name", "Invented Person"}, {"tel", "+85200000000"}}},
        {"name encoded", "contact%5B0%5D=x", {{"contact[0]", "x"}}},
        {"equals sign in the value", "a=b=c", {{"a", "b=c"}}},
        {"no value", "flag&a=", {{"flag", ""}, {"a", ""}}},
        {"empty pairs", "&&a=1&&", {{"a", "1"}}},
        {"broken escapes", "a=100%&b=%zz&c=%4", {{"a", "100%"}, {"b", "%zz"}, {"c", "%4"}}},
        {"UTF-8", "n=%E5%BC%A0", {{"n", "\xe5\xbc\xa0"}}},
        {"nothing", "", {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(read(c.text), c.expected);
    }
}

TEST(FormReader, TellsWhereAPairStands)
{
    std::string_view const text = "a=1&bc=%32";
    FormReader reader{text};
    FormPair pair;
    ASSERT_TRUE(reader.next(pair) && reader.next(pair));
    EXPECT_EQ(text.substr(pair.begin, pair.end - pair.begin), "bc=%32");
    EXPECT_EQ(pair.raw_value, "%32");
    EXPECT_FALSE(reader.next(pair));
}

TEST(LooksLikeForm, KnowsFormsFromOtherText)
{
    struct {
        char const* text;
        bool whole;
        bool expected;
    } const cases[] = {
        {"imei=000000000000000&v=1", true, true},
        {"imei=000000000000000&v=1\r\n", true, true},
        {"data=%7B%22a%22%3A1%7D", true, true},
        {"a=1&b", true, false},
        {"a=1&b", false, true},
        {"Hello, world", true, false},
        {"x = 1", true, false},
        {"YWJjZGVmZ2g=", true, false},
        {"YWJjZGVmZw==", true, false},
        {"{\"a\":\"b=c\"}", true, false},
        {"a=b c", true, false},
        {"", true, false},
    };
    for (auto const& c : cases)
        EXPECT_EQ(looks_like_form(c.text, c.whole), c.expected) << c.text;
}

} // namespace
} // namespace petze

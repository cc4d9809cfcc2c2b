#include "dissect/json/cut.h"

#include "dissect/json/json.h"

#include <gtest/gtest.h>

#include <vector>

namespace petze::json {
namespace {

using Told = std::vector<std::string>;

class Values : public JsonSink {
public:
    bool take(JsonText const& text) override
    {
        if (text.kind != JsonText::Kind::key)
            told.push_back(std::string{text.path}.append("=").append(text.value));
        return true;
    }
    void skipped(std::size_t, std::size_t) override { told.emplace_back("skipped"); }

    Told told;
};

Told values_of(std::string document)
{
    Values values;
    read_json(document, Mend::yes, values);
    return values.told;
}

void append(Told& to, Told const& more)
{
    to.insert(to.end(), more.begin(), more.end());
}

/// What both halves say of a document of which so much was there when it was cut.
Told told_in_two(std::string const& document, std::size_t there)
{
    auto const cut = json::cut(std::string_view{document}.substr(0, there));
    if (cut.at == 0)
        return values_of(document);
    EXPECT_LE(cut.at, there);
    auto told = values_of(document.substr(0, cut.at));
    auto rest = document.substr(cut.at);
    if (cut.is_string) {
        PassingString string;
        std::string text;
        rest.erase(0, 1 + string.take(std::string_view{rest}.substr(1), text));
        EXPECT_TRUE(string.ended());
        if (!text.empty())
            told.push_back(cut.path + "=" + text);
    }
    append(told, values_of(cut.opening + rest));
    return told;
}

// Wherever it is cut, no value is lost and none stands under another path.
TEST(CutJson, LosesNothingAnywhere)
{
    std::string const documents[] = {
        R"({"device":"x","files":[{"name":"a","data":"QUJD"},{"name":"b, \"c\"]","size":12}],"z":{"y":[1,[2,3],{}]}})",
        R"([ "a" , [ "b" , -1.5e3 , { "k\u00e9y" : { "it's" : "c" } , "n" : null } ] , true , "d\\" ])",
        "{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":\"y\"}\n[3,4]\n",
        R"({"a":{"b":{"c":["A long string that is most of what there is, with \"quotes\" and \\, in the middle","d"]}},"e":"f"})",
    };
    for (auto const& document : documents) {
        auto const whole = values_of(document);
        ASSERT_FALSE(whole.empty());
        for (std::size_t there = 1; there <= document.size(); ++there)
            EXPECT_EQ(told_in_two(document, there), whole) << document.substr(0, there);
    }
}

TEST(CutJson, SaysWhereAndWhatIsOpen)
{
    struct {
        char const* name;
        std::string_view document;
        std::size_t at;
        std::string_view opening, path;
    } const cases[] = {
        {"behind the last comma", R"({"a":1,"b":[2,3,4)", 16, R"({"b":[)", ""},
        {"in an object of an array", R"({"a":[{"b":1,"c":2)", 13, R"({"a":[{)", ""},
        {"at a long string", R"({"a":["b",{"c":"dddddddddddddddddddddd)", 15, R"({"a":[{"c":"")",
         "$.a[*].c"},
        {"at a long string that is alone", R"(["dddd)", 1, R"(["")", "$[*]"},
        {"not in a key", R"({"dddddddd)", 0, "{", ""},
        {"behind a document", R"({"a":1})", 7, "", ""},
        {"behind the last whole document", "{\"a\":1}\n{\"b\"", 7, "", ""},
        {"nothing is whole", R"({"a":{"b":[)", 0, R"({"a":{"b":[)", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const cut = json::cut(c.document);
        EXPECT_EQ(cut.at, c.at);
        EXPECT_EQ(cut.path, c.path);
        EXPECT_EQ(cut.is_string, !c.path.empty());
        EXPECT_EQ(cut.at > 0 ? cut.opening : c.opening, c.opening);
    }
}

TEST(PassingString, UndoesEscapesHoweverItIsSplit)
{
    struct {
        std::string_view sent, text, rest;
    } const cases[] = {
        {R"(abc",1)", "abc", ",1"},
        {R"(a\/b\"c\\")", R"(a/b"c\)", ""},
        {R"(\n\t\u00e9\u20AC\u002b"})", "\n\t\u00e9\u20ac+", "}"},
        {R"(\ud83d\ude00")", "??", ""},
        {R"(\q\u12"x)", R"(\q\u12)", "x"},
        {R"(no end)", "no end", ""},
    };
    for (auto const& c : cases)
        for (std::size_t split = 0; split <= c.sent.size(); ++split) {
            SCOPED_TRACE(c.sent);
            PassingString string;
            std::string text;
            auto taken = string.take(c.sent.substr(0, split), text);
            if (!string.ended()) {
                EXPECT_EQ(taken, split);
                taken += string.take(c.sent.substr(split), text);
            }
            EXPECT_EQ(text, c.text);
            EXPECT_EQ(c.sent.substr(taken), c.rest);
        }
}

} // namespace
} // namespace petze::json

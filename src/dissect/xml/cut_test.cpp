#include "dissect/xml/cut.h"

#include "dissect/xml/xml.h"

#include <gtest/gtest.h>

#include <vector>

namespace petze::xml {
namespace {

using Told = std::vector<std::string>;

Told values_of(std::string_view document)
{
    struct Values : TreeSink {
        bool take(TreeValue const& value) override
        {
            if (value.kind != TreeValue::Kind::key)
                told.push_back(std::string{value.path}.append("=").append(value.value));
            return true;
        }
        Told told;
    } values;
    EXPECT_EQ(read_xml(as_bytes(document), &values), document.size()) << document;
    return values.told;
}

/// What both parts say of a document of which so much was there when it was cut.
Told told_in_two(std::string const& document, std::size_t there)
{
    auto const cut = xml::cut(std::string_view{document}.substr(0, there));
    if (cut.at == 0)
        return values_of(document);
    EXPECT_LE(cut.at, there);
    auto told = values_of(document.substr(0, cut.at) + cut.closing);
    auto rest = document.substr(cut.at);
    if (cut.end != 0) {
        auto const end = document.find(cut.end, cut.value);
        if (auto const value = document.substr(cut.value, end - cut.value); !value.empty())
            told.push_back(cut.path + "=" + value);
        rest = document.substr(end + (cut.end == '<' ? 0 : 1));
    }
    for (auto& more : values_of(cut.opening + rest))
        told.push_back(std::move(more));
    return told;
}

// Wherever it is cut, no value is lost and none stands under another path.
TEST(CutXml, LosesNothingAnywhere)
{
    std::string const documents[] = {
        R"(<?xml version="1.0" encoding="UTF-8"?><smses count="2"><!-- a <b> --><sms body="one > 'two'" n='3'/><mms><part data="QUJD"/></mms></smses>)",
        R"(<a><b>text</b><c d = "e"><![CDATA[<f>]]></c><g/><h><i>last</i></h></a>)",
        R"(<a><b>A long text that is most of what there is in this document, with no end to be seen</b><c>d</c></a>)",
        R"(<a><b x="1" y="A long value that is most of what there is in this document, with no end" z="2"/><c>d</c></a>)",
    };
    for (auto const& document : documents) {
        auto const whole = values_of(document);
        ASSERT_FALSE(whole.empty());
        for (std::size_t there = 1; there <= document.size(); ++there) {
            auto told = told_in_two(document, there);
            auto expected = whole;
            // What passes by is told before the attributes beside it.
            std::sort(told.begin(), told.end());
            std::sort(expected.begin(), expected.end());
            EXPECT_EQ(told, expected) << document.substr(0, there);
        }
    }
}

TEST(CutXml, SaysWhereAndWhatIsOpen)
{
    struct {
        char const* name;
        std::string_view document;
        std::size_t at;
        std::string_view opening, closing, path;
    } const cases[] = {
        {"behind the last tag", "<a><b>text</b><c", 14, "<a>", "</a>", ""},
        {"what declares it comes again", "<?xml version='1.0'?><a><b/><", 28,
         "<?xml version='1.0'?><a>", "</a>", ""},
        {"at a long value", "<a><b/><c d='e' f='gggggggggggggggggggggggggg", 7, "<a><c d='e' ",
         "</a>", "/a/c/@f"},
        {"at a long text", "<a><b>gggggggggggggggg", 6, "<a><b>", "</b></a>", "/a/b"},
        {"entities of its own", "<!DOCTYPE a [<!ENTITY b 'c'>]><a><b/><c", 0, "", "", ""},
        {"nothing is open", "<a><b/></a>", 0, "", "", ""},
        {"no XML", "no tag at all", 0, "", "", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const cut = xml::cut(c.document);
        EXPECT_EQ(cut.at, c.at);
        EXPECT_EQ(cut.opening, c.opening);
        EXPECT_EQ(cut.closing, c.closing);
        EXPECT_EQ(cut.path, c.path);
    }
}

} // namespace
} // namespace petze::xml

#include "dissect/xml/xml.h"

#include "base/limits.h"
#include "testing/tree.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

TEST(Xml, IsTakenApart)
{
    struct {
        char const* name;
        std::string document;
        std::vector<std::string> expected;
        std::size_t left; // bytes that could not be read
    } const cases[] = {
        {"elements, attributes, entities, CDATA",
         "<?xml version='1.0'?>\n<sms to='+49 30 &quot;x&quot;'><body>a &lt; b "
         "&#233;<![CDATA[<c>]]></body></sms>",
         {"/ = sms", "/sms = to", "/sms/@to = +49 30 \"x\"", "/sms = body",
          "/sms/body = a < b \xc3\xa9<c>"},
         0},
        {"names once, texts each time",
         "<a><b>1</b><b>2</b>tail</a>",
         {"/ = a", "/a = b", "/a/b = 1", "/a/b = 2", "/a = tail"},
         0},
        {"ISO 8859-1 declared",
         "<?xml version='1.0' encoding='ISO-8859-1'?><a>caf\xe9</a>",
         {"/ = a", "/a = caf\xc3\xa9"},
         0},
        {"comments and instructions",
         "<a><!-- hidden --><?go there?></a>",
         {"/ = a", "/a =  hidden go there"},
         0},
        {"an entity of its own is not expanded",
         "<!DOCTYPE a [<!ENTITY x 'xxxx'>]><a>&x;&eacute;</a>",
         {"/ = <!DOCTYPE a [<!ENTITY x 'xxxx'>]>", "/ = a", "/a = &x;&eacute;"},
         0},
        {"cut off", "<a><b>text", {"/ = a", "/a = b", "/a/b = text"}, 0},
        {"damaged", "<a>one</a></b>two", {"/ = a", "/a = one"}, 6},
        {"two documents", "<a>1</a>\n<b>2</b>", {"/ = a", "/a = 1", "/ = b", "/b = 2"}, 0},
        {"no XML", "<3 you", {}, 6},
        // plistlib.dumps({'imei': '001013000000015', 'l': [1, {'d': b'raw'}]}), shortened
        {"a property list",
         "<?xml version=\"1.0\"?><plist version=\"1.0\"><dict><key>imei</key>"
         "<string>001013000000015</string><key>l</key><array><integer>1</integer><dict><key>d</key>"
         "<data>cmF3</data></dict></array></dict></plist>",
         {"$ = imei", "$.imei = 001013000000015", "$ = l", "$.l[*] = 1", "$.l[*] = d",
          "$.l[*].d = raw"},
         0},
        {"a property list with a stranger",
         "<plist><dict><who a='x'>y</who></dict></plist>",
         {"$ = who", "$ = x", "$ = y"},
         0},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        testing::TreeRecorder recorder;
        auto const read = read_xml(as_bytes(c.document), &recorder);
        EXPECT_EQ(recorder.lines, c.expected);
        EXPECT_EQ(c.document.size() - read, c.left);
        for (std::size_t length = 0; length <= c.document.size(); ++length)
            testing::check_tree_reader(read_xml,
                                       as_bytes(std::string_view{c.document}.substr(0, length)));
    }
}

TEST(Xml, StandsWhereItStood)
{
    std::string const document = "<a><b>one</b><c>two</c></a>";
    testing::TreeRecorder recorder;
    read_xml(as_bytes(document), &recorder);
    for (std::size_t i = 0; i < recorder.lines.size(); ++i)
        if (recorder.lines[i] == "/a/c = two") {
            auto const& extent = recorder.extents[i];
            EXPECT_EQ(document.substr(extent.offset, extent.length), "two");
        }
}

TEST(Xml, IsRecognisedByItsBeginning)
{
    for (auto const* text : {"<a>", "  <?xml?>", "\xef\xbb\xbf<a/>", "<!-- x -->"})
        EXPECT_TRUE(looks_like_xml(text)) << text;
    for (auto const* text :
         {"", "<", "a", "<!DOCTYPE HTML>", "<html lang='en'>", "<head>", "< a", "<3"})
        EXPECT_FALSE(looks_like_xml(text)) << text;
}

TEST(Xml, StaysWithinItsBounds)
{
    std::string deep;
    for (int i = 0; i < 10'000; ++i)
        deep += "<a>";
    testing::TreeRecorder recorder;
    EXPECT_EQ(read_xml(as_bytes(deep + "x"), &recorder), deep.size() + 1);
    ASSERT_FALSE(recorder.lines.empty());
    EXPECT_TRUE(recorder.lines.back().ends_with(" = x"));
    EXPECT_LE(recorder.lines.back().size(), 2u * limits::xml_depth + 4);

    // A billion laughs.
    std::string bomb = "<!DOCTYPE a [<!ENTITY l0 'lol'>";
    for (int i = 1; i < 10; ++i) {
        bomb += "<!ENTITY l" + std::to_string(i) + " '";
        for (int k = 0; k < 10; ++k)
            bomb += "&l" + std::to_string(i - 1) + ";";
        bomb += "'>";
    }
    testing::TreeRecorder laughs;
    read_xml(as_bytes(bomb + "]><a>&l9;</a>"), &laughs);
    EXPECT_EQ(laughs.lines.back(), "/a = &l9;");
}

} // namespace
} // namespace petze

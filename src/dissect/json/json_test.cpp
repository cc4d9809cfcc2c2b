#include "dissect/json/json.h"

#include <gtest/gtest.h>

#include <vector>

namespace petze {
namespace {

using Told = std::vector<std::string>;

/// "path=value" for each text, "key path=name" for each key, "skipped=…" for what was not read.
class Recorder : public JsonSink {
public:
    explicit Recorder(std::string_view document, std::size_t most = 1000)
        : m_document(document)
        , m_most(most)
    {
    }
    bool take(JsonText const& text) override
    {
        EXPECT_LE(text.offset + text.length, m_document.size());
        std::string line = text.kind == JsonText::Kind::key ? "key " : "";
        told.push_back(line.append(text.path).append("=").append(text.value));
        return told.size() < m_most;
    }
    void skipped(std::size_t offset, std::size_t length) override
    {
        EXPECT_LE(offset + length, m_document.size());
        told.push_back("skipped=" + std::string{m_document.substr(offset, length)});
    }

    Told told;

private:
    std::string_view m_document;
    std::size_t m_most;
};

TEST(ReadJson, TellsWhatStandsInIt)
{
    struct {
        char const* name;
        std::string_view document;
        Told expected;
    } const cases[] = {
        {"a string in an object", R"({"imei":"12"})", {"key $=imei", "$.imei=12"}},
        {"elements of an array of objects",
         R"({"sms":[{"body":"a"},{"body":"b"}]})",
         {"key $=sms", "key $.sms[*]=body", "$.sms[*].body=a", "$.sms[*].body=b"}},
        {"numbers as sent",
         R"([ 867602029141772 ,-1.50e3])",
         {"$[*]=867602029141772", "$[*]=-1.50e3"}},
        {"literals say nothing", R"([true,false,null,""])", {}},
        {"escapes", R"(["a\/b\u00e9\n\ud83d\ude00"])", {"$[*]=a/b\xc3\xa9\n\xf0\x9f\x98\x80"}},
        {"half a surrogate pair stays as sent", R"(["\ud83d"])", {"$[*]=\\ud83d"}},
        {"names with odd characters",
         R"({"a b":{"it's":1,"é":2,"7":3}})",
         {"key $=a b", "key $['a b']=it's", "$['a b']['it\\'s']=1", "key $['a b']=\xc3\xa9",
          "$['a b'].\xc3\xa9=2", "key $['a b']=7", "$['a b']['7']=3"}},
        {"JSON Lines", "{\"a\":1}\n{\"a\":2}\r\n[3]\n", {"key $=a", "$.a=1", "$.a=2", "$[*]=3"}},
        {"text after the document", "{\"a\":1} the end", {"key $=a", "$.a=1", "skipped=the end"}},
        {"text after a bracket",
         "{\"a\":1} the {end}",
         {"key $=a", "$.a=1", "skipped=the ", "skipped=end}"}},
        {"cut in a value",
         R"({"a":"b","c":["d","ef)",
         {"key $=a", "$.a=b", "key $=c", "$.c[*]=d", "$.c[*]=ef"}},
        {"cut in a key", R"({"a":"b","cd)", {"key $=a", "$.a=b", "key $=cd"}},
        {"cut after a key", R"({"a":"b","c")", {"key $=a", "$.a=b", "key $=c"}},
        {"cut after a colon", R"({"a":"b","c":)", {"key $=a", "$.a=b", "key $=c"}},
        {"cut after a comma", R"([{"a":"b"},)", {"key $[*]=a", "$[*].a=b"}},
        {"cut in an escape", R"(["a\)", {"$[*]=a\\"}},
        {"cut in a long escape", R"(["a\u00e)", {"$[*]=a\\u00e"}},
        {"cut in a number", R"({"a":86760)", {"key $=a", "$.a=86760"}},
        {"not UTF-8", "{\"a\":\"\xd5\xc5\"}", {"key $=a", "$.a=\xd5\xc5"}},
        {"a line end inside a string", "[\"a\nb\"]", {"$[*]=a\nb"}},
        {"wrong in the middle", R"({"a":"b" "c":"d"})", {"key $=a", "$.a=b", R"(skipped=c":"d"})"}},
        {"one bad line of several",
         "[1]\n[2 x]\n[3]",
         {"$[*]=1", "$[*]=2", "skipped=x]", "$[*]=3"}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        std::string document{c.document};
        Recorder recorder{c.document};
        EXPECT_TRUE(read_json(document, Mend::yes, recorder));
        EXPECT_EQ(recorder.told, c.expected);
        EXPECT_EQ(document, c.document);
    }
}

TEST(ReadJson, LeavesAloneWhatIsNone)
{
    for (std::string_view text : {"", " ", "hello", "12", "[INFO] started", "{name}", "{", "["}) {
        SCOPED_TRACE(text);
        std::string document{text};
        Recorder recorder{text};
        EXPECT_FALSE(read_json(document, Mend::no, recorder));
        EXPECT_EQ(recorder.told, Told{});
    }
}

TEST(ReadJson, TellsTheSameOfEveryPrefixAsFarAsItGoes)
{
    std::string_view const whole = R"({"a":[1,{"b":"c\u00e9"},"d\\"],"e":{"f":-2.5,"g h":true}})";
    for (std::size_t length = 1; length <= whole.size(); ++length) {
        SCOPED_TRACE(length);
        std::string document{whole.substr(0, length)};
        std::string const sent = document;
        Recorder recorder{sent};
        EXPECT_TRUE(read_json(document, Mend::yes, recorder));
        if (length > 6) {
            EXPECT_EQ(recorder.told.at(1).substr(0, 7), "$.a[*]=");
        }
        for (auto const& told : recorder.told)
            EXPECT_TRUE(!told.starts_with("skipped") || told == "skipped=true}") << told;
    }
}

TEST(ReadJson, SkipsWhatIsNestedTooDeep)
{
    std::string document = std::string(300, '[') + "\"x\"" + std::string(300, ']');
    std::string const sent = document;
    Recorder recorder{sent};
    EXPECT_TRUE(read_json(document, Mend::yes, recorder));
    ASSERT_EQ(recorder.told.size(), 1u);
    EXPECT_NE(recorder.told[0].find("[[\"x\"]]"), std::string::npos);

    // Cut off there: what would close it is nobody's.
    std::string cut = std::string(300, '[') + "\"x\"";
    std::string const cut_sent = cut;
    Recorder of_cut{cut_sent};
    EXPECT_TRUE(read_json(cut, Mend::yes, of_cut));
    ASSERT_EQ(of_cut.told.size(), 1u);
    EXPECT_TRUE(of_cut.told[0].ends_with("[\"x\""));
}

TEST(ReadJson, StopsWhereTheSinkHasEnough)
{
    std::string_view const sent = "[1,2,3]\n[4]";
    std::string document{sent};
    Recorder recorder{sent, 2};
    EXPECT_TRUE(read_json(document, Mend::yes, recorder));
    EXPECT_EQ(recorder.told, (Told{"$[*]=1", "$[*]=2", "skipped=3]\n[4]"}));
}

} // namespace
} // namespace petze

#include "dissect/content/content.h"

#include "base/limits.h"
#include "base/text.h"
#include "testing/compress.h"
#include "testing/hex.h"
#include "testing/recorder.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using testing::Recorder;

struct Row {
    char const* name;
    std::string content_type;
    std::string content_encoding;
    std::string body;
    std::vector<std::string> expected; // "path = value"
};

std::vector<std::string> read(Row const& row, std::size_t cut, Recorder& recorder)
{
    Origin const origin{nullptr, "body"};
    auto const content = make_content_dissector({.content_type = row.content_type,
                                                 .content_encoding = row.content_encoding,
                                                 .filename = {},
                                                 .parent = &origin,
                                                 .context = {Direction::to_server, "a.example"},
                                                 .digest = nullptr},
                                                recorder.context);
    std::uint64_t frame = 0;
    for (std::size_t i = 0; i < row.body.size(); i += cut) {
        recorder.packet(++frame);
        content->take(as_bytes(std::string_view{row.body}.substr(i, cut)));
    }
    content->finish();
    return recorder.lines();
}

std::string hex(std::string_view digits)
{
    auto const bytes = from_hex(digits);
    return {bytes.begin(), bytes.end()};
}

std::string const jpeg = std::string{"\xff\xd8\xff\xe0"} + std::string(300, '\x07');

std::vector<Row> rows()
{
    std::string const json = R"({"id":"x1","n":[7,{"t":"line\nbreak"}]})";
    std::string const long_text = "A message that is long enough to be looked for, and invented.";
    return {
        {"JSON",
         "application/json",
         "",
         json,
         {"body > json:$ = id", "body > json:$.id = x1", "body > json:$ = n",
          "body > json:$.n[*] = 7", "body > json:$.n[*] = t",
          "body > json:$.n[*].t = line\nbreak"}},
        // 1: "anna@example.com", 2: 150, 3: { 1: 867602029141772, 4: { 7: "x" } }, 5: 22.34 as
        // double
        {"Protocol Buffers",
         "application/x-protobuf",
         "",
         hex("0a10616e6e61406578616d706c652e636f6d 109601 1a0e 088cbe83b6c5a2c501 2203 3a0178"
             " 29d7a3703d0a573640"),
         {"body > protobuf:1 = anna@example.com", "body > protobuf:3.1 = 867602029141772",
          "body > protobuf:3.4.7 = x", "body > protobuf:5 = 22.34"}},
        {"Protocol Buffers, cut off",
         "application/x-protobuf; v=1",
         "",
         hex("0a0161 1205 6162"),
         {"body > protobuf:1 = a", "body = " + hex("1205 6162")}},
        {"JSON nobody declared, packed twice",
         "text/plain",
         "gzip, br",
         testing::brotli(testing::gzip(R"(["a"])")),
         {"body > br > gzip > json:$[*] = a"}},
        {"gzip nobody declared", "", "", testing::gzip("plain"), {"body > gzip = plain"}},
        {"gzip declared and not there",
         "",
         "gzip",
         "plain text it is",
         {"body = plain text it is"}},
        {"zlib as deflate", "", "deflate", testing::zlib("plain"), {"body > deflate = plain"}},
        {"raw deflate", "", "deflate", testing::raw_deflate("plain"), {"body > deflate = plain"}},
        {"zstd", "", "zstd", testing::zstd("plain"), {"body > zstd = plain"}},
        {"form",
         "application/x-www-form-urlencoded",
         "",
         "a=b+c&d=%2B49&e",
         {"body = a", "body > form:a = b c", "body = d", "body > form:d = +49", "body = e"}},
        {"JSON in a form",
         "application/x-www-form-urlencoded",
         "",
         "j=%7B%22k%22%3A%22v%22%7D",
         {"body = j", "body > form:j > json:$ = k", "body > form:j > json:$.k = v"}},
        {"base64 in JSON",
         "application/json",
         "",
         R"({"t":"QSBtZXNzYWdlIHRoYXQgaXMgbG9uZyBlbm91Z2ggdG8gYmUgbG9va2VkIGZvciwgYW5kIGludmVudGVkLg=="})",
         {"body > json:$ = t",
          "body > json:$.t = "
          "QSBtZXNzYWdlIHRoYXQgaXMgbG9uZyBlbm91Z2ggdG8gYmUgbG9va2VkIGZvciwgYW5kIGludmVudGVkLg==",
          "body > json:$.t > base64 = " + long_text}},
        {"hex",
         "",
         "",
         to_hex(as_bytes(long_text)),
         {"body = " + to_hex(as_bytes(long_text)), "body > hex = " + long_text}},
        {"multipart",
         "multipart/form-data; boundary=b",
         "",
         "--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\nvalue\r\n"
         "--b\r\nContent-Disposition: form-data; name=\"p\"; filename=\"a.jpg\"\r\n"
         "Content-Transfer-Encoding: base64\r\n\r\ndmFsdWU=\r\n--b--\r\n",
         {"body > multipart:f = Content-Disposition: form-data; name=\"f\"",
          "body > multipart:f = value",
          "body > multipart:p = Content-Disposition: form-data; name=\"p\"; filename=\"a.jpg\"",
          "body > multipart:p = Content-Transfer-Encoding: base64",
          "body > multipart:p > base64 = value"}},
        {"a file", "", "", jpeg, {"body = " + jpeg}},
        {"markup",
         "text/html",
         "",
         "<p>caf&eacute; &amp; t&#233;</p>",
         {"body > entities = <p>caf&eacute; & t\xc3\xa9</p>"}},
        {"XML nobody declared",
         "",
         "",
         "<map><string name=\"imei\">001013000000015 &amp; more of it, so that it is long</string>"
         "</map>",
         {"body > xml:/ = map", "body > xml:/map = string", "body > xml:/map/string = name",
          "body > xml:/map/string/@name = imei",
          "body > xml:/map/string = 001013000000015 & more of it, so that it is long"}},
        {"XML in JSON, a property list",
         "",
         "",
         R"({"p":"<plist><dict><key>a</key><string>{\"k\":\"v\"}</string></dict></plist>"})",
         {"body > json:$ = p", "body > json:$.p > plist:$ = a",
          "body > json:$.p > plist:$.a > json:$ = k",
          "body > json:$.p > plist:$.a > json:$.k = v"}},
        {"XML that breaks off in the middle",
         "text/xml",
         "",
         "<a>one</a> and what nobody reads as XML &amp; <b",
         {"body > xml:/ = a", "body > xml:/a = one",
          "body > entities = and what nobody reads as XML & <b"}},
        {"what only begins like it",
         "text/plain",
         "",
         "<b>this</b> is a text with & without markup, <p> and more of it",
         {"body > xml:/ = b", "body > xml:/b = this",
          "body > entities = is a text with & without markup, <p> and more of it"}},
        {"what Xiaomi's login answers with",
         "application/json",
         "",
         "&&&START&&&{\"a\":\"b\"}",
         {"body > json:$ = a", "body > json:$.a = b"}},
        {"JSON that is cut off",
         "application/json",
         "",
         R"({"a":"b","c":"some)",
         {"body > json:$ = a", "body > json:$.a = b", "body > json:$ = c",
          "body > json:$.c = some"}},
        {"damaged gzip", "", "gzip", testing::gzip(long_text).substr(0, 40), {}},
        {"nothing", "application/json", "gzip", "", {}},
    };
}

TEST(Content, IsTakenApartHoweverItComes)
{
    for (auto const& row : rows()) {
        SCOPED_TRACE(row.name);
        for (std::size_t cut :
             {std::size_t{100'000}, std::size_t{64}, std::size_t{7}, std::size_t{1}}) {
            Recorder recorder;
            auto lines = read(row, cut, recorder);
            if (row.name == std::string_view{"damaged gzip"}) {
                EXPECT_FALSE(recorder.tally.rows().empty());
                continue; // how much comes out is the library's business
            }
            auto expected = row.expected;
            std::sort(lines.begin(), lines.end());
            std::sort(expected.begin(), expected.end());
            EXPECT_EQ(lines, expected) << "cut " << cut;
        }
    }
}

TEST(Content, TellsFilesWhereTheyAreWhole)
{
    for (bool gap : {false, true}) {
        Recorder recorder;
        Origin const origin{nullptr, "body"};
        auto const content = make_content_dissector({.content_type = {},
                                                     .content_encoding = {},
                                                     .filename = "a.jpg",
                                                     .parent = &origin,
                                                     .context = {},
                                                     .digest = nullptr},
                                                    recorder.context);
        content->take(as_bytes(jpeg));
        if (gap)
            content->gap();
        content->finish();
        auto const files = recorder.of<FileInfo>();
        ASSERT_EQ(files.size(), gap ? 0u : 1u);
        if (!gap) {
            EXPECT_EQ(files[0].filename, "a.jpg");
            EXPECT_EQ(files[0].magic, "JPEG image");
            EXPECT_EQ(files[0].size, jpeg.size());
            EXPECT_EQ(files[0].sha256, to_hex(sha256(as_bytes(jpeg))));
        }
    }
}

TEST(Content, TellsTheFramesThatCarriedAValue)
{
    Recorder recorder;
    read({"", "application/json", "", R"({"first":"aaaaaaaaaa","second":"bbbbbbbbbb"})", {}}, 12,
         recorder);
    for (auto const& field : recorder.fields) {
        if (field.path == "body > json:$.first") {
            EXPECT_EQ(field.frames, (FrameRange{0, 1, 2}));
        }
        if (field.path == "body > json:$.second") {
            EXPECT_EQ(field.frames, (FrameRange{0, 3, 4}));
        }
    }
    EXPECT_EQ(recorder.values("body > json:$.second"), std::vector<std::string>{"bbbbbbbbbb"});
}

TEST(Content, StaysWithinItsBounds)
{
    std::string nested = "plain";
    for (int i = 0; i < limits::layer_depth + 5; ++i)
        nested = testing::gzip(nested);
    Recorder deep;
    read({"", "", "", nested, {}}, 1000, deep);
    EXPECT_FALSE(deep.tally.rows().empty());

    // Larger than what is kept whole: searched as it passes, not lost.
    std::string large = "{\"k\":\"" + std::string(limits::document_bytes + 1000, 'x') + "end\"}";
    Recorder big;
    read({"", "application/json", "", large, {}}, 1u << 20, big);
    ASSERT_FALSE(big.streams().empty());
    EXPECT_TRUE(big.streams().back().value.ends_with("end\"}"));
}

} // namespace
} // namespace petze

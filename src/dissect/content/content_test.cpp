#include "dissect/content/content.h"

#include "base/limits.h"
#include "base/text.h"
#include "testing/compress.h"
#include "testing/hex.h"
#include "testing/recorder.h"

#include <gtest/gtest.h>

#include <algorithm>

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
        // msgpack.org: {"compact":true,"schema":0}
        {"MessagePack",
         "",
         "",
         hex("82 a7 636f6d70616374 c3 a6 736368656d61 00"),
         {"body > msgpack:$ = compact", "body > msgpack:$ = schema",
          "body > msgpack:$.schema = 0"}},
        // By hand: {"imei": "001013000000015", "b": h'7b226b223a2276227d'}
        {"CBOR, JSON in its bytes",
         "application/cbor",
         "",
         hex("a2 64 696d6569 6f 303031303133303030303030303135 61 62 49 7b226b223a2276227d"),
         {"body > cbor:$ = imei", "body > cbor:$.imei = 001013000000015", "body > cbor:$ = b",
          "body > cbor:$.b > json:$ = k", "body > cbor:$.b > json:$.k = v"}},
        // bsonspec.org, FAQ.
        {"BSON",
         "",
         "",
         hex("16000000 02 68656c6c6f00 06000000 776f726c6400 00"),
         {"body > bson:$ = hello", "body > bson:$.hello = world"}},
        // By hand: login(1: "anna").
        {"Thrift",
         "application/x-thrift",
         "",
         hex("82 21 01 05 6c6f67696e 18 04 616e6e61 00"),
         {"body > thrift:$ = login", "body > thrift:$.login = 1",
          "body > thrift:$.login['1'] = anna"}},
        // By hand: ["a", "b"]
        {"a binary property list",
         "",
         "",
         hex("62706c6973743030 a20102 5361 6263 5164 080b0f 000000000000 01 01"
             "0000000000000003 0000000000000000 0000000000000011"),
         {"body > plist:$[*] = abc", "body > plist:$[*] = d"}},
        {"what only begins like MessagePack",
         "",
         "",
         hex("82 a7 636f6d70616374 c3"),
         {"body = " + hex("82 a7 636f6d70616374 c3")}},
        // zipfile.ZipFile with "in.zip", deflated, which is one with "c.json", deflated
        {"an archive in an archive",
         "",
         "",
         hex("504b03041400000008000000215ce2f683914e0000007f00000006000000696e2e7a69700bf066"
             "6611616060e00062c598f572c6dc8240962410b30171b25e56717edeeab053619b82b4bccf68fa"
             "863a284dcd620cf066641261c6ad0d061a1819e0860478b382a51881d004489b82550000504b01"
             "0214031400000008000000215ce2f683914e0000007f0000000600000000000000000000008001"
             "00000000696e2e7a6970504b0506000000000100010034000000720000000000"),
         {"body > zip: = in.zip", "body > zip:in.zip > zip: = c.json",
          "body > zip:in.zip > zip:c.json > json:$ = k",
          "body > zip:in.zip > zip:c.json > json:$.k = value value value"}},
        // See archive_test.cpp; gzip of a tar archive.
        {"a packed archive",
         "",
         "",
         hex("1f8b0800000000000203edd3310e83301044d13d8a4f80d69185eb1cc5525c5060a16483e0f6b1"
             "6890a0a00a14fcd7cc689bad26353699fc97566d084b56db547df8b52ff736fa284ee504df8fa5"
             "777d29f7f42cae2b632e965fcef2648de04e723fd87cf5fe773daa0fec1f000000000000000000"
             "00000038f2039cff976400280000"),
         {"body > gzip > tar: = a.txt", "body > gzip > tar: = empty",
          "body > gzip > tar:a.txt = An invented text."}},
        {"numbers alone are nothing", "", "", hex("93 01 02 03"), {"body = " + hex("93 01 02 03")}},
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
    auto const streams = big.streams();
    EXPECT_TRUE(std::any_of(streams.begin(), streams.end(),
                            [](auto const& stream) { return stream.value.ends_with("xxxend"); }));
}

// All that was told under a path, as it came.
std::string all_of(Recorder const& recorder, std::string const& path)
{
    std::string all;
    for (auto const& value : recorder.values(path))
        all += value;
    for (auto const& stream : recorder.streams())
        if (stream.path == path)
            all += stream.value;
    return all;
}

// What waits to be read whole has little room here, and documents are cut where they must be.
TEST(Content, TakesLongDocumentsApartPieceByPiece)
{
    std::string text;
    while (text.size() < 200'000)
        text += "What a long value wraps; invented. ";
    auto const end = text.substr(text.size() - 1000) + "last words";
    auto const wrapped = to_hex(as_bytes(text + "last words"));
    std::string json = R"({"device":"x1","list":[)", form = "device=x1", xml = "<r>";
    for (int i = 0; i < 3000; ++i) {
        json += R"({"name":"number )" + std::to_string(i) + R"(, with \"quotes\""},)";
        form += "&name=number+" + std::to_string(i) + "%2C+with+%22quotes%22";
        xml += "<i name='number " + std::to_string(i) + ", with &quot;quotes&quot;'/>";
    }
    json += R"({"data":")" + wrapped + R"(","after":"a1"}],"last":"z9"})";
    xml += "<data d='" + wrapped + "'/><after>a1</after><last>z9</last></r>";
    form += "&data=" + wrapped + "&after=a1&last=z9";
    struct {
        char const* type;
        std::string const& body;
        std::string names, data, after, last;
    } const documents[] = {
        {"application/json", json, "json:$.list[*].name", "json:$.list[*].data",
         "json:$.list[*].after", "json:$.last"},
        {"application/x-www-form-urlencoded", form, "form:name", "form:data", "form:after",
         "form:last"},
        {"text/xml", xml, "xml:/r/i/@name", "xml:/r/data/@d", "xml:/r/after", "xml:/r/last"},
    };
    for (auto const& document : documents)
        for (std::size_t const size : {std::size_t{1400}, document.body.size()}) {
            SCOPED_TRACE(document.type);
            Recorder recorder;
            recorder.held.most = 100'000;
            read({"", document.type, "", document.body, {}}, size, recorder);
            auto const names = recorder.values("body > " + document.names);
            ASSERT_EQ(names.size(), 3000u);
            EXPECT_EQ(names[2999], "number 2999, with \"quotes\"");
            EXPECT_EQ(all_of(recorder, "body > " + document.after), "a1");
            EXPECT_EQ(all_of(recorder, "body > " + document.last), "z9");
            auto const inside = all_of(recorder, "body > " + document.data + " > hex");
            EXPECT_NE(inside.find(end), npos);
        }
    // A long string that wraps nothing takes what room there is; the document goes on all the same.
    Recorder plain;
    plain.held.most = 100'000;
    read(
        {"", "application/json", "", R"({"a":")" + text + R"(last words","b":[)" + json + "]}", {}},
        1400, plain);
    EXPECT_NE(all_of(plain, "body > json:$.a").find(end), npos);
    EXPECT_EQ(all_of(plain, "body > json:$.b[*].last"), "z9");
    EXPECT_EQ(plain.context.held.bytes, 0u);
    // A name that leaves no room would have to be repeated every few bytes: searched as it passes.
    Recorder named;
    named.held.most = 100'000;
    read({"",
          "application/json",
          "",
          R"({")" + std::string(99'900, 'n') + R"(":[)" + json + "]}",
          {}},
         1400, named);
    EXPECT_LT(named.fields.size(), 1000u);
    EXPECT_NE(all_of(named, "body").find("z9"), npos);
    Recorder alone;
    alone.held.most = 100'000;
    read({"", "text/plain", "", wrapped, {}}, 1400, alone);
    EXPECT_NE(all_of(alone, "body > hex").find(end), npos);
    EXPECT_EQ(alone.context.held.bytes, 0u);
}

} // namespace
} // namespace petze

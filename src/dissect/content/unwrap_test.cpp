#include "dissect/content/content.h"

#include "base/digest.h"
#include "base/limits.h"
#include "base/text.h"
#include "dissect/content/reading_test.h"
#include "testing/hex.h"
#include "testing/recorder.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using testing::Recorder;

bool tells(Recorder const& recorder, std::string const& line)
{
    auto const lines = recorder.lines();
    return std::find(lines.begin(), lines.end(), line) != lines.end();
}

std::string const text = "An invented text that is long enough.";
// base64.b64encode, base64.b32encode and .hex() of it; zlib.compress(text * 4) in base64
std::string const base64 = "QW4gaW52ZW50ZWQgdGV4dCB0aGF0IGlzIGxvbmcgZW5vdWdoLg";
std::string const base32 = "IFXCA2LOOZSW45DFMQQHIZLYOQQHI2DBOQQGS4ZANRXW4ZZAMVXG65LHNAXA";
std::string const hex =
    "416e20696e76656e74656420746578742074686174206973206c6f6e6720656e6f7567682e";
std::string const zlib = "eJxzzFPIzCtLzStJTVEoSa0oUSjJSCxRyCxWyMnPS1dIzcsvTc/Qc6SvIgC8YTYJ";

TEST(Unwrapping, FindsWhatStandsInsideOfTexts)
{
    struct {
        char const* name;
        std::string body;
        std::vector<std::string> expected;
    } const cases[] = {
        {"base64 in a line of a log",
         "12:00 I/App( 31): sent <" + base64 + "==> to them",
         {"body > base64 = " + text}},
        {"in a path", "https://a.example/v1/upload/" + base64 + "/x", {"body > base64 = " + text}},
        {"in a parameter", "a b?data=" + base64 + ";x", {"body > base64 = " + text}},
        {"behind a word that is glued to it",
         "a token: v1x" + base64 + " was sent",
         {"body > base64 = " + text}},
        {"behind an underscore",
         "a token: idx_" + base64 + " was sent",
         {"body > base64 = " + text}},
        {"packed",
         "a b: " + zlib + " c",
         {"body > base64 > deflate = " + text + text + text + text}},
        {"hex in a text", "sent [" + hex + "] to them", {"body > hex = " + text}},
        {"base32", base32 + "====", {"body > base32 = " + text}},
        {"base32 in a text", "sent [" + base32 + "====] to them", {"body > base32 = " + text}},
        // base64.encodebytes(text * 4)
        {"in lines",
         "sent:\n\n"
         "QW4gaW52ZW50ZWQgdGV4dCB0aGF0IGlzIGxvbmcgZW5vdWdoLkFuIGludmVudGVkIHRleHQgdGhh\n"
         "dCBpcyBsb25nIGVub3VnaC5BbiBpbnZlbnRlZCB0ZXh0IHRoYXQgaXMgbG9uZyBlbm91Z2guQW4g\n"
         "aW52ZW50ZWQgdGV4dCB0aGF0IGlzIGxvbmcgZW5vdWdoLg==\n",
         {"body > base64 = " + text + text + text + text}},
        // RFC 7519 section 3.1
        {"a JWT",
         "token is "
         "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQog"
         "Imh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjX"
         "k.",
         {"body > jwt:header > json:$.alg = HS256", "body > jwt:payload > json:$.iss = joe",
          "body > jwt:payload > json:$.exp = 1300819380"}},
        {"percent-encoding",
         "the text %7B%22k%22%3A%22v%22%7D here",
         {"body > percent = the text {\"k\":\"v\"} here"}},
        {"percent-encoding, twice",
         "%257B%2522k%2522%253A%2522v%2522%257D",
         {"body > percent > percent > json:$.k = v"}},
        {"escapes of JSON",
         R"({\"k\":\"v\u00e9\"})",
         {"body > json-escapes > json:$.k = v\xc3\xa9"}},
        {"escapes of JSON in a text",
         R"(sent: {\"k\":\"\ud83d\ude00\"} to)",
         {"body > json-escapes = sent: {\"k\":\"\xf0\x9f\x98\x80\"} to"}},
        // quopri.encodestring('Zo\u00eb und J\u00f6rg')
        {"quoted-printable",
         "Zo=C3=AB und J=C3=B6rg",
         {"body > quoted-printable = Zo\xc3\xab und J\xc3\xb6rg"}},
        // RFC 2047 section 8
        {"encoded words",
         "from =?ISO-8859-1?Q?Andr=E9?= Pirard",
         {"body > encoded-words = from Andr\xc3\xa9 Pirard"}},
        // base64.b64encode() of the text and a zero; of
        // b"\x08\x11\x12\x0f\x0a\x05model\x1a\x06secret"; of bytes(c ^ 0x37 for c in …);
        // base64.b32encode() of Chinese
        {"a string with its zero in base64",
         "QW4gaW52ZW50ZWQgdGV4dAA=",
         {std::string{"body > base64 = An invented text"} + '\0'}},
        {"Protocol Buffers in base64",
         "CBESDwoFbW9kZWwaBnNlY3JldA==",
         {"body > base64 > protobuf:2.3 = secret"}},
        {"XOR in base64",
         "TBVWFQ0XBhsXFVxSThUNFxVWWRdeWUFSWUNSUxdBVltCUhVK",
         {"body > base64 > xor:37 > json:$.key = an invented value"}},
        {"base32 of what is not ASCII",
         "5GAJTZUYV7SLRAHGUKO6RGM342TYXZ42QTTZ7LPEX6QQ",
         {"body > base32 = \u9019\u662f\u4e00\u689d\u865b\u69cb\u7684\u77ed\u4fe1"}},
        {"multipart that nobody declared",
         "--b\r\nContent-Disposition: form-data; name=\"v\"\r\n\r\n" + base64 + "\r\n--b--\r\n",
         {"body > multipart:v > base64 = " + text}},
        {"a form whose base64 was not escaped",
         "a=1&d=" + std::string{"eyJrIjoifn5+dmFsdWUifQ=="},
         {"body > form:d > base64 > json:$.k = ~~~value"}},
        {"a card",
         "BEGIN:VCARD\r\nVERSION:3.0\r\nTEL;TYPE=CELL:+49 30 1234567\r\nEND:VCARD\r\n",
         {"body > vcard:TEL = +49 30 1234567"}},
        {"a calendar",
         "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Tea\r\nEND:VEVENT\r\n",
         {"body > icalendar:VEVENT.SUMMARY = Tea"}},
        {"a mail",
         "From: anna@example.com\r\nSubject: =?utf-8?q?Zo=C3=AB?=\r\nDate: today\r\n"
         "Content-Transfer-Encoding: quoted-printable\r\n\r\ncaf=C3=A9 =\r\nnoir\r\n",
         {"body > mail:header:Subject = Zo\xc3\xab",
          "body > mail:body > quoted-printable = caf\xc3\xa9 noir\r\n"}},
        {"JSON Lines", "{\"k\":1}\n{\"k\":2}\n", {"body > json:$.k = 1", "body > json:$.k = 2"}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        for (std::size_t const cut : {1u << 20, 7u}) {
            Recorder recorder;
            read(recorder, c.body, {.cut = cut});
            for (auto const& line : c.expected)
                EXPECT_TRUE(tells(recorder, line)) << line << "\n"
                                                   << ::testing::PrintToString(recorder.lines());
        }
    }
}

TEST(Unwrapping, LeavesTheRestAsItIs)
{
    for (auto const* body : {"100% sure, 50 %de", "C:\\new\\table", "a=1B and b=2C",
                             "sent 8f14e45fceea167a5a36dedd4bea2543",
                             "an internationalization/of/the-configuration_of_everything"}) {
        Recorder recorder;
        read(recorder, body);
        EXPECT_EQ(recorder.lines(), std::vector<std::string>{std::string{"body = "} + body});
    }
    // Random, and so opaque: told as it was sent.
    std::string const random = "token nLxv2vXW0yqAQbVZq3kXwPj8sB1tYf9d sent";
    Recorder recorder;
    read(recorder, random);
    EXPECT_TRUE(tells(recorder, "body = " + random));
}

TEST(Unwrapping, RecognisesBytesByThemselves)
{
    std::string const imei = "001013000000015";
    struct {
        char const* name;
        std::string body;
        std::string expected;
    } const cases[] = {
        // By hand: 1: { 1: "anna@example.com" }, 4: 5
        {"Protocol Buffers", bytes("0a12 0a10616e6e61406578616d706c652e636f6d 2005"),
         "body > protobuf:1.1 = anna@example.com"},
        {"with lengths", bytes("12 0a10616e6e61406578616d706c652e636f6d 06 0a04626c7565"),
         "body > protobuf:1 = blue"},
        // zlib.compress(text)
        {"zlib",
         bytes("789c73cc53c8cc2b4bcd2b494d512849ad285128c9482c51c82c56c8c9cf4b5748cdcb2f4dcf"
               "d0030001400d83"),
         "body > deflate = " + text},
        // format_description.txt, by hand: a literal of 10, then copies of 7, 4 and 11 of it
        {"snappy", bytes("20 24 30313233343536373839 0d0a 010a 1d0a"),
         "body > snappy = 01234567890123456789012345678901"},
        // bytes(b ^ 0x5a for b in b'{"imei":"001013000000015","k":"v"}')
        {"XOR by one byte",
         bytes("217833373f337860786a6a6b6a6b696a6a6a6a6a6a6a6b6f787678317860782c7827"),
         "body > xor:5a > json:$.imei = " + imei},
        // bytes(b ^ b'k3y!'[i % 4] for i, b in enumerate(…)) of
        // {"device": {"imei": "001013000000015", "model": "Invented One", "android_id": …
        {"XOR by four bytes",
         bytes(
             "10111d441d5a1a444909595a495a144402114301490349105b024a115b0349115b034814491f5903065c"
             "1d4407114301497a17570e5d0d440f13364f0e11550149521745195c1045345a1d0351135b115a014a15"
             "5e054e1952521b420f561f03161f5903085c17550a500d524909597a1011174006565b1b4b11384f0552"
             "596805451c4f1f561d0347135b51035c174449095903400740125b024b125f064f16494e550110111740"
             "06565b1b4b113b441947596805451c4f1f561d0347135b51035c174449095903400740125b044f145f00"
             "4b10494e245c"),
         "body > xor:6b337921 > json:$.device.imei = " + imei},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        for (std::size_t const cut : {1u << 20, 1u << 20, 300u}) {
            Recorder recorder;
            read(recorder, c.body, {.cut = cut});
            EXPECT_TRUE(tells(recorder, c.expected)) << ::testing::PrintToString(recorder.lines());
        }
    }
}

// Two documents, one behind the other; each key is bytes of no meaning.
TEST(Unwrapping, UndoesXorByShortKeys)
{
    char const* const values[] = {"ida.invented@mail.example", "9774d56d682e549c",
                                  "Ida M\xc3\xbcller-Invented",
                                  "\xe6\x98\x8e\xe5\xa4\xa9\xe6\x99\x9a\xe4\xb8\x8a",
                                  "Meet me at the invented station at nine."};
    char const* const keys[] = {"81",           "f00d",           "13c788",
                                "13c7882e",     "99c0e5bd",       "de1fc1b005",
                                "0102030405f6", "9b3c77d10a52e8", "6f1204c9aa835e21"};
    for (auto const* value : values)
        for (auto const* key : keys) {
            auto const plain = R"({"v": 3, "model": "Invented Note", "data": {"list": [)"
                               R"({"n": 1, "value": ")"
                               + std::string{value} + R"("}, {"n": 2, "value": "other"}]}})";
            auto const key_bytes = *decode_hex(key);
            auto body = plain + plain;
            for (std::size_t i = 0; i < body.size(); ++i)
                body[i] = static_cast<char>(static_cast<std::uint8_t>(body[i])
                                            ^ key_bytes[i % key_bytes.size()]);
            Recorder recorder;
            read(recorder, body);
            EXPECT_TRUE(tells(recorder, "body > xor:" + std::string{key}
                                            + " > json:$.data.list[*].value = " + value))
                << key << ::testing::PrintToString(recorder.lines());
        }
}

TEST(Unwrapping, SeesNoXorInWhatIsNoDocument)
{
    // A counter's digests are as random as can be; numbers and letters alone are no document.
    std::string random;
    for (std::uint8_t i = 0; i < 16; ++i) {
        auto const digest = sha256(Bytes{&i, 1});
        random.append(digest.begin(), digest.end());
    }
    std::string digits;
    for (int i = 0; i < 400; ++i)
        digits += static_cast<char>(
            '0' + static_cast<unsigned char>(random[static_cast<std::size_t>(i)]) % 10);
    std::string utf16; // whose every second byte is the same
    for (char const c : std::string_view{"id=17;n=Erfundener Termin beim Zahnarzt Dr. Phantasie;"})
        utf16.append({c, '\0'});
    for (auto const& plain : {random, digits, utf16}) {
        auto body = plain;
        for (std::size_t i = 0; i < body.size(); ++i)
            body[i] =
                static_cast<char>(static_cast<std::uint8_t>(body[i]) ^ (i % 2 == 0 ? 0x93 : 0xe7));
        Recorder recorder;
        read(recorder, body);
        for (auto const& line : recorder.lines())
            EXPECT_EQ(line.find("xor:"), std::string::npos) << line.substr(0, 80);
    }
}

TEST(Unwrapping, OpensWithKeysThatTheConversationNames)
{
    // openssl enc -K 6162636465666768696a6b6c6d6e6f70 [-iv …] -base64 -A of
    // {"imei":"001013000000015"}
    std::string const ecb = "QF19NabSu1y/H5zsK0MfFr7qBjg7WuWXjTKVOsBAHoU=";
    std::string const with_vector =
        "CZfGpkeTFuZ8Ni2OF1yo5haJkiF2iCXMzZ+iBSMuYC8="; // 1234567890123456
    std::string const key_as_vector = "JYimwGjPF8dPip+YNwAJ+xvRPIG7C/xj62xSm9YeBco=";
    // -aes-256-cbc -K 0001…1f -iv 0
    std::string const wide = "rX3o5uZpTLKIX92k5mu7+/tCKB4YWgo8bqbwvQFiU4I=";
    // -aes-192-ecb and -cbc -iv 0 -K 4041…57
    std::string const middle_ecb = "l1sWujVuQb4hqzZIJClgEFJOgFt4iN4v+JjLq82vXEw=";
    std::string const middle_cbc = "l1sWujVuQb4hqzZIJClgEKzQ9XSNassJfCyzbnw3l/Y=";
    std::string const rc4 = "1+IqsNcv3SFQ1w/NmAQ/wscagbQ1eUTpi5E="; // by a table of 256 in Python
    std::string const key = "abcdefghijklmnop";
    struct {
        char const* name;
        std::string body;
        std::string path;
    } const cases[] = {
        {"ECB, the key behind it", R"({"data":")" + ecb + R"(","aes_key":")" + key + "\"}",
         "$.aes_key"},
        {"CBC", R"({"key":")" + key + R"(","iv":"1234567890123456","data":")" + with_vector + "\"}",
         "$.key"},
        {"CBC, the vector in hex",
         R"({"a":{"sessionKey":"YWJjZGVmZ2hpamtsbW5vcA=="},"iv":"31323334353637383930313233343536",)"
         R"("data":")"
             + with_vector + "\"}",
         "$.a.sessionKey"},
        {"CBC, the key as vector", R"({"secret":")" + key + R"(","data":")" + key_as_vector + "\"}",
         "$.secret"},
        {"32 bytes in hex, no vector",
         R"({"key":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f","data":")"
             + wide + "\"}",
         "$.key"},
        {"24 bytes in hex, ECB",
         R"({"key":"404142434445464748494a4b4c4d4e4f5051525354555657","data":")" + middle_ecb
             + "\"}",
         "$.key"},
        {"24 bytes in base64, CBC",
         R"({"key":"QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZX","data":")" + middle_cbc + "\"}", "$.key"},
        {"RC4", R"({"key":")" + key + R"(","data":")" + rc4 + "\"}", "$.key"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Recorder recorder;
        read(recorder, c.body);
        EXPECT_TRUE(tells(recorder, "body > json:$.data > base64 > found-key:" + c.path
                                        + " > json:$.imei = 001013000000015"))
            << ::testing::PrintToString(recorder.lines());
    }
    Recorder wrong;
    read(wrong, R"({"key":"abcdefghijklmnoq","data":")" + ecb + "\"}");
    EXPECT_TRUE(tells(wrong, "body > json:$.data = " + ecb));
    for (auto const& line : wrong.lines())
        EXPECT_EQ(line.find("found-key"), std::string::npos) << line;

    // A key of one message opens the next of the same conversation.
    Recorder later;
    read(later, "key=" + key + "&x=1", {Direction::to_client});
    read(later, R"({"data":")" + ecb + "\"}");
    EXPECT_TRUE(tells(later, "body > json:$.data > base64 > found-key:key > json:$.imei = "
                             "001013000000015"));
}

TEST(Unwrapping, SurvivesEveryPrefixAndStaysWithinItsBounds)
{
    auto const whole = "sent v1x" + base64
                       + " and eyJhbGciOiJIUzI1NiJ9.eyJrIjoidiJ9.x {\\\"k\\\":\\\"\\u00e9\\\"}%41";
    for (std::size_t length = 0; length <= whole.size(); ++length) {
        Recorder recorder;
        read(recorder, std::string_view{whole}.substr(0, length), {.cut = 5});
    }
    std::string percent = "%41";
    for (int i = 0; i < limits::layer_depth + 5; ++i)
        percent.insert(percent.size() - 2, "25");
    Recorder deep;
    read(deep, percent);
    EXPECT_FALSE(deep.tally.rows().empty());

    std::string keys = "{";
    for (int i = 0; i < 100; ++i)
        keys += "\"key\":\"abcdefghijklm" + std::to_string(100 + i) + "\",";
    Recorder many;
    read(many, keys + "\"x\":1}");
    EXPECT_EQ(many.context.found_keys.size(), limits::found_keys);
    EXPECT_FALSE(many.tally.rows().empty());
}

// APPNOTE.TXT 4.3.7: a local header and what is stored behind it.
std::string stored(std::string const& name, std::string const& data)
{
    auto const number = [](std::size_t value, int size) {
        std::string out;
        for (int i = 0; i < size; ++i)
            out += static_cast<char>(value >> (8 * i));
        return out;
    };
    return "PK\x03\x04" + bytes("1400 0000 0000 00000000 00000000") + number(data.size(), 4)
           + number(data.size(), 4) + number(name.size(), 2) + number(0, 2) + name + data;
}

TEST(Unwrapping, ArchivesInArchivesEndAndNothingIsLost)
{
    auto archive = stored("a", text);
    for (int i = 0; i < 2 * limits::layer_depth; ++i)
        archive = stored("z", archive);
    Recorder deep;
    read(deep, archive, {.cut = 100});
    EXPECT_FALSE(deep.tally.rows().empty());
    ASSERT_FALSE(deep.streams().empty());
    EXPECT_NE(deep.streams().back().value.find(text), std::string::npos);
}

TEST(Unwrapping, EntriesBeyondTheLimitAreSearchedAsTheyAre)
{
    std::string archive;
    for (std::size_t i = 0; i < limits::archive_entries; ++i)
        archive += stored("e", "");
    archive += stored("last", "an invented text");
    Recorder recorder;
    read(recorder, archive, {.cut = 1u << 16});
    ASSERT_FALSE(recorder.streams().empty());
    EXPECT_EQ(recorder.streams().back().path, "body > zip:last");
    EXPECT_TRUE(recorder.streams().back().value.starts_with("an invented text"));
    EXPECT_FALSE(recorder.tally.rows().empty());
}

TEST(Unwrapping, LongTextsAreToldByTheirOwnPackets)
{
    std::string body = "a line of a log\n";
    while (body.size() < 10'000)
        body += "another line of it\n";
    body += "<" + base64 + ">";
    Recorder recorder;
    read(recorder, body, {.cut = 1000});
    for (auto const& field : recorder.fields)
        if (field.value == text) {
            EXPECT_EQ(field.frames, (FrameRange{0, 11, 11}));
        }
    EXPECT_TRUE(tells(recorder, "body > base64 = " + text));
    EXPECT_TRUE(tells(recorder, "body = " + body));
}

TEST(Unwrapping, CountsWhatStaysClosed)
{
    auto const counted_as = [](std::string_view body, std::string_view kind) {
        Recorder recorder;
        read(recorder, body, {.cut = 100});
        std::uint64_t times = 0;
        for (auto const& row : recorder.tally.rows())
            if (row.kind == kind)
                times = row.count;
        return times;
    };
    auto const count = [&](std::string_view body) {
        return counted_as(body, "content: opaque bytes inside opened layers");
    };
    std::string random; // a linear congruential generator, its high bytes
    std::uint32_t state = 7;
    for (int i = 0; i < 5000; ++i) {
        state = state * 1664525 + 1013904223;
        random += static_cast<char>(state >> 24);
    }
    std::string counted; // records of a machine
    for (int i = 0; i < 1000; ++i)
        counted += std::string{"\xf1\0\0\x07", 4} + static_cast<char>(i);
    EXPECT_EQ(count(random), 5000u);
    // Of 8 bits for each byte a sample of that size lacks about 255 / (2 n ln 2), 184 in all.
    constexpr auto bits = "content: opaque bits inside opened layers";
    EXPECT_NEAR(static_cast<double>(counted_as(random, bits)), 8 * 5000 - 184, 100);
    EXPECT_EQ(counted_as(counted, bits), 0u);
    EXPECT_EQ(count(std::string_view{random}.substr(0, 80)), 80u);
    EXPECT_EQ(count(std::string_view{random}.substr(0, 40)), 0u); // too short to say
    EXPECT_EQ(count(counted), 0u);
    EXPECT_EQ(count("An invented text. An invented text. An invented text. An invented text."), 0u);
}

TEST(Unwrapping, NothingIsTakenApartWhereNobodySearches)
{
    class Nobody : public FieldSink {
    public:
        bool searches() const override { return false; }
        void take(Field const&) override { ++taken; }
        std::unique_ptr<ContentSink> open(Origin const*, MessageContext const&) override
        {
            return {};
        }
        int taken = 0;
    } nobody;
    Tally tally;
    std::function<void(Message &&)> messages = [](Message&&) {};
    HeldContent held;
    LayerContext context{nobody, messages, tally, held};
    for (auto const& body : {bytes("0a12 0a10616e6e61406578616d706c652e636f6d 2005"),
                             std::string{"<a><b>text</b></a>"} + std::string(100, ' '),
                             bytes("82 a7 636f6d70616374 c3 a6 736368656d61 00")}) {
        auto const content = make_content_dissector({.content_type = {},
                                                     .content_encoding = {},
                                                     .filename = {},
                                                     .parent = nullptr,
                                                     .context = {},
                                                     .digest = nullptr},
                                                    context);
        content->take(as_bytes(body));
        content->finish();
    }
    EXPECT_EQ(nobody.taken, 0);
}

} // namespace
} // namespace petze

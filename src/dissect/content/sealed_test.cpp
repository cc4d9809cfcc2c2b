#include "dissect/content/content.h"

#include "base/limits.h"
#include "base/text.h"
#include "dissect/content/reading_test.h"
#include "testing/hex.h"
#include "testing/recorder.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace petze {
namespace {

using testing::Recorder;

// By `openssl enc`: under key_128, its vector in front.
constexpr std::string_view sealed_json =
    "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf1902b1adf5dd72e7a94a2746924418c7841d8ed60f5b25aae6230d70"
    "5093ddaa";
constexpr std::string_view sealed_json_base64 =
    "oKGio6SlpqeoqaqrrK2urxkCsa313XLnqUonRpJEGMeEHY7WD1slquYjDXBQk92q";
constexpr std::string_view json_line = "json:$.phone = +85295088995";
// Under key_256, its vector in front: gzip of JSON.
constexpr std::string_view sealed_packed =
    "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf71e5c80e39b36984709c71c5039656a52c02e1bde4685fd1c3493103"
    "ba9ab7830117512faf31a5bb4e3ca73fdb8844e06cc294c211e0918a97ffb8c86c6f228242ba2e6201c8db64"
    "4339d3b008494fc1012e1885cb8a8fe7b3c87a2e59a462886eaa7a425d82e0593601f15e3f38719c";
constexpr std::string_view packed_line =
    "json:$.sms[*].body = A message that is long enough to be looked for, and invented.";
// Under the 16 bytes "ABCDEFGHIJKLMNOP" as Xiaomi's account layer: "+85295088995", and the JSON.
constexpr std::string_view account_number = "Lvbru85u54p/JYeZr/BAOg==";
constexpr std::string_view account_json = "QaTR9Zd5M8WZd61Yp2Qvhk82INBrahLJsBz7anOxNak=";
constexpr std::string_view login =
    R"(&&&START&&&{"ssecurity":"QUJDREVGR0hJSktMTU5PUA==","code":0})";

std::vector<PayloadKey> given_keys()
{
    std::vector<PayloadKey> keys;
    for (auto const* text :
         {"wrong=ffffffffffffffffffffffffffffffff:aes-128-cbc",
          "short=000102030405060708090a0b0c0d0e0f:aes-128-cbc",
          "long=202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f:aes-256-cbc"})
        keys.push_back(*parse_payload_key(text));
    return keys;
}

std::string escaped(std::string_view base64)
{
    std::string out;
    for (char const c : base64)
        out += c == '+' ? "%2B" : std::string{c};
    return out;
}

bool tells(Recorder const& recorder, std::string const& line)
{
    auto const lines = recorder.lines();
    return std::find(lines.begin(), lines.end(), line) != lines.end();
}

TEST(Sealed, OpensWhatAGivenKeyOpensWhereverItLies)
{
    auto const keys = given_keys();
    std::string const json{sealed_json_base64};
    struct {
        char const* name;
        char const* type;
        std::string body;
        std::string expected;
    } const rows[] = {
        {"a body", "", bytes(sealed_json), "body > payload-key:short > "},
        {"a body with a type", "application/octet-stream", bytes(sealed_json),
         "body > payload-key:short > "},
        {"a body that says it is JSON", "application/json", bytes(sealed_json),
         "body > payload-key:short > "},
        {"base64", "text/plain", json, "body > base64 > payload-key:short > "},
        {"hex", "", std::string{sealed_json}, "body > hex > payload-key:short > "},
        {"JSON", "application/json", R"({"d":")" + json + "\"}",
         "body > json:$.d > base64 > payload-key:short > "},
        {"JSON and hex", "application/json", R"({"d":")" + std::string{sealed_json} + "\"}",
         "body > json:$.d > hex > payload-key:short > "},
        {"a form", "application/x-www-form-urlencoded", "d=" + escaped(json),
         "body > form:d > base64 > payload-key:short > "},
        {"a part", "multipart/form-data; boundary=b",
         "--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n" + bytes(sealed_json)
             + "\r\n--b--\r\n",
         "body > multipart:f > payload-key:short > "},
    };
    for (auto const& row : rows) {
        SCOPED_TRACE(row.name);
        Recorder recorder;
        recorder.context.payload_keys = &keys;
        read(recorder, row.body, {.type = row.type});
        EXPECT_TRUE(tells(recorder, row.expected + std::string{json_line}));
        EXPECT_TRUE(recorder.tally.rows().empty());
    }
}

TEST(Sealed, OpensABodyHoweverItIsCut)
{
    auto const keys = given_keys();
    auto const body = bytes(sealed_packed);
    for (std::size_t cut = 1; cut <= body.size(); ++cut) {
        SCOPED_TRACE(cut);
        Recorder recorder;
        recorder.context.payload_keys = &keys;
        read(recorder, body, {.cut = cut});
        EXPECT_TRUE(
            tells(recorder, "body > payload-key:long > gzip > " + std::string{packed_line}));
        EXPECT_TRUE(recorder.streams().empty()); // what was opened is not searched as it was sent
    }
}

// The vector in the first packet; the number at bytes 26 to 38 of 48.
TEST(Sealed, SaysWhichPacketsCarriedIt)
{
    auto const keys = given_keys();
    Recorder recorder;
    recorder.context.payload_keys = &keys;
    read(recorder, bytes(sealed_json), {.cut = 16});
    ASSERT_FALSE(recorder.fields.empty());
    EXPECT_EQ(recorder.fields.back().value, "+85295088995");
    EXPECT_EQ(recorder.fields.back().frames, (FrameRange{0, 2, 3}));
}

TEST(Sealed, SearchesWhatNoKeyOpensAsItIs)
{
    auto const keys = given_keys();
    auto const body = bytes(sealed_packed);
    for (std::size_t length = 0; length < body.size(); ++length) {
        SCOPED_TRACE(length);
        Recorder recorder;
        recorder.context.payload_keys = &keys;
        auto const prefix = body.substr(0, length);
        read(recorder, prefix, {.cut = 7});
        std::string told;
        for (auto const& field : recorder.fields)
            told += field.value;
        for (auto const& stream : recorder.streams())
            told += stream.value;
        EXPECT_EQ(told, prefix);
    }
}

TEST(Sealed, OpensNothingAcrossAGap)
{
    auto const keys = given_keys();
    auto const body = bytes(sealed_packed);
    Recorder recorder;
    recorder.context.payload_keys = &keys;
    Origin const origin{nullptr, "body"};
    auto const content = make_content_dissector({.content_type = {},
                                                 .content_encoding = {},
                                                 .filename = {},
                                                 .parent = &origin,
                                                 .context = {},
                                                 .digest = nullptr},
                                                recorder.context);
    content->take(as_bytes(std::string_view{body}.substr(0, 70)));
    content->gap();
    content->take(as_bytes(std::string_view{body}.substr(70)));
    content->finish();
    EXPECT_EQ(recorder.lines(),
              std::vector<std::string>{"body = " + body.substr(0, 70) + "[gap]" + body.substr(70)});
}

TEST(Sealed, StopsAtTheLimitOfWork)
{
    auto const keys = given_keys();
    Recorder recorder;
    recorder.context.payload_keys = &keys;
    recorder.context.payload_work = limits::payload_work_bytes + 1;
    read(recorder, bytes(sealed_json));
    EXPECT_FALSE(tells(recorder, "body > payload-key:short > " + std::string{json_line}));
    EXPECT_EQ(recorder.tally.rows(),
              (std::vector<Tally::Row>{{"content: limit of work with payload keys", 1}}));
}

TEST(Sealed, TextsAndFilesAreNotTried)
{
    auto const keys = given_keys();
    for (std::string const body :
         {"A message that is long enough to be looked for.", R"({"a":"some text","b":[1,2,3]})",
          "\xff\xd8\xff\xe0 the beginning of a picture, as it seems, and so on and so forth"}) {
        Recorder recorder;
        recorder.context.payload_keys = &keys;
        read(recorder, body);
        EXPECT_EQ(recorder.context.payload_work, 0u) << body;
    }
}

TEST(Sealed, OpensTheAccountLayerBehindALogin)
{
    Recorder recorder;
    read(recorder, login, {Direction::to_client, "text/json"});
    read(recorder, R"({"n":")" + std::string{account_number} + "\"}");
    EXPECT_TRUE(tells(recorder, "body > json:$.n > base64 > xiaomi-account = +85295088995"));
    Origin const query{nullptr, "query"};
    tell_text(account_json, &query, {}, {}, recorder.context);
    EXPECT_TRUE(tells(recorder, "query > base64 > xiaomi-account > " + std::string{json_line}));
}

TEST(Sealed, TakesAnAccountKeyOnlyWhereItIsOne)
{
    struct {
        char const* name;
        Direction direction;
        std::string body;
    } const rows[] = {
        {"of the phone", Direction::to_server, std::string{login}},
        {"no guard", Direction::to_client, std::string{login.substr(11)}},
        {"another member", Direction::to_client,
         R"(&&&START&&&{"security":"QUJDREVGR0hJSktMTU5PUA=="})"},
        {"another length", Direction::to_client,
         R"(&&&START&&&{"ssecurity":"QUJDREVGR0hJSktMTU5P"})"},
        {"no base64", Direction::to_client,
         R"(&&&START&&&{"ssecurity":"*UJDREVGR0hJSktMTU5PUA=="})"},
    };
    for (auto const& row : rows) {
        SCOPED_TRACE(row.name);
        Recorder recorder;
        read(recorder, row.body, {row.direction});
        EXPECT_TRUE(recorder.context.harvested.empty());
    }
}

TEST(Sealed, KeepsTheNewestOfManyKeysFromAnswers)
{
    Recorder recorder;
    std::size_t const logins = limits::harvested_keys + 3;
    for (std::size_t i = 0; i < logins; ++i) {
        std::string body{R"(&&&START&&&{"ssecurity":"AAAAAAAAAAAAAAAAAAAAA?=="})"};
        body[body.find('?')] = "AQgw"[i % 4];
        body[body.find("AAA")] = static_cast<char>('A' + i);
        read(recorder, body, {Direction::to_client});
    }
    read(recorder, login, {Direction::to_client});
    EXPECT_EQ(recorder.context.harvested.size(), limits::harvested_keys);
    EXPECT_EQ(recorder.tally.rows(),
              (std::vector<Tally::Row>{{"content: limit of keys from answers", 4}}));
    tell_text(account_number, nullptr, {}, {}, recorder.context);
    EXPECT_TRUE(tells(recorder, "base64 > xiaomi-account = +85295088995"));
}

} // namespace
} // namespace petze

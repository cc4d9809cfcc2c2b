#include "report/words.h"

#include "identify/operator/known_domains.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

std::string in_english(Words const& words)
{
    static auto const time = LocalTime::utc();
    return Speaker{Language::english, time}.say(words);
}

TEST(ItemWords, NameEveryItemOfTheContract)
{
    struct {
        char const *item, *category, *expected;
    } const cases[] = {
        {"imei/0", "imei", "Device number (IMEI)"},
        {"imei/1", "imei", "Device number (IMEI) 1"},
        {"contacts/3/name", "contact", "Contact 3, name"},
        {"contacts/3/phone", "contact", "Contact 3, phone number"},
        {"contacts/3/phone/1", "contact", "Contact 3, phone number"},
        {"contacts/3/email", "contact", "Contact 3, mail address"},
        {"messages/2", "message", "Message 2, text"},
        {"messages/2/address", "message", "Message 2, other party"},
        {"photos/2014/IMG_0003.jpg", "photo", "Photo 2014/IMG_0003.jpg"},
        {"calendar/1", "calendar", "Calendar entry 1"},
        {"apps/com.example.game", "apps", "App com.example.game"},
        {"location/home", "location", "Place home"},
        {"", "imei", "looks like an IMEI"},
        {"something/new", "new", "something/new"},
        {"imei", "imei", "Device number (IMEI) "},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.item);
        EXPECT_EQ(in_english(item_words(c.item, c.category)), c.expected);
    }
}

TEST(StepWords, NameTheLayersOfAPath)
{
    struct {
        char const *step, *expected;
    } const cases[] = {
        {"http:request:body", "HTTP request body"},
        {"http:request:header:User-Agent", "HTTP request header User-Agent"},
        {"http:request:url", "URL of the request"},
        {"http:request:url:query:imei", "URL parameter imei"},
        {"http2:request:body", "HTTP request body"},
        {"http3:response:header:server", "HTTP response header server"},
        {"http2:other", "http2:other"},
        {"grpc", "gRPC message"},
        {"sse", "event of an event stream"},
        {"sse:id", "field id of an event stream"},
        {"json:$.sms[2].body", "JSON field $.sms[2].body"},
        {"form:imsi", "form field imsi"},
        {"multipart:file", "multipart part file"},
        {"dns:query", "name asked for in DNS"},
        {"dhcp:host_name", "DHCP option host_name"},
        {"mqtt:password", "password, by MQTT"},
        {"smtp:command", "SMTP command"},
        {"smtp:other", "SMTP other"},
        {"gzip", "gzip, undone"},
        {"gzipped", "gzipped"},
        {"aws-chunked", "signed chunks put together (aws-chunked)"},
        {"upload:azure", "put together from parts (azure)"},
        {"upload:dns-queries", "put together from several DNS queries"},
        {"protobuf:3.1", "Protocol Buffers field 3.1"},
        {"", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.step);
        EXPECT_EQ(in_english(step_words(c.step)), c.expected);
    }
}

TEST(Frames, AreGivenAsTextAndAsFilter)
{
    std::vector<FrameRange> const frames{{0, 1204, 1206}, {0, 1310, 1310}, {1, 7, 9}};
    EXPECT_EQ(frame_text(frames, 0), "1204\u20131206, 1310");
    EXPECT_EQ(wireshark_filter(frames, 0),
              "(frame.number >= 1204 && frame.number <= 1206) || frame.number == 1310");
    EXPECT_EQ(wireshark_filter(frames, 1), "(frame.number >= 7 && frame.number <= 9)");
    EXPECT_EQ(wireshark_filter(frames, 2), "");
}

TEST(Printable, MakesVisibleWhatWouldMoveOrHideOthers)
{
    struct {
        char const *name, *text, *expected;
    } const cases[] = {
        {"plain", "host.example", "host.example"},
        {"other scripts", "\u5317\u4eac \u0627\u0644", "\u5317\u4eac \u0627\u0644"},
        {"escape sequence", "a\033[31mb", "a\ufffd[31mb"},
        {"C1 control",
         "a\xc2\x9b"
         "31m",
         "a\ufffd31m"},
        {"line ends", "a\r\nb", "a\ufffd\ufffdb"},
        {"right-to-left override", "gpj\u202eexe", "gpj\ufffdexe"},
        {"isolate, zero width, BOM", "\u2066\u200b\ufeff", "\ufffd\ufffd\ufffd"},
        {"no UTF-8", "\xff\xc3", "\ufffd\ufffd"},
        {"beyond the first plane", "\U0001f4f7", "\U0001f4f7"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(printable(c.text), c.expected);
    }
}

TEST(RoleWords, NameEveryRoleInBothLanguages)
{
    static auto const time = LocalTime::utc();
    for (auto const role : operator_roles)
        for (auto const language : {Language::english, Language::german}) {
            Speaker const speaker{language, time};
            EXPECT_TRUE(speaker.knows(role_words(role).key)) << role;
        }
}

} // namespace
} // namespace petze

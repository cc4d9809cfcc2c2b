#include "dissect/content/content.h"

#include "testing/compress.h"
#include "testing/hex.h"
#include "testing/recorder.h"

#include "base/limits.h"
#include "base/text.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using testing::Recorder;

struct Body {
    std::string type;
    std::string message_encoding;
    std::string content;
};

std::vector<std::string> read(Body const& body, Recorder& recorder, std::size_t cut)
{
    Origin const origin{nullptr, "body"};
    auto const dissector = make_content_dissector({.content_type = body.type,
                                                   .content_encoding = {},
                                                   .message_encoding = body.message_encoding,
                                                   .filename = {},
                                                   .parent = &origin,
                                                   .context = {Direction::to_server, "a.example"}},
                                                  recorder.context);
    auto const bytes = as_bytes(body.content);
    std::uint64_t frame = 0;
    for (std::size_t i = 0; i < bytes.size(); i += cut) {
        recorder.packet(++frame);
        dissector->take(bytes.subspan(i, std::min(cut, bytes.size() - i)));
    }
    recorder.packet(900);
    dissector->finish();
    return recorder.lines();
}

std::string text_of(std::vector<std::uint8_t> const& bytes)
{
    return {bytes.begin(), bytes.end()};
}

// A gRPC message: flags, length, content.
std::string grpc(std::string const& content, char flags = 0)
{
    std::string const length{'\0', '\0', static_cast<char>(content.size() >> 8 & 0xff),
                             static_cast<char>(content.size())};
    return flags + length + content;
}

TEST(Framings, TellEachMessage)
{
    auto const json = std::string{R"({"imei":"001013000000015"})"};
    // RFC 8484 section 4.1.1: www.example.com, A.
    auto const query = text_of(from_hex("0000 0100 0001 0000 0000 0000"
                                        "03 777777 07 6578616d706c65 03 636f6d 00 0001 0001"));
    struct {
        char const* name;
        Body body;
        std::vector<std::string> expected;
    } const cases[] = {
        {"gRPC, two messages",
         {"application/grpc+json", "", grpc(json) + grpc("") + grpc("plain")},
         {"body > grpc > json:$ = imei", "body > grpc > json:$.imei = 001013000000015",
          "body > grpc = plain"}},
        {"gRPC, compressed",
         {"application/grpc+json", "gzip", grpc(testing::gzip(json), 1)},
         {"body > grpc > gzip > json:$ = imei",
          "body > grpc > gzip > json:$.imei = 001013000000015"}},
        {"gRPC-Web: trailers are a message",
         {"application/grpc-web+proto", "", grpc("status: 0\r\nx: y\r\n", '\x80')},
         {"body > grpc = status: 0\r\nx: y\r\n"}},
        // base64 of 00 00000003 'abc', and of 80 00000003 'x:y'
        {"gRPC-Web in base64, each message padded",
         {"application/grpc-web-text", "", "AAAAAANhYmM=gAAAAAN4Onk="},
         {"body > base64 > grpc = abc", "body > base64 > grpc = x:y"}},
        {"declared as gRPC, and is none",
         {"application/grpc", "", "{\"a\":\"b\"}"},
         {"body = {\"a\":\"b\"}"}},
        {"gRPC, cut off in a message",
         {"application/grpc+json", "", grpc("hello").substr(0, 8)},
         {"body > grpc = hel", "body > grpc = [gap]"}},
        {"HTML standard 9.2.6: lines of one event are joined",
         {"text/event-stream", "", "data: YHOO\ndata: +2\ndata: 10\n\n"},
         {"body > sse = YHOO\n+2\n10"}},
        {"HTML standard 9.2.6: comment, ids, blank taken off",
         {"text/event-stream; charset=utf-8", "",
          ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third "
          "event"},
         {"body > sse:comment = test stream", "body > sse:id = 1", "body > sse = first event",
          "body > sse:field = id", "body > sse = second event", "body > sse =  third event"}},
        {"events that hold JSON, line ends of every kind",
         {"text/event-stream", "", "event: put\r\ndata: " + json + "\r\n\r\rdata: x\r\r"},
         {"body > sse:event = put", "body > sse > json:$ = imei",
          "body > sse > json:$.imei = 001013000000015", "body > sse = x"}},
        {"DNS over HTTPS",
         {"application/dns-message", "", query},
         {"body > dns:query = www.example.com", "body > dns:query:labels = wwwexamplecom"}},
        {"declared as DNS, and is none",
         {"application/dns-message", "", "a text, and no message of DNS"},
         {"body = a text, and no message of DNS"}},
    };
    for (auto const& c : cases)
        for (std::size_t cut :
             {std::size_t{1000}, std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}}) {
            SCOPED_TRACE(c.name + std::string{", cut "} + std::to_string(cut));
            Recorder recorder;
            EXPECT_EQ(read(c.body, recorder, cut), c.expected);
        }
}

TEST(Framings, TellDnsOnceAndCountNothingTwice)
{
    Recorder recorder;
    read({"application/dns-message", "",
          text_of(from_hex("0000 0100 0001 0000 0000 0000 0161 00 0001 0001"))},
         recorder, 5);
    ASSERT_EQ(recorder.of<DnsMessage>().size(), 1u);
    EXPECT_EQ(recorder.of<DnsMessage>()[0].rrname, "a");
    EXPECT_EQ(recorder.context.opened_to_server, 0u);
}

TEST(Framings, TellThePacketsOfEachEvent)
{
    Recorder recorder;
    read({"text/event-stream", "", "data: one\n\ndata: two\n\n"}, recorder, 6);
    ASSERT_EQ(recorder.fields.size(), 2u);
    EXPECT_EQ(recorder.fields[0].frames, (FrameRange{0, 1, 2}));
    EXPECT_EQ(recorder.fields[1].frames, (FrameRange{0, 2, 4}));
}

TEST(Framings, PutNothingTogetherAcrossAGap)
{
    struct {
        char const *name, *type;
        std::string before, after;
        std::vector<std::string> expected;
    } const cases[] = {
        {"gRPC",
         "application/grpc",
         grpc("abcdefgh").substr(0, 9),
         "gh" + grpc("next"),
         {"body > grpc = abcd", "body > grpc = [gap]", "body = [gap]gh" + grpc("next")}},
        {"SSE",
         "text/event-stream",
         "data: ab",
         "cd\ndata: next\n\n",
         {"body > sse = ab", "body > sse:field = cd", "body > sse = next"}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Recorder recorder;
        Origin const origin{nullptr, "body"};
        auto const dissector =
            make_content_dissector({.content_type = c.type,
                                    .content_encoding = {},
                                    .message_encoding = {},
                                    .filename = {},
                                    .parent = &origin,
                                    .context = {Direction::to_server, "a.example"}},
                                   recorder.context);
        dissector->take(as_bytes(c.before));
        dissector->gap();
        dissector->take(as_bytes(c.after));
        dissector->finish();
        EXPECT_EQ(recorder.lines(), c.expected);
    }
}

// Many streams may each hold a document that never ends, and so may many conversations.
TEST(Framings, KeepNoMoreThanAllMayTogether)
{
    Recorder recorder;
    recorder.held.most = std::size_t{16} << 20;
    Origin const origin{nullptr, "body"};
    std::vector<std::unique_ptr<ContentDissector>> open;
    auto const piece = "{\"k\":\"" + std::string((1u << 20) - 6, 'x');
    auto const document = [&](LayerContext& context, std::size_t i) {
        open.push_back(
            make_content_dissector({.content_type = i % 2 == 0 ? "application/json" : "text/plain",
                                    .content_encoding = {},
                                    .message_encoding = {},
                                    .filename = {},
                                    .parent = &origin,
                                    .context = {Direction::to_server, "a.example"}},
                                   context));
        open.back()->take(as_bytes(piece));
        EXPECT_LE(recorder.held.bytes, recorder.held.most);
    };
    for (std::size_t i = 0; i < 12; ++i)
        document(recorder.context, i);
    Recorder other;
    std::function<void(Message &&)> messages = [](Message&&) {};
    LayerContext neighbour{other, messages, other.tally, recorder.held};
    for (std::size_t i = 0; i < 9; ++i)
        document(neighbour, i);
    EXPECT_TRUE(recorder.tally.rows().empty());
    EXPECT_EQ(other.tally.rows().at(0), (Tally::Row{"content: limit held_content", 5}));
    open.clear();
    EXPECT_EQ(recorder.held.bytes, 0u);
}

} // namespace
} // namespace petze

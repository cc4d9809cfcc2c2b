#include "dissect/http1/http_dissector.h"

#include "base/digest.h"
#include "base/text.h"
#include "testing/compress.h"
#include "testing/hex.h"
#include "testing/recorder.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using testing::Recorder;

constexpr auto up = Direction::to_server, down = Direction::to_client;

struct Piece {
    Direction direction;
    std::string text;
    std::uint64_t gap = 0; // instead of text
};
using Pieces = std::vector<Piece>;

// "POST a.example /x 200 [5 hello'] < [2 ok]": bodies by length and whether their hash is that of
// the text given; "~" where not complete.
std::string in_short(HttpExchange const& http)
{
    auto const body = [](std::optional<HttpBody> const& told) {
        return told ? " [" + std::to_string(told->length) + (told->complete ? "" : "~") + "]" : "";
    };
    return http.method + " " + http.hostname + " " + http.url + body(http.request_body) + " "
           + (http.status ? std::to_string(*http.status) : "-") + body(http.response_body);
}

/// Each piece is a packet, numbered from 1; pieces are cut again after `cut` bytes.
std::vector<std::string> play(Pieces const& pieces, Recorder& recorder,
                              std::size_t cut = std::string::npos)
{
    auto const dissector = make_http_dissector(recorder.context, nullptr);
    std::uint64_t frame = 0;
    for (auto const& piece : pieces) {
        recorder.packet(++frame);
        if (piece.gap > 0)
            dissector->gap(piece.direction, piece.gap);
        for (std::size_t i = 0; i < piece.text.size(); i += std::min(cut, piece.text.size() - i))
            dissector->take(piece.direction, as_bytes(std::string_view{piece.text}.substr(
                                                 i, std::min(cut, piece.text.size() - i))));
    }
    recorder.packet(99);
    dissector->finish(up);
    dissector->finish(down);
    std::vector<std::string> out;
    for (auto const& http : recorder.of<HttpExchange>())
        out.push_back(in_short(http));
    return out;
}

std::string const get = "GET /a HTTP/1.1\r\nHost: a.example\r\n\r\n";
std::string const ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

struct Row {
    char const* name;
    Pieces pieces;
    std::vector<std::string> expected;
};

std::vector<Row> const rows{
    {"one", {{up, get}, {down, ok}}, {"GET a.example /a 200 [2]"}},
    {"no answer", {{up, get}}, {"GET a.example /a -"}},
    {"pipelined",
     {{up, get + "GET /b HTTP/1.1\r\nHost: b.example\r\n\r\n"}, {down, ok + ok}},
     {"GET a.example /a 200 [2]", "GET b.example /b 200 [2]"}},
    {"RFC 9110 15.2.1, 100-continue",
     {{up,
       "POST /p HTTP/1.1\r\nHost: a.example\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"},
      {down, "HTTP/1.1 100 Continue\r\n\r\n"},
      {up, "hello"},
      {down, "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"}},
     {"POST a.example /p [5] 201"}},
    {"RFC 9112 7.1, chunked with extension and trailer",
     {{up, "POST /c HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n"
           "4;x=1\r\nWiki\r\n5\r\npedia\r\n0\r\nX-Sum: 9\r\n\r\n"},
      {down, ok}},
     {"POST a.example /c [9] 200 [2]"}},
    {"RFC 9112 6.3, HEAD has no body",
     {{up, "HEAD /h HTTP/1.1\r\nHost: a.example\r\n\r\n" + get},
      {down, "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n" + ok}},
     {"HEAD a.example /h 200", "GET a.example /a 200 [2]"}},
    {"304 has none either",
     {{up, get + get}, {down, "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n" + ok}},
     {"GET a.example /a 304", "GET a.example /a 200 [2]"}},
    {"until the end of the connection",
     {{up, "GET / HTTP/1.0\r\n\r\n"}, {down, "HTTP/1.0 200 OK\r\n\r\nsome text"}},
     {"GET  / 200 [9]"}},
    {"answered before the request was whole",
     {{up, "POST /p HTTP/1.1\r\nHost: a.example\r\nContent-Length: 10\r\n\r\nhello"},
      {down, "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n"},
      {up, "world"}},
     {"POST a.example /p [10] 413"}},
    {"cut at the end",
     {{up, "PUT /f HTTP/1.1\r\nHost: a.example\r\nContent-Length: 10\r\n\r\nhello"}},
     {"PUT a.example /f [5~] -"}},
    {"the same length twice",
     {{up, "PUT /f HTTP/1.1\r\nHost: a.example\r\nContent-Length: 5, 5\r\n\r\nhello"}, {down, ok}},
     {"PUT a.example /f [5] 200 [2]"}},
    {"newlines alone, empty line first",
     {{up, "\r\nGET /a HTTP/1.1\nHost: a.example\n\n"}, {down, "HTTP/1.1 204 No Content\n\n"}},
     {"GET a.example /a 204"}},
    {"proxy: refused, then tried again",
     {{up, "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n"},
      {down, "HTTP/1.1 407 Auth\r\nContent-Length: 2\r\n\r\nno"},
      {up, "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\nX: 1\r\n\r\n"},
      {down, "HTTP/1.1 200 OK\r\n\r\nnothing that is HTTP"},
      {up, "nor this"}},
     {"CONNECT a.example:443 a.example:443 407 [2]", "CONNECT a.example:443 a.example:443 200"}},
    {"the answer's packet came first", {{down, ok}, {up, get}}, {"GET a.example /a 200 [2]"}},
};

TEST(HttpDissector, TellsEachRequestWithItsAnswer)
{
    for (auto const& row : rows) {
        SCOPED_TRACE(row.name);
        for (std::size_t cut :
             {std::string::npos, std::size_t{1}, std::size_t{2}, std::size_t{7}}) {
            Recorder recorder;
            EXPECT_EQ(play(row.pieces, recorder, cut), row.expected) << "cut " << cut;
        }
    }
}

TEST(HttpDissector, ReadsBodiesThroughTheirCodings)
{
    auto const packed = testing::gzip(R"({"imei":"001013000000015"})");
    Recorder recorder;
    auto const head = "POST /up?a=b%20c&d=%2B49 HTTP/1.1\r\nHost: A.example:8080\r\n"
                      "Content-Encoding: gzip\r\nContent-Type: application/json\r\n"
                      "Content-Length: "
                      + std::to_string(packed.size()) + "\r\nCookie: k=v; n=w\r\n\r\n";
    play({{up, head + packed}, {down, ok}}, recorder);
    EXPECT_EQ(recorder.values("http:request:url:path"), std::vector<std::string>{"/up"});
    EXPECT_EQ(recorder.values("http:request:url:query:a"), std::vector<std::string>{"b c"});
    EXPECT_EQ(recorder.values("http:request:url:query:d"), std::vector<std::string>{"+49"});
    EXPECT_EQ(recorder.values("http:request:header:Cookie"),
              (std::vector<std::string>{"k", "v", "n", "w"}));
    EXPECT_EQ(recorder.values("http:request:body > gzip > json:$.imei"),
              std::vector<std::string>{"001013000000015"});
    auto const told = recorder.of<HttpExchange>().at(0);
    EXPECT_EQ(told.request_body->sha256, to_hex(sha256(as_bytes(packed)))); // before content-coding
    EXPECT_EQ(told.request_body->encoding, "gzip");
    EXPECT_EQ(told.hostname, "A.example:8080");
    EXPECT_EQ(told.version, "1.1");
    EXPECT_EQ(recorder.context.opened_to_server, head.size() + packed.size());
}

TEST(HttpDissector, TellsTheFramesOfEachHeader)
{
    Recorder recorder;
    play({{up, "GET /a HTTP/1.1\r\nHo"}, {up, "st: a.example\r\nX: one\r\n"}, {up, "\r\n"}},
         recorder);
    ASSERT_EQ(recorder.fields.size(), 3u);
    EXPECT_EQ(recorder.fields[0].frames, (FrameRange{0, 1, 1}));
    EXPECT_EQ(recorder.fields[1].frames, (FrameRange{0, 1, 2}));
    EXPECT_EQ(recorder.fields[2].frames, (FrameRange{0, 2, 2}));
    EXPECT_EQ(recorder.fields[2].value, "one");
    EXPECT_EQ(recorder.fields[2].hostname, "a.example");
}

// Wherever some bytes of the second request are missing, the first and the third are told, and
// nothing of the third is taken for a part of the second.
TEST(HttpDissector, FindsItsWayBackAfterAGapAnywhere)
{
    std::string const first = "POST /1 HTTP/1.1\r\nHost: a.example\r\nContent-Length: 3\r\n\r\none";
    std::string const second = "POST /2 HTTP/1.1\r\nHost: a.example\r\nContent-Length: 30\r\n\r\n"
                               "123456789012345678901234567890";
    std::string const third =
        "POST /3 HTTP/1.1\r\nHost: a.example\r\nContent-Length: 5\r\n\r\nthree";
    for (std::size_t from = 0; from < second.size(); ++from)
        for (std::size_t length : {std::size_t{1}, std::size_t{20}, second.size() - from}) {
            if (from + length > second.size())
                continue;
            SCOPED_TRACE(std::to_string(from) + " + " + std::to_string(length));
            Recorder recorder;
            auto const told = play({{up, first},
                                    {up, second.substr(0, from)},
                                    {up, {}, length},
                                    {up, second.substr(from + length)},
                                    {up, third}},
                                   recorder);
            ASSERT_GE(told.size(), 2u);
            EXPECT_EQ(told.front(), "POST a.example /1 [3] -");
            EXPECT_EQ(told.back(), "POST a.example /3 [5] -");
        }
}

TEST(HttpDissector, KeepsAnswersWithTheirRequestsAcrossAGap)
{
    Recorder recorder;
    EXPECT_EQ(play({{up, get},
                    {down, {}, 400}, // the first answer
                    {up, "GET /b HTTP/1.1\r\nHost: b.example\r\n\r\n"},
                    {down, ok}},
                   recorder),
              (std::vector<std::string>{"GET a.example /a -", "GET b.example /b 200 [2]"}));
}

TEST(HttpDissector, HandsWhatItOpensToTheNextLayer)
{
    struct {
        std::string request, response, protocol;
    } const cases[] = {
        {"CONNECT b.example:443 HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n", ""},
        {"GET /ws HTTP/1.1\r\nUpgrade: websocket\r\n\r\n",
         "HTTP/1.1 101 Switching\r\nUpgrade: WebSocket\r\n\r\n", "websocket"},
        {"GET /ws HTTP/1.1\r\nUpgrade: Other/1, websocket\r\n\r\n",
         "HTTP/1.1 101 Switching\r\n\r\n", "other/1"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.request);
        static std::string seen;
        seen.clear();
        class Inner : public StreamDissector {
        public:
            void take(Direction direction, Bytes piece) override
            {
                seen += std::string{name_of(direction)} + ":" + std::string{as_text(piece)} + ";";
            }
            void gap(Direction, std::uint64_t count) override
            {
                seen += "gap " + std::to_string(count) + ";";
            }
            void finish(Direction) override { seen += "end;"; }
        };
        Recorder recorder;
        recorder.context.next_stream = [](LayerContext&, Origin const*, std::string_view protocol) {
            seen += std::string{protocol} + ">";
            return std::unique_ptr<StreamDissector>{std::make_unique<Inner>()};
        };
        play({{up, c.request}, {down, c.response}, {up, "up"}, {down, "down"}, {up, {}, 7}},
             recorder);
        EXPECT_EQ(seen, c.protocol + ">toserver:up;toclient:down;gap 7;end;end;");
        EXPECT_EQ(recorder.context.opened_to_server, c.request.size());
    }
}

// RFC 7540 section 3.2: the request is answered on stream 1 of what follows.
TEST(HttpDissector, GoesOnAsHttp2WhereBothAgree)
{
    auto const text = [](char const* hex) {
        auto const bytes = from_hex(hex);
        return std::string{bytes.begin(), bytes.end()};
    };
    Recorder recorder;
    auto const told =
        play({{up, "POST /a HTTP/1.1\r\nHost: a.example\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                   "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\nContent-Length: 3\r\n\r\nabc"},
              {down, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n"
                         + text("000000 04 00 00000000 000001 01 04 00000001 88"
                                "000002 00 01 00000001 6f6b")},
              {up, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + text("000000 04 00 00000000")},
              {up, text("000006 01 05 00000003 828684 410162")},
              {down, text("000001 01 05 00000003 88")}},
             recorder);
    EXPECT_EQ(told, (std::vector<std::string>{"POST a.example /a [3] 200 [2]", "GET b / 200"}));
    EXPECT_EQ(recorder.of<HttpExchange>()[0].stream, 1u);
    EXPECT_EQ(recorder.of<HttpExchange>()[0].version, "1.1");
}

TEST(HttpDissector, TellsDnsThatAsksInATarget)
{
    Recorder recorder; // RFC 8484 section 4.1.1
    play({{up, "GET /dns-query?dns=AAABAAABAAAAAAAAA3d3dwdleGFtcGxlA2NvbQAAAQAB HTTP/1.1\r\n"
               "Host: dnsserver.example.net\r\nAccept: application/dns-message\r\n\r\n"}},
         recorder);
    ASSERT_EQ(recorder.of<DnsMessage>().size(), 1u);
    EXPECT_EQ(recorder.of<DnsMessage>()[0].rrname, "www.example.com");
    EXPECT_EQ(recorder.values("http:request:url:query:dns > dns:query"),
              std::vector<std::string>{"www.example.com"});
}

TEST(HttpDissector, LosesNothingThatIsNoMessage)
{
    Recorder recorder;
    play({{up, "some bytes\n of the middle\r\n" + get}, {down, "\x01\x02\n" + ok}}, recorder);
    ASSERT_EQ(recorder.of<HttpExchange>().size(), 1u);
    EXPECT_EQ(recorder.streams().at(0).path, "stream");
    EXPECT_EQ(recorder.streams().at(0).value, "some bytes\n of the middle\r\n");
}

} // namespace
} // namespace petze

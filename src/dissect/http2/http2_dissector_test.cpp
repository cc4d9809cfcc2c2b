#include "dissect/http2/http2_dissector.h"

#include "base/digest.h"
#include "base/limits.h"
#include "base/text.h"
#include "dissect/http2/frame.h"
#include "testing/compress.h"
#include "testing/hex.h"
#include "testing/http2.h"
#include "testing/recorder.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using testing::HeaderList;
using testing::HpackEncoder;
using testing::Recorder;

constexpr auto up = Direction::to_server, down = Direction::to_client;
constexpr int data_type = 0, headers_type = 1, rst_type = 3, push_type = 5, goaway_type = 7,
              continuation_type = 9;
constexpr int end_stream = 1, end_headers = 4, padded = 8, priority = 32;

std::string const preface{http2::preface};
std::string const settings = testing::http2_frame(4, 0, 0, "");

/// Both sides of one connection, as it is written down for a test.
struct Talk {
    struct Piece {
        Direction direction;
        std::string bytes;
        std::uint64_t gap = 0; // instead of bytes
    };
    std::vector<Piece> pieces{{up, preface + settings}, {down, settings}};
    HpackEncoder encoders[2];

    HpackEncoder& encoder(Direction direction)
    {
        return encoders[static_cast<std::size_t>(direction)];
    }
    Talk& raw(Direction direction, std::string bytes)
    {
        pieces.push_back({direction, std::move(bytes)});
        return *this;
    }
    Talk& gap(Direction direction, std::uint64_t count)
    {
        pieces.push_back({direction, {}, count});
        return *this;
    }
    Talk& headers(Direction direction, std::uint32_t stream, HeaderList const& list, int flags = 0)
    {
        auto const block = encoder(direction).block(list);
        return raw(direction,
                   testing::http2_frame(headers_type, flags | end_headers, stream, block));
    }
    /// Never seen, though it fills the encoder's table.
    Talk& lost_headers(Direction direction, HeaderList const& list)
    {
        return gap(direction, 9 + encoder(direction).block(list).size());
    }
    Talk& data(Direction direction, std::uint32_t stream, std::string_view text, int flags = 0)
    {
        return raw(direction, testing::http2_frame(data_type, flags, stream, text));
    }
    Talk& get(std::uint32_t stream, std::string const& path)
    {
        return headers(up, stream, request("GET", path), end_stream);
    }
    Talk& ok(std::uint32_t stream, std::string_view body)
    {
        headers(down, stream, {{":status", "200"}});
        return data(down, stream, body, end_stream);
    }
    static HeaderList request(std::string const& method, std::string const& path)
    {
        return {{":method", method},
                {":scheme", "https"},
                {":authority", "a.example"},
                {":path", path}};
    }
};

// "POST a.example /x#5 [5] 200 [2~]": bodies by length, "~" where not complete.
std::string in_short(HttpExchange const& http)
{
    auto const body = [](std::optional<HttpBody> const& told) {
        return told ? " [" + std::to_string(told->length) + (told->complete ? "" : "~") + "]" : "";
    };
    return http.method + " " + http.hostname + " " + http.url + "#"
           + std::to_string(http.stream.value_or(0)) + body(http.request_body) + " "
           + (http.status ? std::to_string(*http.status) : "-") + body(http.response_body);
}

/// Each piece is a packet, numbered from 1; pieces are cut again after `cut` bytes.
std::vector<std::string> play(Talk const& talk, Recorder& recorder,
                              std::size_t cut = std::string::npos)
{
    auto const dissector = make_http2_dissector(recorder.context, nullptr);
    std::uint64_t frame = 0;
    for (auto const& piece : talk.pieces) {
        recorder.packet(++frame);
        if (piece.gap > 0)
            dissector->gap(piece.direction, piece.gap);
        for (std::size_t i = 0; i < piece.bytes.size(); i += std::min(cut, piece.bytes.size() - i))
            dissector->take(piece.direction, as_bytes(std::string_view{piece.bytes}.substr(
                                                 i, std::min(cut, piece.bytes.size() - i))));
    }
    recorder.packet(99);
    dissector->finish(up);
    dissector->finish(down);
    std::vector<std::string> out;
    for (auto const& http : recorder.of<HttpExchange>())
        out.push_back(in_short(http));
    return out;
}

struct Row {
    char const* name;
    void (*make)(Talk&);
    std::vector<std::string> expected;
};

std::vector<Row> const rows{
    {"one", [](Talk& t) { t.get(1, "/a").ok(1, "ok"); }, {"GET a.example /a#1 200 [2]"}},
    {"no answer", [](Talk& t) { t.get(1, "/a"); }, {"GET a.example /a#1 -"}},
    {"interleaved, told as each ends",
     [](Talk& t) {
         t.get(1, "/a").get(3, "/b");
         t.headers(down, 3, {{":status", "200"}}).headers(down, 1, {{":status", "404"}});
         t.data(down, 1, "a").data(down, 3, "bb", end_stream).data(down, 1, "aa", end_stream);
     },
     {"GET a.example /b#3 200 [2]", "GET a.example /a#1 404 [3]"}},
    {"RFC 9113 8.8.5: interim answer, then trailers",
     [](Talk& t) {
         t.headers(up, 1, Talk::request("POST", "/image")).data(up, 1, "12345", end_stream);
         t.headers(down, 1, {{":status", "100"}, {"extension-field", "bar"}});
         t.headers(down, 1, {{":status", "200"}, {"trailer", "Foo"}}).data(down, 1, "data");
         t.headers(down, 1, {{"foo", "bar"}}, end_stream);
     },
     {"POST a.example /image#1 [5] 200 [4]"}},
    {"the answer's packets came first",
     [](Talk& t) { t.ok(1, "ok").get(1, "/a"); },
     {"GET a.example /a#1 200 [2]"}},
    {"Host where there is no authority",
     [](Talk& t) {
         t.headers(up, 1, {{":method", "GET"}, {":path", "/"}, {"host", "b.example"}}, end_stream);
     },
     {"GET b.example /#1 -"}},
    {"CONTINUATION, padding, priority",
     [](Talk& t) {
         auto const block = t.encoder(up).block(Talk::request("GET", "/long"));
         std::string const begin{'\x03', '\0', '\0', '\0', '\0', '\x10'};
         t.raw(up, testing::http2_frame(headers_type, end_stream | padded | priority, 1,
                                        begin + block.substr(0, 4) + std::string(3, '\0')));
         t.raw(up, testing::http2_frame(continuation_type, 0, 1, block.substr(4, 1)));
         t.raw(up, testing::http2_frame(continuation_type, end_headers, 1, block.substr(5)));
         t.ok(1, "ok");
     },
     {"GET a.example /long#1 200 [2]"}},
    {"pushed",
     [](Talk& t) {
         t.get(1, "/a");
         auto const block = t.encoder(down).block(Talk::request("GET", "/style"));
         t.raw(down,
               testing::http2_frame(push_type, end_headers, 1, std::string{"\0\0\0\2", 4} + block));
         t.ok(2, "css").ok(1, "ok");
     },
     {"GET a.example /style#2 200 [3]", "GET a.example /a#1 200 [2]"}},
    {"reset in a body, and what was on its way",
     [](Talk& t) {
         t.get(1, "/a").headers(down, 1, {{":status", "200"}}).data(down, 1, "abc");
         t.raw(up, testing::http2_frame(rst_type, 0, 1, std::string{"\0\0\0\x8", 4}));
         t.data(down, 1, "late").get(3, "/b").ok(3, "ok");
     },
     {"GET a.example /a#1 200 [3~]", "GET a.example /b#3 200 [2]"}},
    {"cut at the end",
     [](Talk& t) { t.headers(up, 1, Talk::request("PUT", "/f")).data(up, 1, "abc"); },
     {"PUT a.example /f#1 [3~] -"}},
    {"cut in the headers",
     [](Talk& t) {
         auto const block = t.encoder(up).block(Talk::request("GET", "/a"));
         t.raw(up, testing::http2_frame(headers_type, end_headers, 1, block).substr(0, 11));
     },
     {"GET  #1 -"}},
    {"broken off by another frame",
     [](Talk& t) {
         auto const block = t.encoder(up).block(Talk::request("GET", "/a"));
         t.raw(up, testing::http2_frame(headers_type, end_stream, 1, block));
         t.get(3, "/b");
     },
     {"GET a.example /a#1 -", "GET  /b#3 -"}},
};

TEST(Http2Dissector, TellsEachRequestWithItsAnswer)
{
    for (auto const& row : rows) {
        SCOPED_TRACE(row.name);
        for (std::size_t cut :
             {std::string::npos, std::size_t{1}, std::size_t{2}, std::size_t{7}}) {
            Talk talk;
            row.make(talk);
            Recorder recorder;
            EXPECT_EQ(play(talk, recorder, cut), row.expected) << "cut " << cut;
        }
    }
}

TEST(Http2Dissector, TellsFieldsAndBodies)
{
    auto const packed = testing::gzip(R"({"imei":"001013000000015"})");
    Talk talk;
    talk.headers(up, 1,
                 {{":method", "POST"},
                  {":scheme", "https"},
                  {":authority", "A.example:8443"},
                  {":path", "/up?a=b%20c"},
                  {"content-type", "application/json"},
                  {"content-encoding", "gzip"},
                  {"user-agent", "test/1"},
                  {"cookie", "k=v"},
                  {"cookie", "n=w"}});
    talk.data(up, 1, packed.substr(0, 9)).data(up, 1, packed.substr(9), end_stream);
    talk.ok(1, "ok");
    Recorder recorder;
    play(talk, recorder);
    EXPECT_EQ(recorder.values("http2:request:url:path"), std::vector<std::string>{"/up"});
    EXPECT_EQ(recorder.values("http2:request:url:query:a"), std::vector<std::string>{"b c"});
    EXPECT_EQ(recorder.values("http2:request:header:cookie"),
              (std::vector<std::string>{"k", "v", "n", "w"}));
    EXPECT_EQ(recorder.values("http2:request:header::authority"),
              std::vector<std::string>{"A.example:8443"});
    EXPECT_EQ(recorder.values("http2:request:body > gzip > json:$.imei"),
              std::vector<std::string>{"001013000000015"});
    auto const told = recorder.of<HttpExchange>().at(0);
    EXPECT_EQ(told.version, "2");
    EXPECT_EQ(told.hostname, "A.example:8443");
    EXPECT_EQ(told.user_agent, "test/1");
    EXPECT_EQ(told.request_headers, (std::vector<HttpHeader>{{"content-type", "application/json"},
                                                             {"content-encoding", "gzip"},
                                                             {"user-agent", "test/1"},
                                                             {"cookie", "k=v"},
                                                             {"cookie", "n=w"}}));
    EXPECT_EQ(told.request_body->sha256, to_hex(sha256(as_bytes(packed))));
    EXPECT_EQ(told.request_body->encoding, "gzip");
    std::uint64_t sent = 0;
    for (auto const& piece : talk.pieces)
        sent += piece.direction == up ? piece.bytes.size() : 0;
    EXPECT_EQ(recorder.context.opened_to_server, sent);
}

TEST(Http2Dissector, TellsThePacketsOfABlock)
{
    Talk talk;
    auto const block = talk.encoder(up).block({{":path", "/first"}, {"x", "second"}});
    auto const cut = block.size() - 2;
    talk.raw(up, testing::http2_frame(headers_type, 0, 1, block.substr(0, cut)));
    talk.raw(up, testing::http2_frame(continuation_type, end_headers, 1, block.substr(cut)));
    Recorder recorder;
    play(talk, recorder);
    ASSERT_EQ(recorder.fields.size(), 2u);
    EXPECT_EQ(recorder.fields[0].frames, (FrameRange{0, 3, 3}));
    EXPECT_EQ(recorder.fields[1].frames, (FrameRange{0, 3, 4}));
}

TEST(Http2Dissector, ReadsOnAfterAGap)
{
    Row const cases[] = {
        {"inside a body",
         [](Talk& t) {
             auto const frame = testing::http2_frame(data_type, end_stream, 1, "0123456789");
             t.headers(up, 1, Talk::request("POST", "/a"));
             t.raw(up, frame.substr(0, 11)).gap(up, 3).raw(up, frame.substr(14));
             t.ok(1, "ok").get(3, "/b");
         },
         {"POST a.example /a#1 [7~] 200 [2]", "GET a.example /b#3 -"}},
        {"a whole request, and what it added to the table",
         [](Talk& t) {
             t.lost_headers(up, Talk::request("GET", "/a"));
             t.get(3, "/b").ok(1, "one").ok(3, "two");
         },
         {"  #1 200 [3]", "GET  /b#3 200 [3]"}},
        {"the end of a request",
         [](Talk& t) {
             t.headers(up, 1, Talk::request("POST", "/a")).data(up, 1, "abc").gap(up, 12);
             t.get(3, "/b").ok(1, "one").ok(3, "two");
         },
         {"POST a.example /a#1 [3~] 200 [3]", "GET  /b#3 200 [3]"}},
        {"the head of an answer",
         [](Talk& t) {
             t.get(1, "/a").lost_headers(down, {{":status", "200"}, {"x", "y"}});
             t.data(down, 1, "body", end_stream);
         },
         {"GET a.example /a#1 - [4]"}},
        {"trailers of which the head was lost",
         [](Talk& t) {
             t.get(1, "/a").lost_headers(down, {{":status", "200"}});
             t.data(down, 1, "body").headers(down, 1, {{"sum", "1"}}, end_stream);
         },
         {"GET a.example /a#1 - [4]"}},
    };
    for (auto const& row : cases) {
        SCOPED_TRACE(row.name);
        Talk talk;
        row.make(talk);
        Recorder recorder;
        EXPECT_EQ(play(talk, recorder), row.expected);
    }
}

TEST(Http2Dissector, IsJoinedInTheMiddle)
{
    Talk talk;
    talk.encoder(up).block(Talk::request("GET", "/before"));
    talk.pieces.clear();
    talk.raw(up, "\x01\x02").get(7, "/a").headers(down, 7, {{":status", "200"}});
    talk.data(down, 7, "text", end_stream);
    Recorder recorder;
    // The authority stands in the table, which nobody saw.
    EXPECT_EQ(play(talk, recorder), std::vector<std::string>{"GET  /a#7 200 [4]"});
}

// Wherever some bytes of the second request are missing, the third is told, and its body with it.
TEST(Http2Dissector, FindsItsWayBackAfterAGapAnywhere)
{
    Talk first;
    first.headers(up, 1, Talk::request("POST", "/1")).data(up, 1, "one", end_stream);
    std::size_t const before = first.pieces.size();
    first.headers(up, 3, Talk::request("POST", "/2"));
    first.data(up, 3, "12345678901234567890", end_stream);
    first.headers(up, 5, Talk::request("POST", "/3")).data(up, 5, "three", end_stream);
    auto const second = first.pieces[before].bytes + first.pieces[before + 1].bytes;
    for (std::size_t from = 0; from < second.size(); ++from)
        for (std::size_t length : {std::size_t{1}, std::size_t{20}, second.size() - from}) {
            if (from + length > second.size())
                continue;
            SCOPED_TRACE(std::to_string(from) + " + " + std::to_string(length));
            Talk talk;
            talk.pieces.assign(first.pieces.begin(),
                               first.pieces.begin() + static_cast<std::ptrdiff_t>(before));
            talk.raw(up, second.substr(0, from)).gap(up, length);
            talk.raw(up, second.substr(from + length));
            talk.raw(up, first.pieces[before + 2].bytes + first.pieces[before + 3].bytes);
            Recorder recorder;
            auto const told = play(talk, recorder);
            ASSERT_GE(told.size(), 2u);
            EXPECT_EQ(told.front(), "POST a.example /1#1 [3] -");
            EXPECT_NE(told.back().find("#5 [5] -"), std::string::npos) << told.back();
        }
}

/// What a tunnel said, and what it was opened as.
std::string& tunnelled()
{
    static std::string seen;
    return seen;
}

std::unique_ptr<StreamDissector> open_tunnel(LayerContext&, Origin const*, std::string_view name)
{
    class Inner : public StreamDissector {
    public:
        void take(Direction direction, Bytes piece) override
        {
            tunnelled() +=
                std::string{name_of(direction)} + ":" + std::string{as_text(piece)} + ";";
        }
        void gap(Direction, std::uint64_t count) override
        {
            tunnelled() += "gap " + std::to_string(count) + ";";
        }
        void finish(Direction) override { tunnelled() += "end;"; }
    };
    tunnelled() += std::string{name} + ">";
    return std::make_unique<Inner>();
}

TEST(Http2Dissector, HandsWhatItOpensToTheNextLayer)
{
    struct {
        char const* name;
        HeaderList request;
        char const *seen, *told;
    } const cases[] = {
        {"RFC 9113 8.5",
         {{":method", "CONNECT"}, {":authority", "b.example:443"}},
         ">toserver:up;toclient:down;end;end;",
         "CONNECT b.example:443 b.example:443#1 200"},
        {"RFC 8441 5.1",
         {{":method", "CONNECT"},
          {":protocol", "websocket"},
          {":scheme", "https"},
          {":path", "/chat"},
          {":authority", "server.example.com"}},
         "websocket>toserver:up;toclient:down;end;end;",
         "CONNECT server.example.com /chat#1 200"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        tunnelled().clear();
        Talk talk;
        talk.headers(up, 1, c.request).headers(down, 1, {{":status", "200"}});
        talk.data(up, 1, "up").data(down, 1, "down", end_stream).data(up, 1, "", end_stream);
        Recorder recorder;
        recorder.context.next_stream = open_tunnel;
        EXPECT_EQ(play(talk, recorder), std::vector<std::string>{c.told});
        EXPECT_EQ(tunnelled(), c.seen);
    }
    tunnelled().clear();
    Talk refused;
    refused.headers(up, 1, cases[0].request, 0).headers(down, 1, {{":status", "403"}});
    refused.data(down, 1, "no", end_stream);
    Recorder recorder;
    recorder.context.next_stream = open_tunnel;
    EXPECT_EQ(play(refused, recorder),
              std::vector<std::string>{"CONNECT b.example:443 b.example:443#1 403 [2]"});
    EXPECT_EQ(tunnelled(), "");
}

TEST(Http2Dissector, AnswersTheRequestThatUpgraded)
{
    http::Exchange asked;
    asked.told.version = "1.1";
    asked.told.method = "GET";
    asked.told.hostname = "a.example";
    asked.told.url = "/up";
    asked.told.status = 101;
    asked.told.response_headers = {{"Upgrade", "h2c"}};
    Recorder recorder;
    auto const dissector =
        make_upgraded_http2_dissector(recorder.context, nullptr, std::move(asked));
    Talk talk;
    talk.ok(1, "ok");
    for (auto const& piece : talk.pieces)
        dissector->take(piece.direction, as_bytes(piece.bytes));
    auto const told = recorder.of<HttpExchange>();
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(in_short(told[0]), "GET a.example /up#1 200 [2]");
    EXPECT_EQ(told[0].version, "1.1");
    EXPECT_TRUE(told[0].response_headers.empty());
}

TEST(Http2Dissector, SearchesWhatBelongsToNoMessage)
{
    Talk talk;
    talk.raw(down, testing::http2_frame(goaway_type, 0, 0, std::string(8, '\0') + "debug"));
    talk.raw(down, testing::http2_frame(0x0a, 0, 0, "altsvc"));
    talk.raw(down, testing::http2_frame(0x10, 0, 0, "u=1"));
    talk.get(1, "/a").ok(1, "ok").data(down, 1, "late").data(down, 1, "r");
    Recorder recorder;
    EXPECT_EQ(play(talk, recorder), std::vector<std::string>{"GET a.example /a#1 200 [2]"});
    ASSERT_EQ(recorder.streams().size(), 1u); // a body as short as the answer's is a field
    EXPECT_EQ(recorder.streams().at(0).value, "debugaltsvcu=1[gap]later");
}

TEST(Http2Dissector, IsBounded)
{
    {
        SCOPED_TRACE("open streams");
        Talk talk;
        for (std::uint32_t i = 0; i < limits::http_streams + 10; ++i)
            talk.headers(up, 2 * i + 1, Talk::request("POST", "/a"));
        Recorder recorder;
        EXPECT_EQ(play(talk, recorder).size(), limits::http_streams + 10);
        ASSERT_EQ(recorder.tally.rows().size(), 1u);
        EXPECT_EQ(recorder.tally.rows()[0], (Tally::Row{"http2: limit of open streams", 10}));
    }
    {
        SCOPED_TRACE("CONTINUATION without end");
        Talk talk;
        talk.raw(up, testing::http2_frame(headers_type, 0, 1, "\x82"));
        for (int i = 0; i < 40; ++i)
            talk.raw(up, testing::http2_frame(continuation_type, 0, 1, std::string(16000, '\x84')));
        talk.get(3, "/b");
        Recorder recorder;
        auto const told = play(talk, recorder);
        ASSERT_EQ(told.size(), 2u);
        EXPECT_EQ(told[1], "GET a.example /b#3 -");
        auto const kinds = recorder.tally.rows();
        EXPECT_TRUE(std::any_of(kinds.begin(), kinds.end(), [](Tally::Row const& row) {
            return row.kind == "http2: limit of header bytes";
        }));
    }
}

TEST(LooksLikeHttp2, DecidesAsSoonAsItCan)
{
    auto const text = [](char const* hex) {
        auto const bytes = from_hex(hex);
        return std::string{bytes.begin(), bytes.end()};
    };
    struct {
        char const* name;
        Direction direction;
        std::string first;
        Likeness expected;
    } const cases[] = {
        {"preface", up, preface, Likeness::yes},
        {"its beginning", up, "PRI * HTT", Likeness::maybe},
        {"enough of it", up, "PRI * HTTP/2.0\r\n", Likeness::yes},
        {"HTTP/1", up, "PRIVATE / HTTP/1.1\r\n", Likeness::no},
        {"settings", down, text("00000c 04 00 00000000 0003 00000064 0004 00010000"),
         Likeness::yes},
        {"not whole", down, text("000006 04 00 0000"), Likeness::maybe},
        {"an ack", down, text("000000 04 01 00000000"), Likeness::no},
        {"empty", down, text("000000 04 00 00000000"), Likeness::maybe},
        {"empty, then an ack", down, text("000000 04 00 00000000 000000 04 01 00000000"),
         Likeness::yes},
        {"empty, then zeros", down, text("000000 04 00 00000000 000000000000000000"), Likeness::no},
        {"length of no settings", down, text("000007 04 00 00000000 0003 00000064 00000000"),
         Likeness::no},
        {"a setting nobody has", down, text("00000c 04 00 00000000 7003 00000064 0004 00010000"),
         Likeness::no},
        {"TLS", down, text("1603030040"), Likeness::no},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(looks_like_http2(c.direction, as_bytes(c.first)), c.expected);
    }
}

} // namespace
} // namespace petze

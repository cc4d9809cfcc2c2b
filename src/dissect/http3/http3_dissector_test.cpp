#include "dissect/http3/http3_dissector.h"

#include "base/digest.h"
#include "base/limits.h"
#include "base/text.h"
#include "testing/compress.h"
#include "testing/hex.h"
#include "testing/http3.h"
#include "testing/recorder.h"

#include <gtest/gtest.h>

#include <set>
#include <utility>

namespace petze {
namespace {

using testing::http3_frame;
using testing::Recorder;

using HeaderList = std::vector<std::pair<std::string, std::string>>;

constexpr auto up = Direction::to_server, down = Direction::to_client;
constexpr std::uint64_t data_type = 0, headers_type = 1, push_type = 5;
// RFC 9000 §2.1: unidirectional ones of the client and of the server.
constexpr std::uint64_t client_control = 2, client_encoder = 6, server_control = 3,
                        server_encoder = 7, server_push = 11;

/// One connection, as it is written down for a test.
struct Talk {
    struct Piece {
        std::uint64_t stream;
        Direction direction;
        std::string bytes;
        std::uint64_t gap = 0; // instead of bytes
        bool end = false;
    };
    std::vector<Piece> pieces;
    testing::QpackEncoder encoders[2];

    testing::QpackEncoder& encoder(Direction direction)
    {
        return encoders[static_cast<std::size_t>(direction)];
    }
    /// Both sides announce a table of 4096 bytes.
    Talk& open()
    {
        auto const control = from_hex("00 04 03 01 5000"); // control; SETTINGS: 1 = 4096
        std::string const text{control.begin(), control.end()};
        raw(client_control, up, text).raw(server_control, down, text);
        return raw(client_encoder, up, "\x02").raw(server_encoder, down, "\x02");
    }
    Talk& raw(std::uint64_t stream, Direction direction, std::string bytes)
    {
        pieces.push_back({stream, direction, std::move(bytes)});
        return *this;
    }
    Talk& gap(std::uint64_t stream, Direction direction, std::uint64_t count)
    {
        pieces.push_back({stream, direction, {}, count});
        return *this;
    }
    Talk& end(std::uint64_t stream, Direction direction)
    {
        pieces.push_back({stream, direction, {}, 0, true});
        return *this;
    }
    /// Fields, with what they need on the encoder stream behind them or before them.
    Talk& headers(std::uint64_t stream, Direction direction, HeaderList const& list)
    {
        auto const section = encoder(direction).section(static_cast<std::int64_t>(stream), list);
        return raw(stream, direction, http3_frame(headers_type, section));
    }
    Talk& inserts(Direction direction)
    {
        return raw(direction == up ? client_encoder : server_encoder, direction,
                   std::exchange(encoder(direction).inserts, {}));
    }
    Talk& data(std::uint64_t stream, Direction direction, std::string_view text)
    {
        return raw(stream, direction, http3_frame(data_type, text));
    }
    Talk& get(std::uint64_t stream, std::string const& path)
    {
        return headers(stream, up, request("GET", path)).end(stream, up);
    }
    Talk& ok(std::uint64_t stream, std::string_view body)
    {
        return headers(stream, down, {{":status", "200"}})
            .data(stream, down, body)
            .end(stream, down);
    }
    static HeaderList request(std::string const& method, std::string const& path)
    {
        return {{":method", method},
                {":scheme", "https"},
                {":authority", "a.example"},
                {":path", path},
                {"x-name", "value"}};
    }
};

std::string in_short(HttpExchange const& http)
{
    auto const body = [](std::optional<HttpBody> const& told) {
        return told ? " [" + std::to_string(told->length) + (told->complete ? "" : "~") + "]" : "";
    };
    return http.method + " " + http.hostname + " " + http.url + "#"
           + std::to_string(http.stream.value_or(0)) + body(http.request_body) + " "
           + (http.status ? std::to_string(*http.status) : "-") + body(http.response_body);
}

/// Each piece is a packet, numbered from 1; pieces are cut again after `cut` bytes. At the end the
/// streams of which something was seen are finished, in order, as QUIC does it.
std::vector<std::string> play(Talk const& talk, Recorder& recorder,
                              std::size_t cut = std::string::npos)
{
    auto const dissector = make_http3_dissector(recorder.context, nullptr);
    std::uint64_t frame = 0;
    for (auto const& piece : talk.pieces) {
        recorder.packet(++frame);
        if (piece.gap > 0)
            dissector->gap(piece.stream, piece.direction, piece.gap);
        for (std::size_t i = 0; i < piece.bytes.size(); i += std::min(cut, piece.bytes.size() - i))
            dissector->take(piece.stream, piece.direction,
                            as_bytes(std::string_view{piece.bytes}.substr(
                                i, std::min(cut, piece.bytes.size() - i))));
        if (piece.end)
            dissector->finish(piece.stream, piece.direction);
    }
    recorder.packet(99);
    std::set<std::pair<std::uint64_t, Direction>> seen;
    for (auto const& piece : talk.pieces)
        seen.insert({piece.stream, piece.direction});
    for (auto const& [stream, direction] : seen)
        dissector->finish(stream, direction);
    dissector->close();
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
    {"one, with its table",
     [](Talk& t) { t.open().get(0, "/a").inserts(up).ok(0, "ok"); },
     {"GET a.example /a#0 200 [2]"}},
    {"without SETTINGS or table",
     [](Talk& t) {
         auto const section = from_hex("0000 d1 d7 500161 c1"); // RFC 9204: GET, https, "a", "/"
         t.raw(0, up, http3_frame(headers_type, std::string{section.begin(), section.end()}));
         t.end(0, up).raw(0, down, http3_frame(headers_type, std::string{"\0\0\xd9", 3}));
         t.data(0, down, "ok").end(0, down);
     },
     {"GET a /#0 200 [2]"}},
    {"a body waits with its head",
     [](Talk& t) {
         t.open().headers(0, up, Talk::request("POST", "/a")).data(0, up, "12").data(0, up, "345");
         t.end(0, up).ok(0, "ok").inserts(up);
     },
     {"POST a.example /a#0 [5] 200 [2]"}},
    {"others do not wait with it",
     [](Talk& t) {
         t.open().get(0, "/a");
         auto const section = from_hex("0000 d1 500162 c1");
         t.raw(4, up, http3_frame(headers_type, std::string{section.begin(), section.end()}));
         t.end(4, up).ok(4, "ok").ok(0, "ok").inserts(up);
     },
     {"GET b /#4 200 [2]", "GET a.example /a#0 200 [2]"}},
    {"interim answer, trailers, unknown frames",
     [](Talk& t) {
         t.open().raw(0, up, http3_frame(0x21, "grease")).get(0, "/a").inserts(up);
         t.headers(0, down, {{":status", "103"}}).headers(0, down, {{":status", "200"}});
         t.data(0, down, "data").headers(0, down, {{"foo", "bar"}}).end(0, down).inserts(down);
     },
     {"GET a.example /a#0 200 [4]"}},
    {"pushed",
     [](Talk& t) {
         t.open().get(0, "/a").inserts(up);
         auto const section = from_hex("05 0000 d1 500161 c1"); // push 5
         t.raw(0, down, http3_frame(push_type, std::string{section.begin(), section.end()}));
         t.raw(server_push, down, "\x01\x05");
         t.raw(server_push, down, http3_frame(headers_type, std::string{"\0\0\xd9", 3}));
         t.data(server_push, down, "css").end(server_push, down).ok(0, "ok");
     },
     {"GET a /#0 200 [3]", "GET a.example /a#0 200 [2]"}},
    {"inserts on a stream that opens once all is said",
     [](Talk& t) { t.get(0, "/a").ok(0, "ok").open().inserts(up); },
     {"GET a.example /a#0 200 [2]"}},
    {"asked, and not answered",
     [](Talk& t) { t.open().get(0, "/a").inserts(up); },
     {"GET a.example /a#0 -"}},
    {"inserts that never come",
     [](Talk& t) { t.open().get(0, "/a").ok(0, "ok"); },
     {"  #0 200 [2]"}},
    {"no encoder stream at all",
     [](Talk& t) {
         t.headers(0, up, Talk::request("POST", "/a")).data(0, up, "12345").end(0, up).ok(0, "ok");
     },
     {"  #0 [5] 200 [2]"}},
    {"a hole in a body",
     [](Talk& t) {
         auto const frame = http3_frame(data_type, "0123456789");
         t.open().headers(0, up, Talk::request("POST", "/a")).inserts(up);
         t.raw(0, up, frame.substr(0, 4)).gap(0, up, 3).raw(0, up, frame.substr(7)).end(0, up);
     },
     {"POST a.example /a#0 [7~] -"}},
    {"a hole while it waits",
     [](Talk& t) {
         auto const frame = http3_frame(data_type, "0123456789");
         t.open().headers(0, up, Talk::request("POST", "/a"));
         t.raw(0, up, frame.substr(0, 4)).gap(0, up, 3).raw(0, up, frame.substr(7)).end(0, up);
         t.inserts(up);
     },
     {"POST a.example /a#0 [7~] -"}},
    {"a hole on the encoder stream",
     [](Talk& t) { t.open().get(0, "/a").gap(client_encoder, up, 1).get(4, "/b"); },
     {"  #0 -", "  #4 -"}},
    {"cut in the headers",
     [](Talk& t) {
         auto const section = from_hex("0000 d1 d7 500161 c1");
         auto const frame = http3_frame(headers_type, std::string{section.begin(), section.end()});
         t.open().raw(0, up, frame.substr(0, 6));
     },
     {"GET  #0 -"}},
};

TEST(Http3Dissector, TellsEachRequestWithItsAnswer)
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

TEST(Http3Dissector, TellsFieldsAndBodies)
{
    auto const packed = testing::gzip(R"({"imei":"001013000000015"})");
    Talk talk;
    talk.open().headers(0, up,
                        {{":method", "POST"},
                         {":scheme", "https"},
                         {":authority", "A.example"},
                         {":path", "/up?a=b%20c"},
                         {"content-type", "application/json"},
                         {"content-encoding", "gzip"},
                         {"x-name", "value"}});
    talk.data(0, up, packed).end(0, up).inserts(up);
    Recorder recorder;
    play(talk, recorder);
    EXPECT_EQ(recorder.values("http3:request:url:query:a"), std::vector<std::string>{"b c"});
    EXPECT_EQ(recorder.values("http3:request:header:x-name"), std::vector<std::string>{"value"});
    EXPECT_EQ(recorder.values("http3:request:body > gzip > json:$.imei"),
              std::vector<std::string>{"001013000000015"});
    auto const told = recorder.of<HttpExchange>().at(0);
    EXPECT_EQ(told.version, "3");
    EXPECT_EQ(told.request_body->sha256, to_hex(sha256(as_bytes(packed))));
    // The packets are those that carried it, however long it had to wait.
    for (auto const& field : recorder.fields)
        if (field.value == "001013000000015") {
            EXPECT_EQ(field.frames, (FrameRange{0, 6, 6}));
        } else if (field.value == "value") {
            EXPECT_EQ(field.frames, (FrameRange{0, 5, 5}));
        }
}

TEST(Http3Dissector, SearchesWhatBelongsToNoMessage)
{
    Talk talk;
    talk.raw(14, up, "\x21grease").raw(1, down, "webtransport");
    Recorder recorder;
    play(talk, recorder);
    auto const dissector = make_http3_dissector(recorder.context, nullptr);
    for (auto const* text : {"one", "two"})
        dissector->datagram(up, as_bytes(text));
    auto const streams = recorder.streams();
    ASSERT_EQ(streams.size(), 3u);
    EXPECT_EQ(streams[0].value, "grease");
    EXPECT_EQ(streams[1].value, "webtransport");
    EXPECT_EQ(streams[2].value, "one[gap]two");
}

TEST(Http3Dissector, IsBounded)
{
    {
        SCOPED_TRACE("streams, each of which waits");
        Talk talk;
        talk.open();
        for (std::uint64_t i = 0; i < limits::http_streams + 10; ++i)
            talk.headers(4 * i, up, Talk::request("POST", "/a")).data(4 * i, up, "abc");
        Recorder recorder;
        EXPECT_EQ(play(talk, recorder).size(), limits::http_streams + 10); // each told once
    }
    {
        SCOPED_TRACE("a body that waits");
        Talk talk;
        talk.open().headers(0, up, Talk::request("POST", "/a"));
        for (int i = 0; i < 200; ++i)
            talk.data(0, up, std::string(16000, 'x'));
        talk.end(0, up);
        Recorder recorder;
        EXPECT_EQ(play(talk, recorder), std::vector<std::string>{"  #0 [3200000] -"});
        EXPECT_EQ(recorder.tally.rows().at(1).kind, "http3: limit of waiting bytes");
    }
    {
        SCOPED_TRACE("many small sections that wait");
        Talk talk;
        talk.open().headers(0, up, Talk::request("POST", "/a"));
        auto const block = talk.pieces.back().bytes;
        std::string many;
        for (int i = 0; i < 20'000; ++i)
            many += block;
        talk.raw(0, up, many).end(0, up);
        Recorder recorder;
        EXPECT_EQ(play(talk, recorder), std::vector<std::string>{"  #0 -"});
    }
}

} // namespace
} // namespace petze

#include "dissect/websocket/websocket_dissector.h"

#include "base/digest.h"
#include "base/text.h"
#include "dissect/mqtt/mqtt_dissector.h"
#include "dissect/websocket/side.h"
#include "testing/hex.h"
#include "testing/play.h"

#include <gtest/gtest.h>

#include <zlib.h>

namespace petze {
namespace {

using testing::Conversation;
using testing::Recorder;
using Lines = std::vector<std::string>;

constexpr auto up = Direction::to_server, down = Direction::to_client;

std::string hex(std::string_view digits)
{
    auto const bytes = from_hex(digits);
    return {bytes.begin(), bytes.end()};
}

/// A frame; masked with the key of RFC 6455 section 5.7 where it goes to the server.
std::string frame(Direction direction, int first, std::string_view payload)
{
    auto const size = payload.size();
    std::string out{static_cast<char>(first)};
    int const mask = direction == up ? 0x80 : 0;
    if (size < 126) {
        out += static_cast<char>(mask | static_cast<int>(size));
    } else if (size < 65536) {
        out += static_cast<char>(mask | 126);
        out += {static_cast<char>(size >> 8), static_cast<char>(size)};
    } else {
        out += static_cast<char>(mask | 127);
        for (int shift = 56; shift >= 0; shift -= 8)
            out += static_cast<char>(size >> shift);
    }
    std::string const key = hex("37fa213d");
    if (mask != 0)
        out += key;
    for (std::size_t i = 0; i < size; ++i)
        out += static_cast<char>(mask != 0 ? payload[i] ^ key[i % 4] : payload[i]);
    return out;
}

/// A client or server that keeps its window, as RFC 7692 section 7.2.1 says.
class Deflater {
public:
    Deflater() { deflateInit2(&m_stream, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY); }
    ~Deflater() { deflateEnd(&m_stream); }
    std::string message(std::string text)
    {
        std::string out(text.size() + 100, '\0');
        m_stream.next_in = reinterpret_cast<Bytef*>(text.data());
        m_stream.avail_in = static_cast<uInt>(text.size());
        m_stream.next_out = reinterpret_cast<Bytef*>(out.data());
        m_stream.avail_out = static_cast<uInt>(out.size());
        deflate(&m_stream, Z_SYNC_FLUSH);
        out.resize(out.size() - m_stream.avail_out - 4); // without 00 00 ff ff
        return out;
    }

private:
    z_stream m_stream{};
};

struct Row {
    char const* name;
    Conversation said;
    Lines messages;
    Lines told;
    std::string flaws{};
    bool whole_pieces = false; // where a frame begins after a loss is seen by whole frames alone
};

std::vector<Row> rows()
{
    Deflater deflater;
    auto const text1 = deflater.message(R"({"id":"0123456789"})"),
               text2 = deflater.message(R"({"id":"0123456789","n":1})");
    std::string const mqtt_connect = hex("100d 0004 4d515454 04 02 003c 0001 63");
    return {
        // RFC 6455 section 5.7, all examples.
        {"unmasked text", {{down, hex("8105 48656c6c6f")}}, {"< text [5]"}, {"websocket = Hello"}},
        {"masked text",
         {{up, hex("8185 37fa213d 7f9f4d5158")}},
         {"> text [5]"},
         {"websocket = Hello"}},
        {"fragmented",
         {{down, hex("0103 48656c")}, {down, hex("8002 6c6f")}},
         {"< text [5]"},
         {"websocket = Hello"}},
        {"ping and pong",
         {{down, hex("8905 48656c6c6f")}, {up, hex("8a85 37fa213d 7f9f4d5158")}},
         {"< ping [5]", "> pong [5]"},
         {"websocket:ping = Hello", "websocket:pong = Hello"}},
        {"256 bytes",
         {{down, frame(down, 0x82, std::string(256, '\1'))}},
         {"< binary [256]"},
         {"websocket = " + std::string(256, '\1')}},
        {"64 KiB",
         {{up, frame(up, 0x82, std::string(65536, '\1'))}},
         {"> binary [65536]"},
         {"websocket = " + std::string(65536, '\1')}},
        // RFC 7692 section 7.2.3.
        {"compressed",
         {{down, hex("c107 f248cdc9c90700")}},
         {"< text [5]"},
         {"websocket > deflate = Hello"}},
        {"compressed, in fragments",
         {{down, hex("4103 f248cd")}, {down, hex("8004 c9c90700")}},
         {"< text [5]"},
         {"websocket > deflate = Hello"}},
        {"sharing the window",
         {{down, hex("c107 f248cdc9c90700 c105 f200110000")}},
         {"< text [5]", "< text [5]"},
         {"websocket > deflate = Hello", "websocket > deflate = Hello"}},
        {"a block without compression",
         {{down, hex("c10b 000500faff48656c6c6f00")}},
         {"< text [5]"},
         {"websocket > deflate = Hello"}},
        {"a last block, then one that refers to it",
         {{down, hex("c108 f348cdc9c9070000 c105 f200110000")}},
         {"< text [5]", "< text [5]"},
         {"websocket > deflate = Hello", "websocket > deflate = Hello"}},
        {"two blocks",
         {{down, hex("c10d f248050000 00ffff cac9c90700")}},
         {"< text [5]"},
         {"websocket > deflate = Hello"}},
        // Beyond the examples.
        {"close with a reason, between fragments",
         {{up, frame(up, 0x01, "Hel")},
          {up, frame(up, 0x88, hex("03e8") + "bye")},
          {up, frame(up, 0x80, "lo")}},
         {"> close [5]", "> text [5]"},
         {"websocket:close = bye", "websocket = Hello"}},
        {"JSON, compressed with one window",
         {{up, frame(up, 0xc1, text1)}, {up, frame(up, 0xc1, text2)}},
         {"> text [19]", "> text [25]"},
         {"websocket > deflate > json:$ = id", "websocket > deflate > json:$.id = 0123456789",
          "websocket > deflate > json:$ = id", "websocket > deflate > json:$.id = 0123456789",
          "websocket > deflate > json:$ = n", "websocket > deflate > json:$.n = 1"}},
        {"MQTT in binary messages, cut anywhere",
         {{up, frame(up, 0x82, mqtt_connect.substr(0, 4))},
          {up, frame(up, 0x82, mqtt_connect.substr(4) + hex("3004 0001 74"))},
          {down, frame(down, 0x82, hex("2002 0000"))},
          {up, frame(up, 0x82, "x")}},
         {"> binary [4]", "> CONNECT [13]", "> binary [16]", "< CONNACK [2]", "< binary [4]",
          "> t [1]", "> binary [1]"},
         {"websocket > mqtt:client id = c", "websocket > mqtt:topic = t",
          "websocket > mqtt:publish:t = x"}},
        {"binary, but not MQTT",
         {{up, frame(up, 0x82, hex("1020") + "abc")}, {up, frame(up, 0x82, "more")}},
         {"> binary [5]", "> binary [4]"},
         {"websocket = more", "websocket = " + hex("1020") + "abc"}},
        {"binary, cut off where it might be MQTT",
         {{up, frame(up, 0x82, hex("10"))}},
         {"> binary [1]"},
         {"websocket = \x10"}},
        {"a gap inside a payload",
         {{up, frame(up, 0x81, "0123456789").substr(0, 9)},
          {up, "", 2},
          {up, frame(up, 0x81, "0123456789").substr(11)}},
         {"> text [8]"},
         {"websocket = 012[gap]56789"},
         "websocket: gap in the stream 1, "},
        {"a gap over frames, compressed: the window is gone until the sender resets it",
         {{down, hex("c107 f248cdc9c90700")},
          {down, "", 100},
          {down, hex("c105 f200110000")}, // "H", then four from five before
          {down, hex("c107 f248cdc9c90700")}},
         {"< text [5]", "< text [1]", "< text [5]"},
         {"websocket > deflate = Hello", "websocket > deflate = Hello",
          "websocket > deflate = H[gap]", "stream = "},
         "websocket: compressed message damaged 1, websocket: gap in the stream 1, ",
         true},
        {"not a frame",
         {{up, frame(up, 0x81, "ok") + hex("b300") + "anna"}, {up, frame(up, 0x81, "back")}},
         {"> text [2]", "> text [4]"},
         {"websocket = ok", "websocket = back", "stream = " + hex("b300") + "anna"},
         "websocket: malformed frame 1, ",
         true},
        {"a message inside a message",
         {{down, hex("0103") + "abc"}, {down, hex("8103") + "def"}},
         {"< text [3]", "< text [3]"},
         {"websocket = def", "websocket = abc[gap]"},
         "websocket: message without its end 1, "},
        {"cut off", {{down, hex("8105") + "ab"}}, {"< text [2]"}, {"websocket = ab[gap]"}},
    };
}

std::string flaws_of(Recorder const& recorder)
{
    std::string out;
    for (auto const& row : recorder.tally.rows())
        out += row.kind + " " + std::to_string(row.count) + ", ";
    return out;
}

void play(Conversation const& said, Recorder& recorder, std::size_t cut = 100'000)
{
    recorder.context.next_stream = [](LayerContext& context, Origin const* parent,
                                      std::string_view protocol) {
        EXPECT_EQ(protocol, "mqtt");
        return make_mqtt_dissector(context, parent);
    };
    testing::play(make_websocket_dissector, said, recorder, cut);
}

/// What was told, the streams without what could not be inflated.
Lines lines(Recorder const& recorder, bool with_stray)
{
    auto out = recorder.lines();
    if (!with_stray)
        std::erase_if(out, [](std::string const& line) { return line.starts_with("stream"); });
    return out;
}

TEST(WebsocketDissector, TellsMessages)
{
    for (auto const& row : rows())
        for (std::size_t cut :
             {std::size_t{100'000}, std::size_t{1}, std::size_t{2}, std::size_t{5}}) {
            if (cut < 100'000 && row.whole_pieces)
                continue;
            SCOPED_TRACE(row.name + std::string{", cut "} + std::to_string(cut));
            Recorder recorder;
            play(row.said, recorder, cut);
            EXPECT_EQ(testing::messages_in_short(recorder), row.messages);
            auto told = row.told;
            bool const stray = told.empty() || told.back() != "stream = ";
            if (!stray)
                told.pop_back();
            EXPECT_EQ(lines(recorder, stray), told);
            EXPECT_EQ(flaws_of(recorder), row.flaws);
        }
}

TEST(WebsocketDissector, SurvivesEveryPrefixAndEverySplit)
{
    for (auto const& row : rows()) {
        std::string all;
        for (auto const& said : row.said)
            all += said.direction == row.said[0].direction ? said.bytes : std::string{};
        for (std::size_t length = 0; length < std::min<std::size_t>(all.size(), 400); ++length) {
            Recorder recorder;
            play({{row.said[0].direction, all.substr(0, length)}}, recorder);
            Recorder split;
            play({{row.said[0].direction, all.substr(0, length)},
                  {row.said[0].direction, all.substr(length, 400)}},
                 split);
        }
    }
}

TEST(WebsocketDissector, HashesTheMessageInflated)
{
    Recorder recorder;
    play({{down, hex("c107 f248cdc9c90700")}}, recorder);
    ASSERT_EQ(recorder.of<AppMessage>().size(), 1u);
    EXPECT_EQ(recorder.of<AppMessage>()[0].sha256, to_hex(sha256(as_bytes("Hello"))));
    EXPECT_EQ(recorder.of<AppMessage>()[0].protocol, "websocket");
    EXPECT_EQ(recorder.context.opened_to_client, 9u);
}

TEST(WebsocketDissector, InflatesNoBombs)
{
    // Zeros shrink to a 1,030th; only what an encoder would not write is beyond 1,200.
    Deflater deflater;
    Recorder recorder;
    play({{down, frame(down, 0xc2, deflater.message(std::string(8u << 20, '\0')))}}, recorder);
    EXPECT_EQ(testing::messages_in_short(recorder), (Lines{"< binary [8388608]"}));
    EXPECT_EQ(flaws_of(recorder), "");
}

TEST(WebsocketDissector, UnmasksFromAnyPhase)
{
    std::array<std::uint8_t, 4> const key{0x37, 0xfa, 0x21, 0x3d};
    std::vector<std::uint8_t> in(29), out(29);
    for (std::size_t phase = 0; phase < 4; ++phase) {
        websocket::unmask(in, out, key, phase);
        for (std::size_t i = 0; i < out.size(); ++i)
            EXPECT_EQ(out[i], key[(i + phase) % 4]);
    }
}

} // namespace
} // namespace petze

#include "dissect/mqtt/mqtt_dissector.h"

#include "base/digest.h"
#include "base/limits.h"
#include "base/text.h"
#include "testing/hex.h"
#include "testing/play.h"

#include <gtest/gtest.h>

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

std::string const connect =
    hex("101f 0004 4d515454 04 c2 003c 0006 70686f6e6537 0004 616e6e61 0005 717561726b");
std::string const connack = hex("2002 0000");
std::string const connect5 = hex("1016 0004 4d515454 05 02 003c 03 21 0014 0006 70686f6e6537");

struct Row {
    char const* name;
    Conversation said;
    Lines messages;
    Lines told;
    std::string flaws{};
    bool whole_pieces = false; // where a packet begins after a gap is seen by whole packets alone
};

std::vector<Row> rows()
{
    return {
        {"a connection of 3.1.1",
         {{up, connect},
          {down, connack},
          {up, hex("820a 0001 0005 682f23 2f78 01")},
          {down, hex("9003 0001 01")},
          {up, hex("3215 0006 686f6d652f31 000a") + R"({"t":"23"})" + "\n" + hex("c000")},
          {down, hex("4002 000a d000")},
          {up, hex("e000")}},
         {"> CONNECT [31]", "< CONNACK [2]", "> h/#/x [10]", "< SUBACK [3]", "> home/1 [11]",
          "> PINGREQ [0]", "< PUBACK [2]", "< PINGRESP [0]", "> DISCONNECT [0]"},
         {"mqtt:client id = phone7", "mqtt:user name = anna", "mqtt:password = quark",
          "mqtt:topic = h/#/x", "mqtt:topic = home/1", "mqtt:publish:home/1 > json:$ = t",
          "mqtt:publish:home/1 > json:$.t = 23"}},
        {"version 5: user property, alias, content type",
         {{up, connect5},
          {up, hex("3018 0001 61 10 03 0003 612f62 23 0001 26 0001 6b 0001 76") + "text"},
          {up, hex("3008 0000 03 23 0001") + "pq"},
          {down, hex("4006 0007 10 02 1f 00")},
          {down, hex("e006 8d 04 1f 0001 6e")}},
         {"> CONNECT [22]", "> a [4]", "> a [2]", "< PUBACK [6]", "< DISCONNECT [6]"},
         {"mqtt:client id = phone7", "mqtt:topic = a", "mqtt:property:content type = a/b",
          "mqtt:property = k", "mqtt:property:k = v", "mqtt:publish:a = text",
          "mqtt:publish:a = pq", "mqtt:property = " + hex("1f00"), "mqtt:property:reason = n"},
         "mqtt: malformed property 1, "},
        {"will",
         {{up, hex("1016 0004 4d515454 04 06 003c 0001 63 0001 74 0004 676f6e65")}},
         {"> CONNECT [22]"},
         {"mqtt:client id = c", "mqtt:topic = t", "mqtt:will = gone"}},
        {"joined in the middle, then broken",
         {{down, hex("3004 0001 74") + "x" + hex("0f 00") + "what remains"}},
         {"< t [1]"},
         {"mqtt:topic = t", "mqtt:publish:t = x",
          "stream = " + hex("0f") + std::string(1, '\0') + "what remains"},
         "mqtt: malformed packet 1, "},
        {"a gap inside a payload, and one between packets",
         {{up, connect},
          {up, hex("300d 0001 74") + "abc"},
          {up, "", 4},
          {up, "hij" + hex("c000")},
          {up, "", 9},
          {up, hex("3004 0001 75") + "k"}},
         {"> CONNECT [31]", "> t [6]", "> PINGREQ [0]", "> u [1]"},
         {"mqtt:client id = phone7", "mqtt:user name = anna", "mqtt:password = quark",
          "mqtt:topic = t", "mqtt:topic = u", "mqtt:publish:u = k", "mqtt:publish:t = abc[gap]hij"},
         "mqtt: gap in the stream 2, ",
         true},
        {"cut off at the end",
         {{up, hex("3010 0001 74") + "abc"}},
         {"> t [3]"},
         {"mqtt:topic = t", "mqtt:publish:t = abc[gap]"},
         "mqtt: packet cut off 1, "},
    };
}

std::string flaws_of(Recorder const& recorder)
{
    std::string out;
    for (auto const& row : recorder.tally.rows())
        out += row.kind + " " + std::to_string(row.count) + ", ";
    return out;
}

TEST(MqttDissector, TellsPacketsAndWhatTheySay)
{
    for (auto const& row : rows())
        for (std::size_t cut :
             {std::size_t{1000}, std::size_t{1}, std::size_t{2}, std::size_t{5}}) {
            if (cut < 1000 && row.whole_pieces)
                continue;
            SCOPED_TRACE(row.name + std::string{", cut "} + std::to_string(cut));
            Recorder recorder;
            testing::play(make_mqtt_dissector, row.said, recorder, cut);
            EXPECT_EQ(testing::messages_in_short(recorder), row.messages);
            EXPECT_EQ(recorder.lines(), row.told);
            EXPECT_EQ(flaws_of(recorder), row.flaws);
        }
}

TEST(MqttDissector, SurvivesEveryPrefixAndEverySplit)
{
    for (auto const& row : rows()) {
        std::string all;
        for (auto const& said : row.said)
            all += said.direction == up ? said.bytes : std::string{};
        for (std::size_t length = 0; length <= all.size(); ++length) {
            Recorder recorder;
            testing::play(make_mqtt_dissector, {{up, all.substr(0, length)}}, recorder);
            Recorder split;
            testing::play(make_mqtt_dissector,
                          {{up, all.substr(0, length)}, {up, all.substr(length)}}, split);
            EXPECT_LE(recorder.messages.size(), split.messages.size());
        }
    }
}

TEST(MqttDissector, TellsTheHashOfThePayload)
{
    Recorder recorder;
    testing::play(make_mqtt_dissector, {{up, hex("3007 0003 612f62") + "pp"}}, recorder);
    ASSERT_EQ(recorder.of<AppMessage>().size(), 1u);
    EXPECT_EQ(recorder.of<AppMessage>()[0].sha256, to_hex(sha256(as_bytes("pp"))));
    EXPECT_EQ(recorder.context.opened_to_server, 9u);
    EXPECT_EQ(recorder.context.app_proto, "mqtt");
}

TEST(MqttDissector, KeepsNoMoreThanItsBounds)
{
    // A SUBSCRIBE of 16 MB: what is kept of it is read, the rest searched.
    Recorder recorder;
    std::string body =
        hex("0001 0002 6162 00") + std::string(limits::mqtt_packet_bytes, 'x') + "needle";
    std::string start = hex("82");
    for (auto rest = body.size(); rest > 0; rest >>= 7)
        start += static_cast<char>((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    testing::play(make_mqtt_dissector, {{up, start + body + hex("c000")}}, recorder, 1400);
    EXPECT_EQ(testing::messages_in_short(recorder),
              (Lines{"> ab [" + std::to_string(limits::mqtt_packet_bytes) + "]", "> PINGREQ [0]"}));
    std::string searched;
    for (auto const& stream : recorder.streams())
        searched += stream.path == "stream" ? stream.value : "";
    EXPECT_TRUE(searched.ends_with("needle"));
    EXPECT_EQ(flaws_of(recorder), "mqtt: limit of one packet 1, mqtt: malformed packet 1, ");
}

TEST(MqttDissector, IsRecognisedByConnect)
{
    struct {
        char const* name;
        Direction direction;
        std::string bytes;
        Likeness expected;
    } const cases[] = {
        {"3.1.1", up, connect, Likeness::yes},
        {"3.1", up, hex("1020 0006 4d5149736470 03"), Likeness::yes},
        {"short", up, hex("10"), Likeness::maybe},
        {"half of the name", up, hex("101d 0004 4d51"), Likeness::maybe},
        {"another name", up, hex("101d 0004 4d515458"), Likeness::no},
        {"the server", down, connect, Likeness::no},
        {"another packet", up, hex("3004 0001 74"), Likeness::no},
    };
    for (auto const& c : cases)
        EXPECT_EQ(looks_like_mqtt(c.direction, as_bytes(c.bytes)), c.expected) << c.name;
}

} // namespace
} // namespace petze

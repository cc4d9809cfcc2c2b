#include "dissect/mqtt/packet.h"

#include "testing/hex.h"

#include <gtest/gtest.h>

#include <string>

namespace petze::mqtt {
namespace {

TEST(MqttPacket, ReadsTheFixedHeader)
{
    struct {
        char const* name;
        char const* bytes;
        PacketType type;
        std::uint32_t length;
        std::string_view flaw;
    } const cases[] = {
        // MQTT 5.0 table 1-1: the ends of the ranges.
        {"zero", "c0 00", PacketType::pingreq, 0, ""},
        {"127", "30 7f", PacketType::publish, 127, ""},
        {"128", "30 80 01", PacketType::publish, 128, ""},
        {"16,383", "30 ff 7f", PacketType::publish, 16'383, ""},
        {"16,384", "30 80 80 01", PacketType::publish, 16'384, ""},
        {"2,097,151", "30 ff ff 7f", PacketType::publish, 2'097'151, ""},
        {"268,435,455", "30 ff ff ff 7f", PacketType::publish, 268'435'455, ""},
        {"five bytes", "30 ff ff ff ff 01", PacketType::publish, 0, "malformed length"},
        {"length cut off", "30 80", PacketType::publish, 0, "truncated"},
        {"nothing", "", PacketType{}, 0, "truncated"},
        {"type 0", "00 00", PacketType{}, 0, "flags"},
        {"QoS 3", "36 00", PacketType::publish, 0, "flags"},
        {"SUBSCRIBE as it must be", "82 00", PacketType::subscribe, 0, ""},
        {"SUBSCRIBE again, as 3.1 allows", "8a 00", PacketType::subscribe, 0, ""},
        {"PINGREQ with flags", "c1 00", PacketType::pingreq, 0, "flags"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const [fixed, flaw] = decode_fixed_header(from_hex(c.bytes));
        EXPECT_EQ(fixed.type, c.type);
        if (c.flaw.empty()) {
            EXPECT_EQ(fixed.length, c.length);
        }
        EXPECT_EQ(flaw ? flaw->what : std::string_view{}, c.flaw);
    }
}

std::string in_short(Connect const& c)
{
    std::string out{c.protocol_name};
    out += " " + std::to_string(c.level);
    for (auto const part :
         {c.client_id, c.will_topic, as_text(c.will_payload), c.user_name, c.password})
        out += "|" + std::string{part};
    return out;
}

TEST(MqttPacket, ReadsConnect)
{
    struct {
        char const* name;
        std::vector<std::uint8_t> body;
        std::string expected;
        bool flaw;
    } const cases[] = {
        {"3.1, all parts",
         from_hex("0006 4d5149736470 03 c6 003c 0001 63 0001 74 0001 70 0001 75 0001 77"),
         "MQIsdp 3|c|t|p|u|w", false},
        {"3.1.1, user without password", from_hex("0004 4d515454 04 82 003c 0001 63 0001 75"),
         "MQTT 4|c|||u|", false},
        {"3.1.1, nobody", from_hex("0004 4d515454 04 02 003c 0000"), "MQTT 4|||||", false},
        {"5, properties, will with delay",
         from_hex(
             "0004 4d515454 05 06 003c 05 11 0000000a 0002 6364 05 18 00000005 0001 74 0001 70"),
         "MQTT 5|cd|t|p||", false},
        {"a bridge", from_hex("0004 4d515454 84 02 003c 0001 63"), "MQTT 4|c||||", false},
        {"user name cut off", from_hex("0004 4d515454 04 82 003c 0001 63 0009 7573"),
         "MQTT 4|c|||us|", true},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const [connect, flaw] = decode_connect(c.body);
        EXPECT_EQ(in_short(connect), c.expected);
        EXPECT_EQ(flaw.has_value(), c.flaw);
        for (std::size_t length = 0; length < c.body.size(); ++length)
            EXPECT_TRUE(decode_connect(Bytes{c.body}.first(length)).flaw || c.flaw) << length;
    }
}

TEST(MqttPacket, ReadsPublishHeads)
{
    struct {
        char const* name;
        std::uint8_t flags;
        std::uint8_t level;
        char const* body;
        std::string topic;
        std::size_t bytes;
    } const cases[] = {
        {"QoS 0", 0, 4, "0003 612f62 7061", "a/b", 5},
        {"QoS 1", 2, 4, "0003 612f62 000a 7061", "a/b", 7},
        {"QoS 2, version 5", 4, 5, "0003 612f62 000a 00 7061", "a/b", 8},
        {"version 5, alias", 0, 5, "0000 03 23 0001 7061", "", 6},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const body = from_hex(c.body);
        FixedHeader const fixed{PacketType::publish, c.flags, 0, 0};
        auto const [head, flaw] = decode_publish_head(fixed, c.level, body);
        EXPECT_EQ(head.topic, c.topic);
        EXPECT_EQ(head.bytes, c.bytes);
        EXPECT_FALSE(flaw);
        for (std::size_t length = 0; length < c.bytes; ++length)
            EXPECT_TRUE(decode_publish_head(fixed, c.level, Bytes{body}.first(length)).flaw);
    }
}

TEST(MqttPacket, ReadsProperties)
{
    auto const bytes =
        from_hex("01 01 03 0004 74657874 0b 8001 23 0007 26 0001 6b 0001 76 1f 0002 6e6f");
    ByteReader in{bytes};
    std::string told;
    Property p;
    while (next_property(in, p))
        told += std::string{p.name} + "=" + std::string{p.key} + std::string{p.text}
                + (p.text.empty() ? std::to_string(p.number) : "") + ";";
    EXPECT_TRUE(in.ok());
    EXPECT_EQ(told, "payload format=1;content type=text;subscription id=128;topic alias=7;"
                    "user=kv;reason=no;");

    auto const unknown = from_hex("01 01 7e 00");
    ByteReader broken{unknown};
    EXPECT_TRUE(next_property(broken, p));
    EXPECT_FALSE(next_property(broken, p));
    EXPECT_FALSE(broken.ok());
}

} // namespace
} // namespace petze::mqtt

#include "conversation/decoding_test.h"
#include "testing/hex.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using namespace petze::testing;

TEST(PacketDecoder, ReadsEachTransport)
{
    struct {
        char const* name;
        Buffer packet;
        char const* expected;
    } const cases[] = {
        {"UDP", question(), answer},
        {"UDP over IPv6", ipv6("2001:db8::1", "2001:db8::2", 17, udp(1000, 53, bytes_of("hi"))),
         "UDP 2001:db8::1:1000 > 2001:db8::2:53: hi"},
        {"UDP, from the larger address",
         ipv4("10.0.0.2", "10.0.0.1", 17, udp(53, 1000, bytes_of("yo"))),
         "UDP 10.0.0.2:53 > 10.0.0.1:1000: yo"},
        {"UDP, shorter than its packet",
         ipv4("10.0.0.1", "10.0.0.2", 17, from_hex("03e8 0035 000a 0000 6869 0000")), answer},
        {"UDP, longer than its packet",
         ipv4("10.0.0.1", "10.0.0.2", 17, from_hex("03e8 0035 0fff 0000 6869")), answer},
        {"UDP, length 0", ipv4("10.0.0.1", "10.0.0.2", 17, from_hex("03e8 0035 0000 0000 6869")),
         answer},
        {"TCP", ipv4("10.0.0.1", "10.0.0.2", 6, tcp(1000, 80, 1, ack, bytes_of("hi"))),
         "TCP 10.0.0.1:1000 > 10.0.0.2:80: hi"},
        {"TCP with options",
         ipv4("10.0.0.1", "10.0.0.2", 6,
              from_hex("03e8 0050 00000001 00000002 6018 ffff 0000 0000 01010101 6869")),
         "TCP 10.0.0.1:1000 > 10.0.0.2:80: hi"},
        {"SCTP", ipv4("10.0.0.1", "10.0.0.2", 132, from_hex("0007 0008 00000001 00000000 6869")),
         "SCTP 10.0.0.1:7 > 10.0.0.2:8: hi"},
        {"ICMP", ipv4("10.0.0.1", "10.0.0.2", 1, icmp(8, 0, bytes_of("hi"))),
         "ICMP 10.0.0.1:8 > 10.0.0.2:0: hi"},
        {"ESP", ipv4("10.0.0.1", "10.0.0.2", 50, bytes_of("hi")),
         "ESP 10.0.0.1:0 > 10.0.0.2:0: hi"},
        {"another protocol", ipv4("10.0.0.1", "10.0.0.2", 103, bytes_of("hi")),
         "IP-103 10.0.0.1:0 > 10.0.0.2:0: hi"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Decoding decoding;
        EXPECT_EQ(told(decoding.take(c.packet)), c.expected);
        EXPECT_EQ(
            told(decoding.take(ethernet(c.packet[0] >> 4 == 4 ? 0x0800 : 0x86dd, c.packet), 1)),
            c.expected);
        EXPECT_EQ(decoding.rows(), Rows{});
    }
}

TEST(PacketDecoder, KeepsWhatTheFrameSays)
{
    App const app{10123, "com.example", "Example"};
    auto const frame =
        ethernet(0x0800, ipv4("10.0.0.1", "10.0.0.2", 6,
                              from_hex("03e8 0050 01020304 a1b2c3d4 5019 ffff 0000 0000 6869")));
    Tally tally;
    PacketDecoder decoder{tally};
    PacketDecoder::Store store;
    std::vector<Packet> packets;
    decoder.decode({frame, 100, 1, {2, 7, 123456789}, &app}, store, packets);
    ASSERT_EQ(packets.size(), 1u);
    auto const* const packet = &packets.front();
    ASSERT_TRUE(packet);
    EXPECT_EQ(packet->frame, 7u);
    EXPECT_EQ(packet->time_ns, 123456789);
    EXPECT_EQ(packet->app, &app);
    EXPECT_EQ(packet->wire_length, 100u);
    EXPECT_EQ(packet->sequence, 0x01020304u);
    EXPECT_EQ(packet->acknowledged, 0xa1b2c3d4u);
    EXPECT_EQ(packet->tcp_flags, fin | push | ack);
    EXPECT_EQ(packet->source_mac, (std::array<std::uint8_t, 6>{2, 0, 0, 0, 0, 2}));
    EXPECT_EQ(packet->hash, packet->key.hash());
    EXPECT_EQ(packet->payload.data(), frame.data() + 14 + 20 + 20);
    EXPECT_EQ(packet->earlier_packets, 0u);
}

TEST(PacketDecoder, GivesEachPacketOfAWifiFrameThatHoldsSeveral)
{
    constexpr LinkType wifi = 105;
    auto const part = [](Buffer const& packet) {
        auto out = from_hex("0200000000a1 0200000000b2");
        put16(out, static_cast<unsigned>(8 + packet.size()));
        append(out, from_hex("aaaa03000000 0800"));
        append(out, packet);
        return out;
    };
    auto frame = from_hex("8801 0000 0200000000a1 0200000000b2 0200000000c3 0000 8000");
    auto const header = frame.size();
    append(frame, part(question("one"))); // 53 bytes, padded to 56
    frame.resize(header + 56);
    append(frame, part(question("four")));
    Decoding decoding;
    auto const packets = decoding.take_all(frame, wifi, frame.size() + 4);
    ASSERT_EQ(packets.size(), 2u);
    EXPECT_EQ(told(packets[0]), "UDP 10.0.0.1:1000 > 10.0.0.2:53: one");
    EXPECT_EQ(told(packets[1]), "UDP 10.0.0.1:1000 > 10.0.0.2:53: four");
    EXPECT_EQ(packets[0].wire_length + packets[1].wire_length, frame.size() + 4);
    EXPECT_EQ(decoding.rows(), Rows{});
}

TEST(PacketDecoder, NamesAppsThatTheLinkLayerNames)
{
    constexpr LinkType nflog = 239;
    auto frame = from_hex("02 00 0000 0800 0b00 0000278b 2200 0900");
    append(frame, question());
    frame[12] = static_cast<std::uint8_t>(4 + question().size());
    Decoding decoding;
    auto const first = decoding.take(frame, nflog), second = decoding.take(frame, nflog);
    ASSERT_TRUE(first && first->app);
    EXPECT_EQ(first->app->uid, 10123);
    EXPECT_EQ(second->app, first->app);
    EXPECT_EQ(told(first), answer);
}

TEST(PacketDecoder, TellsWhatSnaplenCut)
{
    auto const udp_packet = question("hello");
    auto const tcp_packet = ipv4("10.0.0.1", "10.0.0.2", 6,
                                 from_hex("03e8 0050 00000001 00000002 8018 ffff 0000 0000",
                                          "0101080a0000000100000002 68656c6c6f"));
    auto const sctp_packet =
        ipv4("10.0.0.1", "10.0.0.2", 132, from_hex("0007 0008 00000001 00000000 6869"));
    // The length in UDP's header counts, not what IP has behind it.
    auto const trailer =
        ipv4("10.0.0.1", "10.0.0.2", 17, from_hex("03e8 0035 000a 0000 6869 000000000000"));
    constexpr auto malformed = "ip: transport header cut off or malformed";
    struct {
        char const* name;
        Buffer packet;
        std::size_t captured;
        char const* expected;
        Rows tally;
    } const cases[] = {
        {"UDP's payload", udp_packet, 30, "UDP 10.0.0.1:1000 > 10.0.0.2:53: he +3", {}},
        {"all of it", udp_packet, 28, "UDP 10.0.0.1:1000 > 10.0.0.2:53:  +5", {}},
        {"UDP's header",
         udp_packet,
         27,
         "UDP 10.0.0.1:1000 > 10.0.0.2:53:  truncated",
         {{malformed, 1}}},
        {"the ports",
         udp_packet,
         22,
         "UDP 10.0.0.1:1000 > 10.0.0.2:0:  truncated",
         {{malformed, 1}}},
        {"bytes behind UDP's payload", trailer, 31, answer, {}},
        {"bytes behind UDP's payload and one of it",
         trailer,
         29,
         "UDP 10.0.0.1:1000 > 10.0.0.2:53: h +1",
         {}},
        {"TCP's payload", tcp_packet, 53, "TCP 10.0.0.1:1000 > 10.0.0.2:80: h +4", {}},
        {"TCP's options", tcp_packet, 44, "TCP 10.0.0.1:1000 > 10.0.0.2:80:  +5", {}},
        {"TCP's header",
         tcp_packet,
         39,
         "TCP 10.0.0.1:1000 > 10.0.0.2:80:  truncated",
         {{malformed, 1}}},
        {"SCTP's payload", sctp_packet, 33, "SCTP 10.0.0.1:7 > 10.0.0.2:8: h +1", {}},
        {"SCTP's header",
         sctp_packet,
         31,
         "SCTP 10.0.0.1:7 > 10.0.0.2:8:  truncated",
         {{malformed, 1}}},
        {"ICMP's payload",
         ipv4("10.0.0.1", "10.0.0.2", 1, icmp(8, 0, bytes_of("hi"))),
         25,
         "ICMP 10.0.0.1:8 > 10.0.0.2:0: h +1",
         {}},
        {"another protocol",
         ipv4("10.0.0.1", "10.0.0.2", 50, bytes_of("hi")),
         21,
         "ESP 10.0.0.1:0 > 10.0.0.2:0: h +1",
         {}},
        {"the IP header", udp_packet, 19, "nothing", {{"ip: truncated", 1}}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Decoding decoding;
        EXPECT_EQ(told(decoding.take(Bytes{c.packet}.first(c.captured), raw, c.packet.size())),
                  c.expected);
        EXPECT_EQ(decoding.rows(), c.tally);
    }
}

TEST(PacketDecoder, CountsWhatItCannotRead)
{
    struct {
        char const* name;
        LinkType link;
        Buffer frame;
        char const* kind;
    } const cases[] = {
        {"another link type", 251, from_hex("0800"), "link: Bluetooth LE is not read"},
        {"frame cut off", 1, from_hex("0800"), "link: truncated"},
        {"ARP", 1, ethernet(0x0806, from_hex("0001")), "link: ARP, holds no IP"},
        {"spanning tree", 1, ethernet(4, from_hex("42420300")), "link: frame holds no IP"},
        {"IPv6 told as IPv4", 1, ethernet(0x0800, from_hex("60")), "ip: version does not fit"},
        {"nothing in the frame", 1, ethernet(0x0800, {}), "ip: truncated"},
        {"IP header of 16 bytes", raw, from_hex("4400 0014 0000 0000 40 11 0000 0a000001 0a000002"),
         "ip: header too short"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Decoding decoding;
        EXPECT_FALSE(decoding.take(c.frame, c.link));
        EXPECT_EQ(decoding.rows(), (Rows{{c.kind, 1}}));
    }
    // The ports are told at least, so that the conversation is counted.
    for (auto const* offset_and_flags : {"4002", "f002"}) {
        Decoding decoding;
        auto const packet = inside(
            6, from_hex("03e8 0050 00000001 00000000", offset_and_flags, "ffff 0000 0000 6869"));
        EXPECT_EQ(told(decoding.take(packet)), "TCP 192.0.2.1:1000 > 192.0.2.2:80:  truncated");
        EXPECT_EQ(decoding.rows(), (Rows{{"ip: transport header cut off or malformed", 1}}));
    }
}

TEST(PacketDecoder, PairsIcmpQuestionsWithTheirAnswers)
{
    auto const at = [](unsigned protocol, bool back, unsigned type, unsigned code) {
        Decoding decoding;
        auto const payload = icmp(type, code, {});
        auto const* const one = protocol == 1 ? "10.0.0.1" : "2001:db8::1";
        auto const* const two = protocol == 1 ? "10.0.0.2" : "2001:db8::2";
        auto const packet = protocol == 1 ? ipv4(back ? two : one, back ? one : two, 1, payload)
                                          : ipv6(back ? two : one, back ? one : two, 58, payload);
        return decoding.take(packet)->key;
    };
    EXPECT_EQ(at(1, false, 8, 0), at(1, true, 0, 0));
    EXPECT_EQ(at(1, false, 13, 0), at(1, true, 14, 0));
    EXPECT_EQ(at(58, false, 128, 0), at(58, true, 129, 0));
    EXPECT_EQ(at(58, false, 135, 0), at(58, true, 136, 0));
    EXPECT_NE(at(1, false, 8, 0), at(1, true, 8, 0));  // both ask
    EXPECT_NE(at(1, false, 3, 1), at(1, false, 3, 0)); // one way: type and code
}

} // namespace
} // namespace petze

#include "decrypt/quic/packet.h"

#include "base/text.h"
#include "decrypt/quic/google.h"
#include "decrypt/quic/variable_integer.h"
#include "testing/hex.h"

#include <gtest/gtest.h>

#include <string>

namespace petze::quic {
namespace {

// RFC 9000 appendix A.1.
TEST(QuicPacket, ReadsVariableIntegers)
{
    struct Case {
        std::string_view hex;
        std::uint64_t value;
    };
    for (auto const& row : {Case{"c2197c5eff14e88c", 151'288'809'941'952'652},
                            Case{"9d7f3e7d", 494'878'333}, Case{"7bbd", 15'293}, Case{"25", 37},
                            Case{"4025", 37}, Case{"ffffffffffffffff", (1ull << 62) - 1}}) {
        auto const bytes = from_hex(row.hex);
        ByteReader in{bytes};
        EXPECT_EQ(read_variable(in), row.value) << row.hex;
        EXPECT_TRUE(in.ok() && in.remaining() == 0);
        for (std::size_t length = 0; length < bytes.size(); ++length) {
            ByteReader cut{Bytes{bytes}.first(length)};
            read_variable(cut);
            EXPECT_FALSE(cut.ok());
        }
    }
}

// RFC 9000 appendix A.3: 0xa82f30ea is the largest so far.
TEST(QuicPacket, DecodesPacketNumbers)
{
    EXPECT_EQ(decode_packet_number(0xa82f30eb, 0x9b32, 2), 0xa82f9b32u);
    EXPECT_EQ(decode_packet_number(0, 0, 1), 0u);
    EXPECT_EQ(decode_packet_number(0, 0xff, 1), 0xffu);
    EXPECT_EQ(decode_packet_number(0x100, 0xff, 1), 0xffu);
    EXPECT_EQ(decode_packet_number(0xff, 0x00, 1), 0x100u);
    EXPECT_EQ(decode_packet_number(0x1ff, 0x7f, 1), 0x27fu - 0x100u + 0x100u);
    EXPECT_EQ(decode_packet_number(1ull << 32, 0xffffffff, 4), 0xffffffffu);
}

std::string text(Decoded<Packet> const& decoded)
{
    auto const& packet = decoded.value;
    constexpr std::string_view types[] = {"initial",     "0-rtt", "handshake", "retry",
                                          "negotiation", "1-rtt", "unknown"};
    return std::string{types[static_cast<std::size_t>(packet.type)]} + " "
           + version_name(packet.version) + " to:" + to_hex(packet.destination_id)
           + " from:" + to_hex(packet.source_id) + " token:" + to_hex(packet.token) + " number at "
           + std::to_string(packet.number_offset) + " of " + std::to_string(packet.bytes.size())
           + (decoded.flaw ? " " + std::string{decoded.flaw->what} : "");
}

std::string all_packets(Bytes datagram)
{
    std::string out;
    ByteReader in{datagram};
    while (in.remaining() > 0)
        out += text(next_packet(in)) + "\n";
    return out;
}

struct Case {
    std::string_view name;
    std::string_view hex;
    std::string_view expected;
};

Case const cases[] = {
    {"Initial with a token", "c0 00000001 02 aabb 01 cc 02 d0d1 03 010203",
     "initial 1 to:aabb from:cc token:d0d1 number at 14 of 17\n"},
    {"0-RTT, Handshake, 1-RTT in one datagram",
     "d0 00000001 00 00 02 0102 e0 00000001 01 aa 00 01 09 40 11 22 33",
     "0-rtt 1 to: from: token: number at 8 of 10\n"
     "handshake 1 to:aa from: token: number at 9 of 10\n"
     "1-rtt 0x00000000 to: from: token: number at 1 of 4\n"},
    {"types of version 2", "d0 6b3343cf 00 00 00 01 09 f0 6b3343cf 00 00 01 08",
     "initial 2 to: from: token: number at 9 of 10\n"
     "handshake 2 to: from: token: number at 8 of 9\n"},
    {"Retry of version 2", "c0 6b3343cf 00 01 aa 010203",
     "retry 2 to: from:aa token:010203 number at 0 of 11\n"},
    {"a draft", "c0 ff00001d 00 00 00 01 09",
     "initial draft-29 to: from: token: number at 9 of 10\n"},
    {"Version Negotiation", "80 00000000 01 aa 01 bb 00000001",
     "negotiation 0x00000000 to:aa from:bb token:00000001 number at 0 of 13\n"},
    {"an unknown version", "c0 1a2a3a4a 01 aa 00 0102",
     "unknown 0x1a2a3a4a to:aa from: token:0102 number at 0 of 10\n"},
    {"cut off", "c0 00000001 00 00 00 05 0102",
     "initial 1 to: from: token: number at 9 of 11 packet cut off\n"},
    {"id too long", "c0 00000001 15 000000000000000000000000000000000000000000 00 00 01 09",
     "initial 1 to:000000000000000000000000000000000000000000 from: token: number at 0 of 0 "
     "connection id too long\n"},
};

TEST(QuicPacket, CutsDatagramsIntoPackets)
{
    for (auto const& row : cases) {
        SCOPED_TRACE(row.name);
        auto const bytes = from_hex(row.hex);
        EXPECT_EQ(all_packets(bytes), row.expected);
        for (std::size_t length = 0; length < bytes.size(); ++length)
            all_packets(Bytes{bytes}.first(length));
    }
}

TEST(QuicPacket, NamesVersions)
{
    struct Named {
        std::uint32_t number;
        std::string_view name;
    };
    for (auto const& row : {Named{1, "1"}, Named{0x6b3343cf, "2"}, Named{0xff00001d, "draft-29"},
                            Named{0xff000022, "draft-34"}, Named{0xff000012, "draft-18"},
                            Named{0x51303436, "Q046"}, Named{0x54303531, "T051"},
                            Named{0xfaceb002, "mvfst-27"}, Named{0xabadcafe, "0xabadcafe"}})
        EXPECT_EQ(version_name(row.number), row.name);
}

TEST(QuicPacket, KnowsWhatMayBeginAConnection)
{
    struct Row {
        std::string_view name;
        std::string_view hex;
        bool may;
    };
    for (auto const& row : {
             Row{"nothing", "", false},
             Row{"version 1", "c3 00000001 08", true},
             Row{"draft", "c3 ff00001d 08", true},
             Row{"without the fixed bit", "83 00000001 08", false},
             Row{"id too long", "c3 00000001 15", false},
             Row{"cut", "c3 00000001", false},
             Row{"Q046", "c3 51303436 50", true},
             Row{"RTP of payload type 81", "c0 51304a36 50", false},
             Row{"Q043", "0d 0102030405060708 51303433 01", true},
             Row{"Q043 without its version", "0c 0102030405060708 51303433 01", false},
             Row{"DNS", "1234 0100 0001 0000 0000 0000 03777777", false},
         })
        EXPECT_EQ(may_begin_connection(from_hex(row.hex)), row.may) << row.name;
    auto answer = from_hex("83 00000001 08"); // RFC 9287
    answer.resize(1200);
    EXPECT_TRUE(may_begin_connection(answer));
    answer.resize(1199);
    EXPECT_FALSE(may_begin_connection(answer));
}

TEST(QuicGoogle, FindsTheServerNameOfAHello)
{
    // Two tags: PAD, one byte; SNI, eleven.
    auto const hello = from_hex("a001 43484c4f 0200 0000 50414400 01000000 534e4900 0c000000",
                                "2d 6578616d706c652e6f7267");
    EXPECT_EQ(google_server_name(hello), "example.org");
    for (std::size_t length = 0; length < hello.size(); ++length)
        EXPECT_EQ(google_server_name(Bytes{hello}.first(length)), "");
    EXPECT_EQ(
        google_server_name(from_hex("43484c4f 0200 0000 50414400 ff000000 534e4900 0c000000")), "");
}

} // namespace
} // namespace petze::quic

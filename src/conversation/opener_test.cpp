#include "conversation/opener.h"

#include "testing/hex.h"

#include <gtest/gtest.h>

#include <ostream>

namespace petze {

std::ostream& operator<<(std::ostream& out, Opener opener)
{
    return out << (opener == Opener::sender     ? "sender"
                   : opener == Opener::receiver ? "receiver"
                                                : "unknown");
}

namespace {

/// A packet and its mirror image, in which the sender is the higher end.
std::array<Packet, 2> packets(std::uint8_t protocol, std::uint16_t from, std::uint16_t to,
                              Bytes payload = {}, std::uint8_t flags = 0)
{
    Packet packet;
    packet.key.low = Address::parse("10.0.0.1").value();
    packet.key.high = Address::parse("10.0.0.2").value();
    packet.key.protocol = protocol;
    packet.key.low_port = from;
    packet.key.high_port = to;
    packet.from_low = true;
    packet.payload = payload;
    packet.tcp_flags = flags;
    auto mirrored = packet;
    std::swap(mirrored.key.low_port, mirrored.key.high_port);
    mirrored.from_low = false;
    return {packet, mirrored};
}

TEST(OpenerByHandshake, IsTheOneWhoSentTheSyn)
{
    struct {
        char const* name;
        std::uint8_t protocol, flags;
        Opener expected;
    } const cases[] = {
        {"SYN", protocol::tcp, Packet::syn, Opener::sender},
        {"SYN with data", protocol::tcp, Packet::syn | Packet::push, Opener::sender},
        {"its answer", protocol::tcp, Packet::syn | Packet::ack, Opener::receiver},
        {"ACK", protocol::tcp, Packet::ack, Opener::unknown},
        {"FIN", protocol::tcp, Packet::fin | Packet::ack, Opener::unknown},
        {"no TCP", protocol::udp, Packet::syn, Opener::unknown},
    };
    for (auto const& c : cases)
        for (auto const& packet : packets(c.protocol, 1000, 80, {}, c.flags)) {
            SCOPED_TRACE(c.name);
            EXPECT_EQ(opener_by_handshake(packet), c.expected);
        }
}

TEST(OpenerByContent, IsTheOneWhoAsks)
{
    struct {
        char const* name;
        std::string payload;
        Opener expected;
    } const cases[] = {
        {"HTTP request", "GET / HTTP/1.1\r\n", Opener::sender},
        {"upload", "POST /v1/sms HTTP/1.1\r\n", Opener::sender},
        {"proxy", "CONNECT example.com:443 HTTP/1.1\r\n", Opener::sender},
        {"RFC 9113 §3.4: the preface", "PRI * HTTP/2.0\r\n", Opener::sender},
        {"HTTP response", "HTTP/1.1 200 OK\r\n", Opener::receiver},
        {"a word that begins as a method does", "GETTING", Opener::unknown},
        {"lower case is no method", "get / HTTP/1.1\r\n", Opener::unknown},
        {"ClientHello", "\x16\x03\x01\x02\x05\x01", Opener::sender},
        {"ServerHello", {"\x16\x03\x03\x00\x5a\x02", 6}, Opener::receiver},
        {"another handshake message", {"\x16\x03\x03\x00\x5a\x0b", 6}, Opener::unknown},
        {"ClientHello cut off", "\x16\x03\x01\x02\x05", Opener::unknown},
        {"application data", "\x17\x03\x03\x01\x05\x01", Opener::unknown},
        {"something else", "\xff\xfd\x18", Opener::unknown},
        {"nothing", "", Opener::unknown},
    };
    for (auto const& c : cases)
        for (auto const& packet : packets(protocol::tcp, 1000, 2000, as_bytes(c.payload))) {
            SCOPED_TRACE(c.name);
            EXPECT_EQ(opener_by_content(packet), c.expected);
        }
}

TEST(OpenerByContent, KnowsDnsQuestionsFromAnswers)
{
    auto const question = from_hex("1234 0100 0001 0000 0000 0000");
    auto const answer = from_hex("1234 8180 0001 0001 0000 0000"); // RFC 1035 §4.1.1: QR is set
    auto const cut = Bytes{answer}.first(11);
    struct {
        char const* name;
        std::uint8_t protocol;
        std::uint16_t from, to;
        Bytes payload;
        Opener expected;
    } const cases[] = {
        {"question", protocol::udp, 40000, 53, question, Opener::sender},
        {"answer", protocol::udp, 53, 40000, answer, Opener::receiver},
        {"question of a server to another", protocol::udp, 53, 53, question, Opener::unknown},
        {"a question from port 53", protocol::udp, 53, 40000, question, Opener::unknown},
        {"an answer to port 53", protocol::udp, 40000, 53, answer, Opener::unknown},
        {"one-shot question of mDNS", protocol::udp, 40000, 5353, question, Opener::sender},
        {"its answer", protocol::udp, 5353, 40000, answer, Opener::receiver},
        {"mDNS", protocol::udp, 5353, 5353, answer, Opener::unknown},
        {"another port", protocol::udp, 40000, 54, question, Opener::unknown},
        {"cut off", protocol::udp, 53, 40000, cut, Opener::unknown},
        {"SCTP", protocol::sctp, 40000, 53, question, Opener::unknown},
    };
    for (auto const& c : cases)
        for (auto const& packet : packets(c.protocol, c.from, c.to, c.payload)) {
            SCOPED_TRACE(c.name);
            EXPECT_EQ(opener_by_content(packet), c.expected);
        }
}

TEST(OpenerByPorts, IsTheHigherStanding)
{
    struct {
        std::uint16_t from, to;
        Opener expected;
    } const cases[] = {
        {40000, 80, Opener::sender},     {80, 40000, Opener::receiver},
        {40000, 8080, Opener::sender},   {8080, 40000, Opener::receiver},
        {8080, 80, Opener::sender},      {80, 8080, Opener::receiver},
        {1024, 1023, Opener::sender},    {1023, 1024, Opener::receiver},
        {32768, 32767, Opener::sender},  {32767, 32768, Opener::receiver},
        {80, 443, Opener::unknown},      {8080, 9090, Opener::unknown},
        {40000, 50000, Opener::unknown}, {0, 0, Opener::unknown},
    };
    for (auto const& c : cases)
        for (auto const& packet : packets(protocol::udp, c.from, c.to)) {
            SCOPED_TRACE(std::to_string(c.from) + " to " + std::to_string(c.to));
            EXPECT_EQ(opener_by_ports(packet), c.expected);
        }
}

TEST(OpenerByPorts, IsWhoeverSpeaksToMany)
{
    for (auto const* group : {"224.0.0.251", "255.255.255.255", "ff02::fb"}) {
        SCOPED_TRACE(group);
        auto packet = packets(protocol::udp, 53, 40000)[0];
        packet.key.high = Address::parse(group).value();
        EXPECT_EQ(opener_by_ports(packet), Opener::sender);
    }
}

} // namespace
} // namespace petze

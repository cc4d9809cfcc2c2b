#include "conversation/flow.h"

#include "conversation/packet.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

FlowIdentity flow(std::uint8_t protocol, char const* source, std::uint16_t source_port,
                  char const* destination, std::uint16_t destination_port)
{
    FlowIdentity out;
    out.source = Address::parse(source).value();
    out.destination = Address::parse(destination).value();
    out.source_port = source_port;
    out.destination_port = destination_port;
    out.protocol = protocol;
    return out;
}

FlowIdentity reversed(FlowIdentity const& flow)
{
    auto out = flow;
    std::swap(out.source, out.destination);
    std::swap(out.source_port, out.destination_port);
    return out;
}

TEST(CommunityId, AgreesWithTheBaselineOfItsSpecification)
{
    struct {
        char const* name;
        std::uint8_t protocol;
        char const* source;
        std::uint16_t source_port;
        char const* destination;
        std::uint16_t destination_port;
        char const* expected;
    } const cases[] = {
        {"TCP", 6, "128.232.110.120", 34855, "66.35.250.204", 80, "1:LQU9qZlK+B5F3KDmev6m5PMibrg="},
        {"TCP over IPv6", 6, "2001:470:e5bf:dead:4957:2174:e82c:4887", 63943,
         "2607:f8b0:400c:c03::1a", 25, "1:/qFaeAR+gFe1KYjMzVDsMv+wgU4="},
        {"UDP", 17, "192.168.1.52", 54585, "8.8.8.8", 53, "1:d/FP5EW3wiY1vCndhwleRRKHowQ="},
        {"SCTP", 132, "192.168.170.8", 7, "192.168.170.56", 7, "1:MP2EtRCAUIZvTw6MxJHLV7N7JDs="},
        {"RSVP, without ports", 46, "10.1.12.1", 0, "10.1.12.2", 0,
         "1:KHlLkgoJW7ifUTyTSgyVfkFHzKw="},
        {"echo", 1, "192.168.0.89", 8, "192.168.0.1", 0, "1:X0snYXpgwiv9TZtqg64sgzUn6Dk="},
        {"ICMPv6 echo", 58, "3ffe:507:0:1:200:86ff:fe05:80da", 128, "3ffe:501:0:1001::2", 129,
         "1:+TW+HtLHvV1xnGhV1lv7XoJrqQg="},
        {"neighbor solicitation", 58, "fe80::200:86ff:fe05:80da", 135, "fe80::260:97ff:fe07:69ea",
         136, "1:dGHyGvjMfljg6Bppwm3bg0LO8TY="},
        {"neighbor solicitation, the other way", 58, "fe80::260:97ff:fe07:69ea", 135,
         "fe80::200:86ff:fe05:80da", 136, "1:zavyT/cezQr1fmImYCwYnMXbgck="},
        {"router solicitation", 58, "fe80::200:86ff:fe05:80da", 133, "ff02::2", 134,
         "1:hO+sN4H+MG5MY/8hIrXPqc4ZQz0="},
        {"router advertisement", 58, "fe80::260:97ff:fe07:69ea", 134, "ff02::1", 133,
         "1:pkvHqCL88/tg1k4cPigmZXUtL00="},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const one =
            flow(c.protocol, c.source, c.source_port, c.destination, c.destination_port);
        EXPECT_EQ(community_id(one), c.expected);
        EXPECT_EQ(community_id(reversed(one)), c.expected);
    }
}

TEST(CommunityId, NeverSwapsTheEndsOfWhatNothingAnswers)
{
    struct {
        char const* name;
        FlowIdentity flow;
        char const* expected;
    } const cases[] = {
        // Of the specification's baseline.
        {"time exceeded", flow(1, "10.0.0.1", 11, "10.0.0.2", 0), "1:YHxtAirCG//0OzkcVAukqKQN9xM="},
        {"ICMPv6 time exceeded",
         flow(58, "3ffe:501:1800:2345::2", 3, "3ffe:507:0:1:200:86ff:fe05:80da", 0),
         "1:2ObVBgIn28oZvibYZhZMBgh7WdQ="},
        {"ICMPv6 port unreachable",
         flow(58, "3ffe:501:410:0:2c0:dfff:fe47:33e", 1, "3ffe:507:0:1:200:86ff:fe05:80da", 4),
         "1:hLZd0XGWojozrvxqE0dWB1iM6R0="},
        // Of the same algorithm written in Python: from the larger address to the smaller.
        {"host unreachable", flow(1, "192.168.0.89", 3, "192.168.0.1", 1),
         "1:LXCfhMUFbYXe+CEMrQuZCbiLY3o="},
        {"ICMPv6 port unreachable, from above", flow(58, "fe80::2", 1, "fe80::1", 4),
         "1:KP7k20289QLlEmMHLKdRgaeGmfo="},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(community_id(c.flow), c.expected);
    }
}

TEST(CommunityId, OrdersByPortWhereTheAddressIsTheSame)
{
    auto const one = flow(6, "127.0.0.1", 5000, "127.0.0.1", 80);
    EXPECT_EQ(community_id(one), "1:FCx8WNNKcB1IALH/+VHHqEe6L/k=");
    EXPECT_EQ(community_id(reversed(one)), "1:FCx8WNNKcB1IALH/+VHHqEe6L/k=");
}

TEST(IcmpCounterpart, PairsQuestionsAndAnswers)
{
    struct {
        char const* name;
        std::uint8_t protocol, ask, answer;
    } const pairs[] = {
        {"echo", 1, 8, 0},
        {"timestamp", 1, 13, 14},
        {"information", 1, 15, 16},
        {"router", 1, 10, 9},
        {"address mask", 1, 17, 18},
        {"echo, v6", 58, 128, 129},
        {"multicast listener", 58, 130, 131},
        {"router, v6", 58, 133, 134},
        {"neighbor", 58, 135, 136},
        {"node information", 58, 139, 140},
        {"home agent", 58, 144, 145},
    };
    for (auto const& c : pairs) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(icmp_counterpart(c.protocol, c.ask), c.answer);
        EXPECT_EQ(icmp_counterpart(c.protocol, c.answer), c.ask);
    }
    EXPECT_FALSE(icmp_counterpart(1, 3));
    EXPECT_FALSE(icmp_counterpart(1, 128));
    EXPECT_FALSE(icmp_counterpart(58, 1));
    EXPECT_FALSE(icmp_counterpart(58, 8));
}

TEST(ProtocolName, NamesWhatTheEventStreamNames)
{
    struct {
        std::uint8_t number;
        char const* expected;
    } const cases[] = {
        {1, "ICMP"}, {2, "IGMP"},       {6, "TCP"},    {17, "UDP"}, {47, "GRE"},     {50, "ESP"},
        {51, "AH"},  {58, "IPv6-ICMP"}, {132, "SCTP"}, {0, "IP-0"}, {255, "IP-255"},
    };
    for (auto const& c : cases)
        EXPECT_EQ(protocol_name(c.number), c.expected);
}

TEST(FlowIdentity, HasPortsWhereTheProtocolHas)
{
    for (int number = 0; number < 256; ++number) {
        FlowIdentity one;
        one.protocol = static_cast<std::uint8_t>(number);
        EXPECT_EQ(one.has_ports(), number == 6 || number == 17 || number == 132) << number;
    }
}

TEST(FlowKey, IsTheSameFromEitherSide)
{
    struct {
        char const* name;
        FlowIdentity flow;
        bool source_is_low;
    } const cases[] = {
        {"up", flow(6, "10.0.0.1", 40000, "192.0.2.1", 80), true},
        {"down", flow(6, "192.0.2.1", 40000, "10.0.0.1", 80), false},
        {"same address", flow(17, "127.0.0.1", 5000, "127.0.0.1", 80), false},
        {"same end", flow(17, "127.0.0.1", 80, "127.0.0.1", 80), true},
        {"IPv6", flow(6, "2001:db8::2", 1, "2001:db8::1", 2), false},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const key = FlowKey::of(c.flow);
        EXPECT_EQ(key, FlowKey::of(reversed(c.flow)));
        EXPECT_EQ(key.hash(), FlowKey::of(reversed(c.flow)).hash());
        EXPECT_EQ(key.low, c.source_is_low ? c.flow.source : c.flow.destination);
        EXPECT_EQ(key.low_port, c.source_is_low ? c.flow.source_port : c.flow.destination_port);
        EXPECT_EQ(key.high, c.source_is_low ? c.flow.destination : c.flow.source);
        EXPECT_EQ(key.high_port, c.source_is_low ? c.flow.destination_port : c.flow.source_port);
    }
}

TEST(FlowKey, HashesEveryPartOfIt)
{
    auto const base = FlowKey::of(flow(6, "10.0.0.1", 40000, "192.0.2.1", 80));
    FlowIdentity const others[] = {
        flow(17, "10.0.0.1", 40000, "192.0.2.1", 80), flow(6, "10.0.0.2", 40000, "192.0.2.1", 80),
        flow(6, "10.0.0.1", 40001, "192.0.2.1", 80),  flow(6, "10.0.0.1", 40000, "192.0.2.2", 80),
        flow(6, "10.0.0.1", 40000, "192.0.2.1", 81),  flow(6, "10.0.0.1", 80, "192.0.2.1", 40000),
    };
    for (auto const& other : others) {
        EXPECT_NE(FlowKey::of(other), base);
        EXPECT_NE(FlowKey::of(other).hash(), base.hash());
    }
}

} // namespace
} // namespace petze

#include "base/limits.h"
#include "conversation/decoding_test.h"
#include "testing/hex.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using namespace petze::testing;

Buffer question_v6()
{
    return ipv6("2001:db8::1", "2001:db8::2", 17, udp(1000, 53, bytes_of("hi")));
}
constexpr auto answer_v6 = "UDP 2001:db8::1:1000 > 2001:db8::2:53: hi";

Buffer with(char const* before, Buffer const& payload)
{
    auto out = from_hex(before);
    append(out, payload);
    return out;
}

Buffer padded(Buffer packet)
{
    packet.resize(packet.size() + 8);
    return packet;
}

// RFC 4380: IPv6 in UDP, by port 3544 or an address of 2001::/32.
TEST(Tunnels, OfTeredoAreUndone)
{
    auto const inner = question_v6();
    auto const own =
        ipv6("2001:0:c000:201:0:1234::", "2001:db8::2", 17, udp(1000, 53, bytes_of("hi")));
    auto const in_udp = [](unsigned port, Buffer const& payload) {
        return inside(17, udp(1234, port, payload));
    };
    constexpr auto closed = "UDP 192.0.2.1:1234 > 192.0.2.2:";
    struct {
        char const* name;
        Buffer packet;
        std::string begins;
    } const cases[] = {
        {"alone", in_udp(3544, inner), answer_v6},
        {"§5.1.1: with origin", in_udp(3544, with("0000 1234 c0000201", inner)), answer_v6},
        {"with authentication", in_udp(3544, with("0001 0000 0011223344556677 00", inner)),
         answer_v6},
        {"with both",
         in_udp(3544, with("0001 0102 aa bbbb 0011223344556677 00 0000 1234 c0000201", inner)),
         answer_v6},
        {"between peers", in_udp(4321, own), "UDP 2001:0:c000:201:0:1234::"},
        {"between others, not Teredo's", in_udp(4321, inner), closed},
        {"between peers, of another length", in_udp(4321, padded(own)), closed},
        {"something else on its port",
         in_udp(3544, bytes_of("an invented datagram of no kind at "
                               "all, longer than a header")),
         closed},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Decoding decoding;
        EXPECT_EQ(told(decoding.take(c.packet)).substr(0, c.begins.size()), c.begins);
    }
}

TEST(Tunnels, AreUndone)
{
    auto const in_ethernet = ethernet(0x0800, question());
    struct {
        char const* name;
        Buffer packet;
        char const* expected;
    } const cases[] = {
        {"RFC 2003: IP in IP", inside(4, question()), answer},
        {"RFC 4213: 6in4", inside(41, question_v6()), answer_v6},
        {"RFC 2473: 4in6", ipv6("2001:db8::3", "2001:db8::4", 4, question()), answer},
        {"RFC 2473: 6in6", ipv6("2001:db8::3", "2001:db8::4", 41, question_v6()), answer_v6},
        {"RFC 2784: GRE", inside(47, gre(0, 0x0800, {}, question())), answer},
        {"GRE, IPv6 inside", inside(47, gre(0, 0x86dd, {}, question_v6())), answer_v6},
        {"GRE over IPv6", ipv6("2001:db8::3", "2001:db8::4", 47, gre(0, 0x0800, {}, question())),
         answer},
        {"GRE with checksum", inside(47, gre(0x8000, 0x0800, from_hex("abcd0000"), question())),
         answer},
        {"RFC 2890: GRE with key",
         inside(47, gre(0x2000, 0x0800, from_hex("0000002a"), question())), answer},
        {"GRE with sequence", inside(47, gre(0x1000, 0x0800, from_hex("00000001"), question())),
         answer},
        {"GRE with all of them",
         inside(47, gre(0xb000, 0x0800, from_hex("abcd0000 0000002a 00000001"), question())),
         answer},
        {"GRE, Ethernet inside", inside(47, gre(0, 0x6558, {}, in_ethernet)), answer},
        {"RFC 7637: NVGRE", inside(47, gre(0x2000, 0x6558, from_hex("00002a01"), in_ethernet)),
         answer},
        // RFC 2637 §4.1: key (length, call) and sequence; then PPP.
        {"PPTP",
         inside(47,
                gre(0x3001, 0x880b, from_hex("0022 0001 00000007"), with("ff03 0021", question()))),
         answer},
        {"PPTP with acknowledgment, protocol compressed",
         inside(47, gre(0x3081, 0x880b, from_hex("001f 0001 00000007 00000006"),
                        with("21", question()))),
         answer},
        {"PPTP, IPv6 inside",
         inside(47, gre(0x3001, 0x880b, from_hex("0034 0001 00000007"),
                        with("ff03 0057", question_v6()))),
         answer_v6},
        {"RFC 7348: VXLAN", inside(17, vxlan(in_ethernet)), answer},
        {"VXLAN, tagged inside", inside(17, vxlan(ethernet(0x8100, with("0064 0800", question())))),
         answer},
        {"VXLAN over IPv6", ipv6("2001:db8::3", "2001:db8::4", 17, vxlan(in_ethernet)), answer},
        {"link padding inside", inside(17, vxlan(ethernet(0x0800, padded(question())))), answer},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Decoding decoding;
        EXPECT_EQ(told(decoding.take(c.packet)), c.expected);
        EXPECT_EQ(decoding.rows(), Rows{});
    }
}

TEST(Tunnels, TellTheInnerSenderWhereThereIsOne)
{
    Decoding decoding;
    auto inner = ethernet(0x0800, question());
    inner[11] = 9;
    auto const packet = decoding.take(ethernet(0x0800, inside(17, vxlan(inner))), 1);
    ASSERT_TRUE(packet);
    EXPECT_EQ(packet->source_mac, (std::array<std::uint8_t, 6>{2, 0, 0, 0, 0, 9}));
}

TEST(Tunnels, CutBySnaplenTellWhatIsMissing)
{
    auto const in_ethernet = ethernet(0x0800, question("hello"));
    struct {
        char const* name;
        Buffer packet;
    } const cases[] = {
        {"IP in IP", inside(4, question("hello"))},
        {"GRE", inside(47, gre(0, 0x0800, {}, question("hello")))},
        {"VXLAN", inside(17, vxlan(in_ethernet))},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Decoding decoding;
        EXPECT_EQ(
            told(decoding.take(Bytes{c.packet}.first(c.packet.size() - 3), raw, c.packet.size())),
            "UDP 10.0.0.1:1000 > 10.0.0.2:53: he +3");
        EXPECT_EQ(decoding.rows(), Rows{});
    }
}

TEST(Tunnels, CutInsideTheInnerHeaderTellNothingOfTheOuterPayload)
{
    auto const packet = inside(17, vxlan(ethernet(0x0800, question("hello"))));
    auto const inner_udp = packet.size() - 13;
    Decoding decoding;
    EXPECT_EQ(told(decoding.take(Bytes{packet}.first(inner_udp + 6), raw, packet.size())),
              "UDP 10.0.0.1:1000 > 10.0.0.2:53:  truncated");
}

TEST(Tunnels, ThatHoldNoIpAreConversationsThemselves)
{
    auto const arp = ethernet(0x0806, from_hex("0001"));
    auto const not_valid = udp(50000, 4789, with("0000000000002a00", ethernet(0x0800, question())));
    struct {
        char const* name;
        Buffer packet;
        std::string expected;
    } const cases[] = {
        {"GRE, another protocol", inside(47, gre(0, 0x88be, {}, bytes_of("hi"))),
         "GRE 192.0.2.1:0 > 192.0.2.2:0: " + std::string("\0\0\x88\xbehi", 6)},
        {"GRE, cut off", inside(47, from_hex("2000 0800 0000")),
         "GRE 192.0.2.1:0 > 192.0.2.2:0: " + std::string("\x20\0\x08\0\0\0", 6)},
        {"GRE, version 2", inside(47, from_hex("0002 0800 41")),
         "GRE 192.0.2.1:0 > 192.0.2.2:0: " + std::string("\0\2\x08\0A", 5)},
        {"PPTP, acknowledgment alone", inside(47, from_hex("2081 880b 0000 0001 00000006")),
         "GRE 192.0.2.1:0 > 192.0.2.2:0: " + std::string("\x20\x81\x88\x0b\0\0\0\1\0\0\0\6", 12)},
        {"PPTP, link control", inside(47, from_hex("3001 880b 0004 0001 00000007 c021 4748")),
         "GRE 192.0.2.1:0 > 192.0.2.2:0: "
             + std::string("\x30\1\x88\x0b\0\4\0\1\0\0\0\7\xc0\x21GH", 16)},
        {"VXLAN, ARP inside", inside(17, vxlan(arp)),
         "UDP 192.0.2.1:50000 > 192.0.2.2:4789: "
             + std::string{as_text(Bytes{vxlan(arp)}.subspan(8))}},
        {"VXLAN without a valid identifier", inside(17, not_valid),
         "UDP 192.0.2.1:50000 > 192.0.2.2:4789: "
             + std::string{as_text(Bytes{not_valid}.subspan(8))}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Decoding decoding;
        EXPECT_EQ(told(decoding.take(c.packet)), c.expected);
        EXPECT_EQ(decoding.rows(), Rows{});
    }
}

TEST(Tunnels, ThatHoldBrokenIpAreConversationsThemselvesAndCounted)
{
    Decoding decoding;
    auto const gre_packet = gre(0, 0x0800, {}, from_hex("ff"));
    EXPECT_EQ(told(decoding.take(inside(47, gre_packet))),
              "GRE 192.0.2.1:0 > 192.0.2.2:0: " + std::string{as_text(gre_packet)});
    auto const vxlan_packet = vxlan(ethernet(0x0800, from_hex("45")));
    EXPECT_EQ(told(decoding.take(inside(17, vxlan_packet))),
              "UDP 192.0.2.1:50000 > 192.0.2.2:4789: "
                  + std::string{as_text(Bytes{vxlan_packet}.subspan(8))});
    EXPECT_FALSE(decoding.take(inside(4, from_hex("45"))));
    EXPECT_EQ(decoding.rows(), (Rows{{"ip: truncated", 2}, {"ip: version does not fit", 1}}));
}

TEST(Tunnels, AreBoundedInDepth)
{
    struct {
        char const* name;
        Buffer (*wrap)(Buffer const&);
        bool told_beyond; // as a conversation of the innermost tunnel that was looked into
    } const cases[] = {
        {"IP in IP", [](Buffer const& in) { return inside(4, in); }, false},
        {"GRE", [](Buffer const& in) { return inside(47, gre(0, 0x0800, {}, in)); }, true},
        {"VXLAN", [](Buffer const& in) { return inside(17, vxlan(ethernet(0x0800, in))); }, true},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto packet = question();
        for (int depth = 1; depth <= limits::tunnel_depth; ++depth) {
            packet = c.wrap(packet);
            Decoding decoding;
            EXPECT_EQ(told(decoding.take(packet)), answer);
            EXPECT_EQ(decoding.rows(), Rows{});
        }
        packet = c.wrap(packet);
        Decoding decoding;
        auto const found = decoding.take(packet);
        EXPECT_EQ(found.has_value(), c.told_beyond);
        EXPECT_NE(told(found), answer);
        EXPECT_EQ(decoding.rows(), (Rows{{"ip: limit of tunnels in tunnels", 1}}));
    }
}

} // namespace
} // namespace petze

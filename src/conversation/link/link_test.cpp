#include "conversation/link/link.h"

#include "base/text.h"
#include "testing/hex.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

// https://www.tcpdump.org/linktypes.html
constexpr LinkType null = 0, ethernet = 1, ppp = 9, ppp_hdlc = 50, raw = 101, cisco_hdlc = 104,
                   loop = 108, cooked = 113, ppp_with_direction = 204, nflog = 239, cooked_2 = 276;

constexpr auto macs = "020000000001 020000000002"; // to …01, from …02

struct Case {
    char const* name;
    char const* frame;
    std::uint16_t type;
    char const* payload;
};

void expect_each(std::span<Case const> cases, LinkType link, char const* before,
                 std::string const& source_mac)
{
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const frame = from_hex(before, c.frame);
        auto const decoded = decode_link(link, frame);
        EXPECT_FALSE(decoded.flaw);
        EXPECT_EQ(decoded.value.type, c.type);
        EXPECT_EQ(to_hex(decoded.value.bytes), c.payload);
        EXPECT_EQ(decoded.value.has_mac, !source_mac.empty());
        EXPECT_EQ(to_hex(decoded.value.source_mac),
                  source_mac.empty() ? "000000000000" : source_mac);
    }
}

TEST(Ethernet, IsUndone)
{
    Case const cases[] = {
        {"IPv4", "0800 45", 0x0800, "45"},
        {"IPv6", "86dd 60", 0x86dd, "60"},
        {"ARP", "0806 0001", 0x0806, "0001"},
        {"nothing inside", "0800", 0x0800, ""},
        {"802.1Q", "8100 0064 0800 45", 0x0800, "45"},
        {"802.1Q, priority only", "8100 e000 86dd 60", 0x86dd, "60"},
        {"802.1ad", "88a8 0064 8100 0065 0800 45", 0x0800, "45"},
        {"QinQ before it was a standard", "9100 0064 8100 0065 0800 45", 0x0800, "45"},
        {"eight tags",
         "8100 0001 8100 0002 8100 0003 8100 0004 8100 0005 8100 0006 8100 0007 8100 0008 0800 45",
         0x0800, "45"},
        {"a ninth is not read",
         "8100 0001 8100 0002 8100 0003 8100 0004 8100 0005 8100 0006 8100 0007 8100 0008 8100 "
         "0009 0800 45",
         0x8100, "0009080045"},
        {"802.3 with SNAP", "0009 aaaa03 000000 0800 45", 0x0800, "45"},
        {"802.3 with SNAP, tagged", "000d aaaa03 000000 8100 0064 86dd 60", 0x86dd, "60"},
        {"802.3 with SNAP of another organisation", "000a aaaa03 00000c 2000 0102", 0,
         "aaaa0300000c20000102"},
        {"802.3 with LLC: spanning tree", "0004 424203 00", 0, "42420300"},
        {"802.3, nothing inside", "0000", 0, ""},
        {"the largest length", "05ff 45", 0, "45"},
        {"the smallest type", "0600 45", 0x0600, "45"},
    };
    expect_each(cases, ethernet, macs, "020000000002");
}

TEST(Ethernet, CarriesMplsAndPppoe)
{
    // RFC 3032 §2.1: label 100 not the bottom, label 101 the bottom, both with a TTL of 64.
    Case const cases[] = {
        {"MPLS", "8847 00065140 45", 0x0800, "45"},
        {"MPLS, two labels", "8847 00064040 00065140 60", 0x86dd, "60"},
        {"MPLS, multicast", "8848 00065140 45", 0x0800, "45"},
        {"MPLS after a tag", "8100 0064 8847 00065140 45", 0x0800, "45"},
        {"MPLS with a pseudowire", "8847 00065140 00000000", 0, "00000000"},
        // RFC 2516 §4: version and type, code, session, length; then PPP's protocol.
        {"PPPoE", "8864 1100 0001 0003 0021 45", 0x0800, "45"},
        {"PPPoE, IPv6", "8864 1100 0001 0003 0057 60", 0x86dd, "60"},
        {"PPPoE after a tag", "8100 0064 8864 1100 0001 0003 0021 45", 0x0800, "45"},
        {"PPPoE, link control", "8864 1100 0001 0006 c021 01010004", 0, "01010004"},
    };
    expect_each(cases, ethernet, macs, "020000000002");
}

TEST(Cooked, IsUndone)
{
    // Packet type, ARPHRD, address length, address, protocol.
    Case const cases[] = {
        {"IPv4", "0000 0001 0006 0200000000020000 0800 45", 0x0800, "45"},
        {"sent by this machine, IPv6", "0004 0001 0006 0200000000020000 86dd 60", 0x86dd, "60"},
        {"tagged", "0000 0001 0006 0200000000020000 8100 0064 0800 45", 0x0800, "45"},
    };
    expect_each(cases, cooked, "", "020000000002");
    Case const without_address[] = {
        {"tunnel", "0000 fffe 0000 0000000000000000 0800 45", 0x0800, "45"},
        {"address of another length", "0000 0001 0008 0102030405060708 0800 45", 0x0800, "45"},
    };
    expect_each(without_address, cooked, "", "");
    // Protocol, reserved, interface, ARPHRD, packet type, address length, address.
    Case const version_2[] = {
        {"IPv4", "0800 0000 00000003 0001 00 06 0200000000020000 45", 0x0800, "45"},
        {"IPv6", "86dd 0000 00000003 0001 04 06 0200000000020000 60", 0x86dd, "60"},
        {"tagged", "8100 0000 00000003 0001 00 06 0200000000020000 0064 0800 45", 0x0800, "45"},
    };
    expect_each(version_2, cooked_2, "", "020000000002");
    Case const version_2_without_address[] = {
        {"tunnel", "0800 0000 00000003 fffe 04 00 0000000000000000 45", 0x0800, "45"},
    };
    expect_each(version_2_without_address, cooked_2, "", "");
}

TEST(NullAndLoop, TakeTheFamilyInEitherOrder)
{
    Case const cases[] = {
        {"IPv4, little-endian", "02000000 45", 0x0800, "45"},
        {"IPv4, big-endian", "00000002 45", 0x0800, "45"},
        {"IPv6 of NetBSD", "18000000 60", 0x86dd, "60"},
        {"IPv6 of FreeBSD", "1c000000 60", 0x86dd, "60"},
        {"IPv6 of macOS", "1e000000 60", 0x86dd, "60"},
        {"IPv6 of macOS, big-endian", "0000001e 60", 0x86dd, "60"},
        {"IPv6 of Linux", "0a000000 60", 0x86dd, "60"},
        {"another family", "17000000 ff", 0, "ff"},
        {"nothing inside", "02000000", 0, ""},
    };
    expect_each(cases, null, "", "");
    expect_each(cases, loop, "", "");
}

TEST(Ppp, IsUndone)
{
    Case const cases[] = {
        {"IPv4", "ff03 0021 45", 0x0800, "45"},
        {"IPv6", "ff03 0057 60", 0x86dd, "60"},
        {"RFC 1661 §6.6: address and control compressed", "0021 45", 0x0800, "45"},
        {"RFC 1661 §6.5: protocol compressed", "ff03 21 45", 0x0800, "45"},
        {"both compressed", "57 60", 0x86dd, "60"},
        {"link control", "ff03 c021 01010004", 0, "01010004"},
    };
    expect_each(cases, ppp, "", "");
    expect_each(cases, ppp_hdlc, "", "");
    expect_each(cases, ppp_with_direction, "01", "");
}

TEST(CiscoHdlc, IsUndone)
{
    Case const cases[] = {
        {"IPv4", "0f00 0800 45", 0x0800, "45"},
        {"IPv6, multicast", "8f00 86dd 60", 0x86dd, "60"},
        {"keepalive", "8f00 8035 00000002", 0x8035, "00000002"},
    };
    expect_each(cases, cisco_hdlc, "", "");
}

TEST(Raw, IsToldByItsVersion)
{
    Case const cases[] = {
        {"IPv4", "45", 0x0800, "45"},
        {"IPv6", "60", 0x86dd, "60"},
        {"neither", "05", 0, "05"},
        {"nothing", "", 0, ""},
    };
    for (LinkType const link : {raw, LinkType{12}, LinkType{14}, LinkType{228}, LinkType{229}})
        expect_each(cases, link, "", "");
}

TEST(Nflog, FindsThePacketAmongTheAttributes)
{
    // Family, version, resource; then length, type and value of each attribute, padded to 4.
    Case const cases[] = {
        {"alone", "0500 0900 45", 0x0800, "45"},
        {"after others", "0800 0100 08000100 0600 0a00 6162 0000 0500 0900 60 000000", 0x86dd,
         "60"},
        {"of a big-endian machine", "0008 0001 08000100 0005 0009 45", 0x0800, "45"},
        {"of a big-endian machine, marked as nested", "0006 800a 6162 0000 0005 0009 60", 0x86dd,
         "60"},
    };
    expect_each(cases, nflog, "02 00 0000", "");
}

// NFULA_UID is in network order, whatever the machine (linux/netfilter/nfnetlink_log.h).
TEST(Nflog, SaysWhoseThePacketIs)
{
    struct {
        char const* name;
        char const* attributes;
        std::optional<std::int32_t> uid;
    } const cases[] = {
        {"before the packet", "0800 0b00 0000278b 0500 0900 45", 10123},
        {"behind it", "0500 0900 45 000000 0800 0b00 000003e8", 1000},
        {"of a big-endian machine", "0008 000b 0000278b 0005 0009 45", 10123},
        {"not said", "0500 0900 45", {}},
        {"of another length", "0600 0b00 278b 0000 0500 0900 45", {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const frame = from_hex("02 00 0000", c.attributes);
        EXPECT_EQ(decode_link(nflog, frame).value.uid, c.uid);
    }
}

// bsd/net/pktap.h: length, type, link type, interface (24), flags, family, lengths before and
// after, process, its name (17), service, interface's type and unit, process on whose behalf and
// its name.
TEST(Pktap, SaysWhichProgramThePacketIsOf)
{
    constexpr LinkType pktap = 258;
    std::string const head = "6c000000 01000000 0c000000 656e30" + std::string(42, '0')
                             + "00000000 02000000 0e000000 00000000 2a010000";
    std::string const middle = "000000 00000000 0000 0000 2b010000", end = "000000";
    auto const name = [](std::string_view text) {
        auto hex = to_hex(as_bytes(text));
        hex.resize(34, '0');
        return hex;
    };
    struct {
        char const* name;
        std::string own, effective, program;
    } const cases[] = {
        {"its own", "example-app", "", "example-app"},
        {"on behalf of another", "networkd", "example-app", "example-app"},
        {"the longest name", "sixteen-letters1", "", "sixteen-letters1"},
        {"not said", "", "", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const frame = from_hex(head + name(c.own) + middle + name(c.effective) + end + "45");
        ASSERT_EQ(frame.size(), 0x6c + 1u);
        auto const [out, flaw] = decode_link(pktap, frame);
        EXPECT_FALSE(flaw);
        EXPECT_EQ(out.program, c.program);
        EXPECT_EQ(to_hex(out.bytes), "45");
        for (std::size_t length = 0; length < frame.size(); ++length)
            decode_link(pktap, Bytes{frame}.first(length));
    }
}

TEST(DecodeLink, TellsWhatIsWrong)
{
    struct {
        char const* name;
        LinkType link;
        char const* frame;
        Flaw flaw;
    } const cases[] = {
        {"Ethernet, nothing", ethernet, "", {"truncated", 0}},
        {"Ethernet without a type", ethernet, "020000000001 020000000002 08", {"truncated", 12}},
        {"tag cut off", ethernet, "020000000001 020000000002 8100 0064", {"truncated", 16}},
        {"labels cut off", ethernet, "020000000001 020000000002 8847 00064040", {"truncated", 18}},
        {"PPPoE cut off", ethernet, "020000000001 020000000002 8864 1100 00", {"truncated", 14}},
        {"PPPoE, no protocol",
         ethernet,
         "020000000001 020000000002 8864 1100 0001 0000",
         {"truncated", 20}},
        {"SNAP cut off",
         ethernet,
         "020000000001 020000000002 0009 aaaa03 000000 08",
         {"truncated", 20}},
        {"cooked", cooked, "0000 0001 0006 0200000000020000 08", {"truncated", 14}},
        {"cooked 2", cooked_2, "0800 0000 00000003 0001 00 06 02000000000200", {"truncated", 12}},
        {"null", null, "020000", {"truncated", 0}},
        {"PPP", ppp, "ff03", {"truncated", 2}},
        {"PPP with direction, nothing", ppp_with_direction, "", {"truncated", 0}},
        {"Cisco HDLC", cisco_hdlc, "0f00 08", {"truncated", 2}},
        {"NFLOG, attribute too short", nflog, "02 00 0000 0300 0900", {"attribute too short", 8}},
        {"NFLOG, attribute cut off", nflog, "02 00 0000 0800 0900 45", {"truncated", 8}},
        {"NFLOG without a packet", nflog, "02 00 0000 0800 0100 08000100", {"no packet in it", 12}},
        {"Bluetooth LE", 251, "00", {"link type", 0}},
        {"not in the registry", 65535, "00", {"link type", 0}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const frame = from_hex(c.frame);
        EXPECT_EQ(decode_link(c.link, frame).flaw, c.flaw);
    }
}

TEST(DecodeLink, FlagsEveryPrefix)
{
    auto const frame = from_hex(macs, "88a8 0064 8100 0065 8864 1100 0001 0003 0021");
    for (std::size_t length = 0; length < frame.size(); ++length) {
        SCOPED_TRACE(length);
        auto const decoded = decode_link(ethernet, Bytes{frame}.first(length));
        EXPECT_TRUE(decoded.flaw);
        EXPECT_EQ(decoded.value.has_mac, length >= 12); // what was read stays
    }
    EXPECT_FALSE(decode_link(ethernet, frame).flaw);
}

TEST(LinkTypeName, NamesWhatIsNotRead)
{
    EXPECT_EQ(link_type_name(251), "Bluetooth LE");
    EXPECT_EQ(link_type_name(249), "USBPcap");
    EXPECT_EQ(link_type_name(272), "type 272");
}

} // namespace
} // namespace petze

#include "conversation/address.h"

#include "testing/hex.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using namespace std::string_view_literals;

TEST(Address, IsParsedAndTold)
{
    struct {
        char const* name;
        std::string_view text;
        char const* bytes; // empty: it is no address
        char const* told;
    } const cases[] = {
        {"IPv4", "192.0.2.1", "00000000000000000000ffffc0000201", "192.0.2.1"},
        {"IPv4, all zero", "0.0.0.0", "00000000000000000000ffff00000000", "0.0.0.0"},
        {"RFC 4291 §2.5.5.2: mapped", "::ffff:192.0.2.1", "00000000000000000000ffffc0000201",
         "192.0.2.1"},
        {"IPv6", "2001:db8::1", "20010db8000000000000000000000001", "2001:db8::1"},
        {"unspecified", "::", "00000000000000000000000000000000", "::"},
        {"loopback", "::1", "00000000000000000000000000000001", "::1"},
        {"RFC 5952 §4.1: leading zeros", "2001:0db8::0001", "20010db8000000000000000000000001",
         "2001:db8::1"},
        {"RFC 5952 §4.2.1: as much as possible", "2001:db8:0:0:0:0:2:1",
         "20010db8000000000000000000020001", "2001:db8::2:1"},
        {"RFC 5952 §4.2.2: not one field alone", "2001:db8::1:1:1:1:1",
         "20010db8000000010001000100010001", "2001:db8:0:1:1:1:1:1"},
        {"RFC 5952 §4.2.3: the longest run", "2001:0:0:1:0:0:0:1",
         "20010000000000010000000000000001", "2001:0:0:1::1"},
        {"RFC 5952 §4.2.3: of equals the first", "2001:db8:0:0:1:0:0:1",
         "20010db8000000000001000000000001", "2001:db8::1:0:0:1"},
        {"RFC 5952 §4.3: lower case", "2001:DB8::ABCD", "20010db800000000000000000000abcd",
         "2001:db8::abcd"},
        {"nothing", "", "", ""},
        {"a name", "example.com", "", ""},
        {"three parts", "192.0.2", "", ""},
        {"part too large", "192.0.2.256", "", ""},
        {"leading zero, which some read as octal", "192.0.2.01", "", ""},
        {"blank before it", " 192.0.2.1", "", ""},
        {"port behind it", "192.0.2.1:80", "", ""},
        {"zone", "fe80::1%eth0", "", ""},
        {"brackets", "[::1]", "", ""},
        {"zero byte behind it", "192.0.2.1\0x"sv, "", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const address = Address::parse(c.text);
        ASSERT_EQ(address.has_value(), *c.bytes != '\0');
        if (!address)
            continue;
        EXPECT_EQ(*address, Address::v6(from_hex(c.bytes)));
        EXPECT_EQ(address->text(), c.told);
        EXPECT_EQ(Address::parse(address->text()), address);
    }
}

TEST(Address, IsMadeOfTheWiresBytes)
{
    EXPECT_EQ(Address::v4(from_hex("c0000201")).text(), "192.0.2.1");
    EXPECT_EQ(Address::v6(from_hex("20010db8000000000000000000000001")).text(), "2001:db8::1");
    EXPECT_TRUE(Address::v4(from_hex("c0000201")).is_v4());
    EXPECT_TRUE(Address::v6(from_hex("00000000000000000000ffffc0000201")).is_v4());
    EXPECT_FALSE(Address::v6(from_hex("000000000000000000000000c0000201")).is_v4());
    // What could not be read is empty, and becomes zero.
    EXPECT_EQ(Address::v4({}).text(), "0.0.0.0");
    EXPECT_EQ(Address::v6({}).text(), "::");
}

TEST(Address, KnowsWhereItBelongs)
{
    enum Kind { ordinary, inside, multicast, broadcast };
    struct {
        char const* text;
        Kind kind;
    } const cases[] = {
        // RFC 1918, at and beside their borders.
        {"9.255.255.255", ordinary},
        {"10.0.0.0", inside},
        {"10.255.255.255", inside},
        {"11.0.0.0", ordinary},
        {"172.15.255.255", ordinary},
        {"172.16.0.0", inside},
        {"172.31.255.255", inside},
        {"172.32.0.0", ordinary},
        {"192.167.255.255", ordinary},
        {"192.168.0.0", inside},
        {"192.168.255.255", inside},
        {"192.169.0.0", ordinary},
        // RFC 6598.
        {"100.63.255.255", ordinary},
        {"100.64.0.0", inside},
        {"100.127.255.255", inside},
        {"100.128.0.0", ordinary},
        // RFC 3927, RFC 1122 §3.2.1.3.
        {"169.253.255.255", ordinary},
        {"169.254.0.1", inside},
        {"169.255.0.0", ordinary},
        {"127.0.0.1", inside},
        {"128.0.0.1", ordinary},
        {"0.0.0.0", inside},
        {"0.0.0.1", ordinary},
        // RFC 5771.
        {"223.255.255.255", ordinary},
        {"224.0.0.251", multicast},
        {"239.255.255.255", multicast},
        {"240.0.0.1", ordinary},
        {"255.255.255.255", broadcast},
        {"192.0.2.255", ordinary},
        // RFC 4193, RFC 4291.
        {"fbff::1", ordinary},
        {"fc00::1", inside},
        {"fdff::1", inside},
        {"fe00::1", ordinary},
        {"fe80::1", inside},
        {"febf::1", inside},
        {"fec0::1", ordinary},
        {"::", inside},
        {"::1", inside},
        {"::2", ordinary},
        {"2001:db8::1", ordinary},
        {"ff02::fb", multicast},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        auto const address = Address::parse(c.text).value();
        EXPECT_EQ(address.is_private(), c.kind == inside);
        EXPECT_EQ(address.is_multicast(), c.kind == multicast);
        EXPECT_EQ(address.is_broadcast(), c.kind == broadcast);
    }
}

TEST(Address, IsOrderedAsItsBytes)
{
    char const* const ascending[] = {"::",          "0.0.0.0",         "9.0.0.0",
                                     "10.0.0.0",    "255.255.255.255", "2001:db8::1",
                                     "2001:db8::2", "ff02::1"};
    for (std::size_t i = 1; i < std::size(ascending); ++i) {
        SCOPED_TRACE(ascending[i]);
        EXPECT_LT(Address::parse(ascending[i - 1]).value(), Address::parse(ascending[i]).value());
    }
}

} // namespace
} // namespace petze

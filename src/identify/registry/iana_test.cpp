#include "identify/registry/iana.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

Address address(char const* text)
{
    return Address::parse(text).value();
}

// Expected values: IANA's registries of address space.
TEST(Iana, SaysToWhomABlockWasGiven)
{
    struct Row {
        char const* address;
        Registry registry;
    };
    constexpr std::array rows{
        Row{"1.1.1.1", Registry::apnic},
        Row{"2.16.0.1", Registry::ripe_ncc},
        Row{"8.8.8.8", Registry::arin},
        Row{"41.0.0.1", Registry::afrinic},
        Row{"42.62.48.157", Registry::apnic},
        Row{"51.15.0.1", Registry::ripe_ncc},
        Row{"102.1.2.3", Registry::afrinic},
        Row{"133.11.0.1", Registry::apnic},
        Row{"141.1.1.1", Registry::ripe_ncc},
        Row{"154.0.0.1", Registry::afrinic},
        Row{"177.1.1.1", Registry::lacnic},
        Row{"179.1.1.1", Registry::lacnic},
        Row{"193.0.6.139", Registry::ripe_ncc},
        Row{"200.160.2.3", Registry::lacnic},
        Row{"203.119.1.1", Registry::apnic},
        Row{"216.58.1.1", Registry::arin},
        Row{"223.255.0.1", Registry::apnic},
        Row{"2001:200::1", Registry::apnic},
        Row{"2001:67c:2e8::1", Registry::ripe_ncc},
        Row{"2001:4200::1", Registry::afrinic},
        Row{"2001:4860::8888", Registry::arin},
        Row{"2001:1280::1", Registry::lacnic},
        Row{"2404:6800::1", Registry::apnic},
        Row{"2606:4700::1", Registry::arin},
        Row{"2800:3f0::1", Registry::lacnic},
        Row{"2a03:2880::1", Registry::ripe_ncc},
        Row{"2c0f:fb50::1", Registry::afrinic},
        Row{"4000::1", Registry::none},
    };
    for (auto const& row : rows) {
        SCOPED_TRACE(row.address);
        auto const block = iana_block(address(row.address));
        EXPECT_EQ(short_name(block.registry), short_name(row.registry));
        EXPECT_TRUE(block.range.contains(address(row.address)));
    }
    EXPECT_EQ(iana_block(address("42.62.48.157")).range.text(), "42.0.0.0/8");
}

// Expected values: RFC 6890 and the documents named in the table of IANA.
TEST(Iana, NamesSpecialAddresses)
{
    struct Row {
        char const* address;
        std::string_view key;
        char const* block;
    };
    constexpr std::array rows{
        Row{"10.1.2.3", "special.private", "10.0.0.0/8"},
        Row{"172.31.255.255", "special.private", "172.16.0.0/12"},
        Row{"172.32.0.0", "", ""},
        Row{"192.168.1.1", "special.private", "192.168.0.0/16"},
        Row{"100.64.0.1", "special.shared", "100.64.0.0/10"},
        Row{"100.128.0.0", "", ""},
        Row{"127.0.0.1", "special.loopback", "127.0.0.0/8"},
        Row{"169.254.169.254", "special.link_local", "169.254.0.0/16"},
        Row{"192.0.0.1", "special.continuity", "192.0.0.0/29"},
        Row{"192.0.0.171", "special.nat64_discovery", "192.0.0.170/31"},
        Row{"192.0.0.200", "special.protocol", "192.0.0.0/24"},
        Row{"192.0.2.1", "special.documentation", "192.0.2.0/24"},
        Row{"198.19.255.255", "special.benchmark", "198.18.0.0/15"},
        Row{"198.51.100.7", "special.documentation", "198.51.100.0/24"},
        Row{"203.0.113.7", "special.documentation", "203.0.113.0/24"},
        Row{"224.0.0.251", "special.multicast", "224.0.0.0/4"},
        Row{"250.1.1.1", "special.reserved", "240.0.0.0/4"},
        Row{"255.255.255.255", "special.broadcast", "255.255.255.255/32"},
        Row{"0.0.0.0", "special.this_host", "0.0.0.0/32"},
        Row{"0.1.2.3", "special.this_network", "0.0.0.0/8"},
        Row{"::", "special.unspecified", "::/128"},
        Row{"::1", "special.loopback", "::1/128"},
        Row{"64:ff9b::101:101", "special.nat64", "64:ff9b::/96"},
        Row{"2001:0:1::1", "special.teredo", "2001::/32"},
        Row{"2001:db8::1", "special.documentation", "2001:db8::/32"},
        Row{"2002:c000:201::1", "special.tunnel_6to4", "2002::/16"},
        Row{"fd12::1", "special.unique_local", "fc00::/7"},
        Row{"fe80::1", "special.link_local", "fe80::/10"},
        Row{"ff02::fb", "special.multicast", "ff00::/8"},
        Row{"2a00::1", "", ""},
        Row{"8.8.8.8", "", ""},
    };
    for (auto const& row : rows) {
        SCOPED_TRACE(row.address);
        auto const* special = special_purpose(address(row.address));
        ASSERT_EQ(special == nullptr, row.key.empty());
        if (special != nullptr) {
            EXPECT_EQ(special->key, row.key);
            EXPECT_EQ(special->range.text(), row.block);
        }
    }
}

TEST(Registries, AreKnownByTheirNamesAndNoOthersAre)
{
    struct Row {
        char const* name;
        Registry registry;
    };
    constexpr std::array rows{
        Row{"CNNIC", Registry::cnnic},
        Row{"China Internet Network Information Center", Registry::cnnic},
        Row{"China Internet Network Infomation Center", Registry::cnnic},
        Row{"Asia Pacific Network Information Centre", Registry::apnic},
        Row{"APNIC Pty Ltd", Registry::apnic},
        Row{"RIPE Network Coordination Centre", Registry::ripe_ncc},
        Row{"American Registry for Internet Numbers, Ltd.", Registry::arin},
        Row{"Arin Industries Ltd", Registry::none},
        Row{"Arinos Telecom", Registry::none},
        Row{"Iana Bakery", Registry::none},
        Row{"Forest Eternal Communication Tech", Registry::none},
        Row{"Beijing Xiaoju Technology", Registry::none},
        Row{"", Registry::none},
    };
    for (auto const& row : rows)
        EXPECT_EQ(short_name(registry_of_name(row.name).value_or(Registry::none)),
                  short_name(row.registry))
            << row.name;
    EXPECT_EQ(full_name(Registry::cnnic), "APNIC/CNNIC");
    EXPECT_EQ(full_name(Registry::arin), "ARIN");
    EXPECT_EQ(registry_of_maintainer("maint-cnnic-ap"), Registry::cnnic);
    EXPECT_EQ(registry_of_maintainer("MAINT-CNNIC-APX"), std::nullopt);
}

} // namespace
} // namespace petze

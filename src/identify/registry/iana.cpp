#include "identify/registry/iana.h"

#include <array>
#include <vector>

namespace petze {

namespace {

// https://www.iana.org/assignments/ipv4-address-space: one letter for each /8. A AFRINIC, P APNIC,
// N ARIN, L LACNIC, R RIPE NCC, - IANA's own. Blocks given out before there were registries stand
// with the one that administers them.
constexpr std::string_view v4_blocks = "-PRNNRNNNN-NNNPN" // 0
                                       "NNNNNNNNNRNPNNNR" // 16
                                       "NNNNPRNPNAPPNNRN" // 32
                                       "NPNRNRNNNRPPPPRN" // 48
                                       "NNNNNNNNNNNNNRRR" // 64
                                       "RRRRRRRRRRRRRRRR" // 80
                                       "NNNNNPAPNAPNNRPP" // 96
                                       "PPPPPPPPPPPPPPP-" // 112
                                       "NNNNNPNNNNNNNRNN" // 128
                                       "NRNNNNPRNPANNNNN" // 144
                                       "NNNPNNNNNNNPNNNP" // 160
                                       "RLRLPLPPNRLLRLLL" // 176
                                       "NRRRAANNLLPPNNNN" // 192
                                       "NNPPRRNNNRPPPPPP" // 208
                                       "----------------" // 224
                                       "----------------";
static_assert(v4_blocks.size() == 256);

struct Row {
    std::string_view block;
    Registry registry;
};

// https://www.iana.org/assignments/ipv6-unicast-address-assignments; the longer block first where
// one stands inside another.
constexpr std::array v6_blocks{
    Row{"2001::/23", Registry::iana},          Row{"2001:200::/23", Registry::apnic},
    Row{"2001:400::/23", Registry::arin},      Row{"2001:600::/23", Registry::ripe_ncc},
    Row{"2001:800::/22", Registry::ripe_ncc},  Row{"2001:c00::/23", Registry::apnic},
    Row{"2001:e00::/23", Registry::apnic},     Row{"2001:1200::/23", Registry::lacnic},
    Row{"2001:1400::/22", Registry::ripe_ncc}, Row{"2001:1800::/23", Registry::arin},
    Row{"2001:1a00::/23", Registry::ripe_ncc}, Row{"2001:1c00::/22", Registry::ripe_ncc},
    Row{"2001:2000::/19", Registry::ripe_ncc}, Row{"2001:4000::/23", Registry::ripe_ncc},
    Row{"2001:4200::/23", Registry::afrinic},  Row{"2001:4400::/23", Registry::apnic},
    Row{"2001:4600::/23", Registry::ripe_ncc}, Row{"2001:4800::/23", Registry::arin},
    Row{"2001:4a00::/23", Registry::ripe_ncc}, Row{"2001:4c00::/23", Registry::ripe_ncc},
    Row{"2001:5000::/20", Registry::ripe_ncc}, Row{"2001:8000::/19", Registry::apnic},
    Row{"2001:a000::/20", Registry::apnic},    Row{"2001:b000::/20", Registry::apnic},
    Row{"2002::/16", Registry::iana},          Row{"2003::/18", Registry::ripe_ncc},
    Row{"2400::/12", Registry::apnic},         Row{"2410::/12", Registry::apnic},
    Row{"2600::/12", Registry::arin},          Row{"2610::/23", Registry::arin},
    Row{"2620::/23", Registry::arin},          Row{"2630::/12", Registry::arin},
    Row{"2800::/12", Registry::lacnic},        Row{"2a00::/12", Registry::ripe_ncc},
    Row{"2a10::/12", Registry::ripe_ncc},      Row{"2c00::/12", Registry::afrinic},
};

struct Special {
    std::string_view block, key, standard;
};

// https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry; the
// longer block first where one stands inside another.
constexpr std::array specials{
    Special{"0.0.0.0/32", "special.this_host", "RFC 1122"},
    Special{"0.0.0.0/8", "special.this_network", "RFC 791"},
    Special{"10.0.0.0/8", "special.private", "RFC 1918"},
    Special{"100.64.0.0/10", "special.shared", "RFC 6598"},
    Special{"127.0.0.0/8", "special.loopback", "RFC 1122"},
    Special{"169.254.0.0/16", "special.link_local", "RFC 3927"},
    Special{"172.16.0.0/12", "special.private", "RFC 1918"},
    Special{"192.0.0.0/29", "special.continuity", "RFC 7335"},
    Special{"192.0.0.8/32", "special.dummy", "RFC 7600"},
    Special{"192.0.0.9/32", "special.port_control", "RFC 7723"},
    Special{"192.0.0.10/32", "special.turn", "RFC 8155"},
    Special{"192.0.0.170/31", "special.nat64_discovery", "RFC 8880"},
    Special{"192.0.0.0/24", "special.protocol", "RFC 6890"},
    Special{"192.0.2.0/24", "special.documentation", "RFC 5737"},
    Special{"192.31.196.0/24", "special.as112", "RFC 7535"},
    Special{"192.52.193.0/24", "special.amt", "RFC 7450"},
    Special{"192.88.99.0/24", "special.relay_6to4", "RFC 7526"},
    Special{"192.168.0.0/16", "special.private", "RFC 1918"},
    Special{"192.175.48.0/24", "special.as112", "RFC 7534"},
    Special{"198.18.0.0/15", "special.benchmark", "RFC 2544"},
    Special{"198.51.100.0/24", "special.documentation", "RFC 5737"},
    Special{"203.0.113.0/24", "special.documentation", "RFC 5737"},
    Special{"255.255.255.255/32", "special.broadcast", "RFC 8190"},
    Special{"224.0.0.0/4", "special.multicast", "RFC 5771"},
    Special{"240.0.0.0/4", "special.reserved", "RFC 1112"},
    Special{"::/128", "special.unspecified", "RFC 4291"},
    Special{"::1/128", "special.loopback", "RFC 4291"},
    Special{"64:ff9b::/96", "special.nat64", "RFC 6052"},
    Special{"64:ff9b:1::/48", "special.nat64", "RFC 8215"},
    Special{"100::/64", "special.discard", "RFC 6666"},
    Special{"100:0:0:1::/64", "special.dummy", "RFC 9780"},
    Special{"2001::/32", "special.teredo", "RFC 4380"},
    Special{"2001:1::1/128", "special.port_control", "RFC 7723"},
    Special{"2001:1::2/128", "special.turn", "RFC 8155"},
    Special{"2001:2::/48", "special.benchmark", "RFC 5180"},
    Special{"2001:3::/32", "special.amt", "RFC 7450"},
    Special{"2001:4:112::/48", "special.as112", "RFC 7535"},
    Special{"2001:10::/28", "special.orchid", "RFC 4843"},
    Special{"2001:20::/28", "special.orchid", "RFC 7343"},
    Special{"2001:30::/28", "special.drone", "RFC 9374"},
    Special{"2001::/23", "special.protocol", "RFC 2928"},
    Special{"2001:db8::/32", "special.documentation", "RFC 3849"},
    Special{"2002::/16", "special.tunnel_6to4", "RFC 3056"},
    Special{"2620:4f:8000::/48", "special.as112", "RFC 7534"},
    Special{"3fff::/20", "special.documentation", "RFC 9637"},
    Special{"5f00::/16", "special.segment_routing", "RFC 9602"},
    Special{"fc00::/7", "special.unique_local", "RFC 4193"},
    Special{"fe80::/10", "special.link_local", "RFC 4291"},
    Special{"fec0::/10", "special.site_local", "RFC 3879"},
    Special{"ff00::/8", "special.multicast", "RFC 4291"},
};

std::vector<SpecialPurpose> parsed_specials()
{
    std::vector<SpecialPurpose> out;
    for (auto const& [block, key, standard] : specials)
        if (auto const range = parse_range(block))
            out.push_back({*range, key, standard});
    return out;
}

std::vector<IanaBlock> parsed_v6_blocks()
{
    std::vector<IanaBlock> out;
    for (auto const& [block, registry] : v6_blocks)
        if (auto const range = parse_range(block))
            out.push_back({*range, registry});
    return out;
}

Registry registry_of_letter(char letter)
{
    switch (letter) {
    case 'A':
        return Registry::afrinic;
    case 'P':
        return Registry::apnic;
    case 'N':
        return Registry::arin;
    case 'L':
        return Registry::lacnic;
    case 'R':
        return Registry::ripe_ncc;
    default:
        return Registry::iana;
    }
}

} // namespace

SpecialPurpose const* special_purpose(Address const& address)
{
    static auto const table = parsed_specials();
    for (auto const& special : table)
        if (special.range.first.is_v4() == address.is_v4() && special.range.contains(address))
            return &special;
    return nullptr;
}

IanaBlock iana_block(Address const& address)
{
    if (address.is_v4())
        return {make_block(address, 8).value_or(AddressRange{address, address}),
                registry_of_letter(v4_blocks[address.bytes[12]])};
    static auto const table = parsed_v6_blocks();
    for (auto const& block : table)
        if (block.range.contains(address))
            return block;
    return {AddressRange{address, address}, Registry::none};
}

} // namespace petze

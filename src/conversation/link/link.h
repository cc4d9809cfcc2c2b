#pragma once

#include "base/byte_reader.h"
#include "capture/frame.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace petze {

/// EtherType of what lies inside (IEEE 802 numbers); the other link types are mapped to it.
namespace ether_type {
inline constexpr std::uint16_t ipv4 = 0x0800, arp = 0x0806, ethernet = 0x6558, vlan = 0x8100,
                               ipv6 = 0x86dd, ppp = 0x880b, mpls = 0x8847, mpls_multicast = 0x8848,
                               pppoe_session = 0x8864, eapol = 0x888e, provider_vlan = 0x88a8,
                               old_qinq = 0x9100;
}

/// What the link layer says about one frame.
struct LinkPayload {
    std::uint16_t type{}; // an EtherType; 0 where it is not one
    Bytes bytes;
    std::array<std::uint8_t, 6> source_mac{};
    bool has_mac{};
    Bytes further; // Wi-Fi: more payloads of the same frame (decode_wifi_subframe())
    // Who sent it or is to get it, where the capturing machine says so.
    std::optional<std::int32_t> uid;
    std::string_view program;
};

/// Undoes the link layer: Ethernet with VLAN, QinQ, MPLS and PPPoE; 802.3 with LLC/SNAP; raw IP;
/// Linux cooked v1 and v2; BSD null and loop; PPP; Wi-Fi (wifi.h); PKTAP; NFLOG. The flaw "link
/// type" means that this type is not read at all: it is counted and named by link_type_name().
Decoded<LinkPayload> decode_link(LinkType link, Bytes frame);

/// Ethernet II or 802.3, from the destination address on; also what VXLAN and GRE carry.
Decoded<LinkPayload> decode_ethernet(Bytes frame);
/// RFC 1661 with or without the address and control fields of RFC 1662.
Decoded<LinkPayload> decode_ppp(Bytes frame);

/// "802.11", "radiotap", …; "type 272" for those without a name here.
std::string link_type_name(LinkType link);

} // namespace petze

#pragma once

#include "base/byte_reader.h"

#include <cstdint>
#include <string>

namespace petze::dhcp {

/// What a DHCPv4 message (RFC 2131 section 2) says about the device that asks, or is answered.
/// Owned, since a long option may come in pieces (RFC 3396).
struct Message {
    std::uint8_t type{};           // option 53; 0 where it has none (BOOTP)
    std::string hardware_address;  // chaddr, as many bytes as hlen says
    std::string host_name;         // option 12
    std::string fqdn;              // option 81, as a dotted name
    std::string vendor_class;      // option 60: "android-dhcp-13"
    std::string client_id;         // option 61, with its leading type
    std::string requested_address; // option 50, four bytes

    bool operator==(Message const&) const = default;
};

/// A datagram of ports 67 and 68. Options in the fields `file` and `sname` are read too
/// (option 52).
Decoded<Message> decode_message(Bytes datagram);

/// "DISCOVER", "REQUEST", ...; "BOOTP" for 0, others "TYPE<n>".
std::string type_name(std::uint8_t type);

} // namespace petze::dhcp

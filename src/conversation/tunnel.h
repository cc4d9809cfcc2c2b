#pragma once

#include "conversation/packet.h"

namespace petze {

/// Tunnels whose packets are the payload of a UDP datagram. Each gives what lies inside, or
/// nothing where the datagram is something else.

/// RFC 7348: an Ethernet frame.
Bytes inside_vxlan(Packet const& packet);
/// 3GPP TS 29.281 §5.1, what a phone sends as its operator's network carries it: an IP packet.
Bytes inside_gtp(Packet const& packet);
/// RFC 4380: an IPv6 packet. By its port, or between peers by an address of Teredo's own.
Bytes inside_teredo(Packet const& packet);

} // namespace petze

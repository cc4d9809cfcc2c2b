#pragma once

#include "conversation/ip/ip.h"
#include "conversation/packet.h"

namespace petze {

/// TCP, UDP, ICMP, SCTP: who talks to whom, and the payload. Of other protocols all that IP carries
/// is payload, and there are no ports. Where the header was cut off or makes no sense,
/// `truncated` is set and the ports are what could be read.
void decode_transport_header(IpHeader const& header, Packet& packet);

} // namespace petze

#pragma once

#include "base/bytes.h"
#include "dissect/layer.h"

namespace petze {

/// One datagram of DHCPv4 (RFC 2131), by which a device introduces itself to its network: tells
/// an AppMessage, and host name, FQDN, vendor class and client identifier as fields.
void dissect_dhcp(Direction direction, Bytes datagram, LayerContext& context, Origin const* parent);

} // namespace petze

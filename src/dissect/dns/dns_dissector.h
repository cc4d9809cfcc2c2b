#pragma once

#include "base/bytes.h"
#include "dissect/layer.h"

#include <memory>

namespace petze {

/// Whether a datagram on any port may be a DNS message: a known kind of header and a first
/// question or record that can be read to its end.
Likeness looks_like_dns(Bytes datagram);

/// One datagram of DNS, mDNS (RFC 6762) or LLMNR (RFC 4795): tells a DnsMessage for each
/// question, and names and texts as fields.
void dissect_dns(Direction direction, Bytes datagram, LayerContext& context, Origin const* parent);

/// DNS over TCP, and whatever else puts two bytes of length before each message (RFC 1035
/// section 4.2.2).
std::unique_ptr<StreamDissector> make_dns_dissector(LayerContext& context, Origin const* parent);

} // namespace petze

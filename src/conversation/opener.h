#pragma once

#include "conversation/packet.h"

namespace petze {

/// Which end opened a conversation, as far as one packet tells.
enum class Opener { sender, receiver, unknown };

/// From the TCP flags of a handshake packet: certain.
Opener opener_by_handshake(Packet const& packet);
/// From what is said, where no handshake was seen: a TLS ClientHello, an HTTP request, a DNS
/// question come from the side that opened the conversation; their answers do not.
Opener opener_by_content(Packet const& packet);
/// From the ports, where nothing else tells: well-known below registered below ephemeral
/// (RFC 6335 §6); equals leave it to the one who was seen first.
Opener opener_by_ports(Packet const& packet);

} // namespace petze

#include "conversation/opener.h"

#include "base/bytes.h"

#include <algorithm>

namespace petze {

namespace {

constexpr std::string_view request_methods[] = {"GET ",      "POST ",       "PUT ",     "HEAD ",
                                                "DELETE ",   "OPTIONS ",    "CONNECT ", "PATCH ",
                                                "PROPFIND ", "PRI * HTTP/2"};
constexpr std::uint16_t dns_port = 53, multicast_dns_port = 5353;

std::uint16_t sender_port(Packet const& packet)
{
    return packet.from_low ? packet.key.low_port : packet.key.high_port;
}

std::uint16_t receiver_port(Packet const& packet)
{
    return packet.from_low ? packet.key.high_port : packet.key.low_port;
}

// RFC 6335 §6; Linux hands out ephemeral ports from 32768 on.
int standing(std::uint16_t port)
{
    if (port < 1024)
        return 2;
    return port < 32768 ? 1 : 0;
}

Opener by_tcp_content(Bytes payload)
{
    auto const text = as_text(payload);
    for (auto method : request_methods)
        if (text.starts_with(method))
            return Opener::sender;
    if (text.starts_with("HTTP/1."))
        return Opener::receiver;
    // RFC 8446 §5.1, §4: record type handshake, then the message: 1 ClientHello, 2 ServerHello.
    if (payload.size() >= 6 && payload[0] == 0x16 && payload[1] == 3 && payload[5] == 1)
        return Opener::sender;
    if (payload.size() >= 6 && payload[0] == 0x16 && payload[1] == 3 && payload[5] == 2)
        return Opener::receiver;
    return Opener::unknown;
}

} // namespace

Opener opener_by_handshake(Packet const& packet)
{
    if (packet.key.protocol != protocol::tcp || !packet.has(Packet::syn))
        return Opener::unknown;
    return packet.has(Packet::ack) ? Opener::receiver : Opener::sender;
}

Opener opener_by_content(Packet const& packet)
{
    if (packet.key.protocol == protocol::tcp)
        return by_tcp_content(packet.payload);
    if (packet.key.protocol != protocol::udp || packet.payload.size() < 12)
        return Opener::unknown;
    auto const is_dns = [](std::uint16_t port) {
        return port == dns_port || port == multicast_dns_port;
    };
    bool const response = (packet.payload[2] & 0x80) != 0; // RFC 1035 §4.1.1, QR
    if (is_dns(sender_port(packet)) && !is_dns(receiver_port(packet)))
        return response ? Opener::receiver : Opener::unknown;
    if (is_dns(receiver_port(packet)) && !is_dns(sender_port(packet)))
        return response ? Opener::unknown : Opener::sender;
    return Opener::unknown;
}

Opener opener_by_ports(Packet const& packet)
{
    auto const& receiver = packet.from_low ? packet.key.high : packet.key.low;
    if (receiver.is_multicast() || receiver.is_broadcast())
        return Opener::sender;
    auto const from = standing(sender_port(packet));
    auto const to = standing(receiver_port(packet));
    if (from == to)
        return Opener::unknown;
    return from < to ? Opener::sender : Opener::receiver;
}

} // namespace petze

#include "conversation/flow.h"

#include "base/digest.h"

#include <openssl/evp.h>

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

namespace petze {

std::string protocol_name(std::uint8_t number)
{
    switch (number) {
    case protocol::icmp:
        return "ICMP";
    case protocol::igmp:
        return "IGMP";
    case protocol::tcp:
        return "TCP";
    case protocol::udp:
        return "UDP";
    case protocol::gre:
        return "GRE";
    case protocol::esp:
        return "ESP";
    case protocol::ah:
        return "AH";
    case protocol::icmpv6:
        return "IPv6-ICMP";
    case protocol::sctp:
        return "SCTP";
    default:
        return "IP-" + std::to_string(number);
    }
}

std::optional<std::uint8_t> icmp_counterpart(std::uint8_t number, std::uint8_t type)
{
    struct Pair {
        std::uint8_t ask, answer;
    };
    static constexpr Pair v4[] = {{8, 0}, {13, 14}, {15, 16}, {10, 9}, {17, 18}};
    static constexpr Pair v6[] = {{128, 129}, {133, 134}, {135, 136},
                                  {130, 131}, {139, 140}, {144, 145}};
    auto const pairs =
        number == protocol::icmp ? std::span<Pair const>{v4} : std::span<Pair const>{v6};
    for (auto const& pair : pairs) {
        if (type == pair.ask)
            return pair.answer;
        if (type == pair.answer)
            return pair.ask;
    }
    return {};
}

std::string community_id(FlowIdentity const& flow)
{
    // https://github.com/corelight/community-id-spec: seed, the smaller end first, protocol, pad.
    auto const* low = &flow.source;
    auto const* high = &flow.destination;
    auto low_port = flow.source_port;
    auto high_port = flow.destination_port;
    bool const icmp = flow.protocol == protocol::icmp || flow.protocol == protocol::icmpv6;
    // An ICMP message that nothing answers has no other direction: its ends are never swapped.
    bool const one_way =
        icmp && !icmp_counterpart(flow.protocol, static_cast<std::uint8_t>(flow.source_port));
    if (!one_way && std::pair{*high, high_port} < std::pair{*low, low_port}) {
        std::swap(low, high);
        std::swap(low_port, high_port);
    }
    std::array<std::uint8_t, 2 + 16 + 16 + 2 + 4> buffer{};
    std::size_t length = 2;
    auto const put = [&](std::uint8_t byte) { buffer[length++] = byte; };
    for (auto const* address : {low, high})
        std::for_each(address->bytes.begin() + (address->is_v4() ? 12 : 0), address->bytes.end(),
                      put);
    put(flow.protocol);
    put(0);
    if (flow.has_ports() || icmp)
        for (auto port : {low_port, high_port}) {
            put(static_cast<std::uint8_t>(port >> 8));
            put(static_cast<std::uint8_t>(port & 0xff));
        }
    auto const digest = sha1(Bytes{buffer}.first(length));
    std::array<unsigned char, 29> base64{};
    EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(digest.size()));
    return "1:" + std::string{reinterpret_cast<char const*>(base64.data())};
}

} // namespace petze

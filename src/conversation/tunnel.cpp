#include "conversation/tunnel.h"

#include "base/byte_reader.h"
#include "conversation/ip/ip.h"

#include <algorithm>
#include <array>

namespace petze {

namespace {

bool has_port(Packet const& packet, std::uint16_t port)
{
    return packet.key.protocol == protocol::udp
           && (packet.key.low_port == port || packet.key.high_port == port);
}

// RFC 4380 §5.1.1: authentication and origin may stand before the packet.
void skip_indications(ByteReader& in)
{
    for (int count = 0; in.ok() && count < 2; ++count) {
        auto const kind = in.peek(2);
        if (kind.size() < 2 || kind[0] != 0 || kind[1] > 1)
            return;
        in.skip(2);
        if (kind[1] == 0) {
            in.skip(6); // origin: port and address
            continue;
        }
        std::size_t const identifier = in.u8();
        std::size_t const value = in.u8();
        in.skip(identifier + value + 9); // nonce, confirmation
    }
}

} // namespace

Bytes inside_vxlan(Packet const& packet)
{
    constexpr std::size_t header = 8;
    constexpr std::uint16_t port = 4789; // RFC 7348 §5
    constexpr std::uint8_t valid = 0x08;
    bool const to_port = (packet.from_low ? packet.key.high_port : packet.key.low_port) == port;
    if (!to_port || packet.key.protocol != protocol::udp || packet.payload.size() <= header
        || (packet.payload[0] & valid) == 0)
        return {};
    return packet.payload.subspan(header);
}

Bytes inside_gtp(Packet const& packet)
{
    constexpr std::uint16_t port = 2152;
    constexpr std::uint8_t user_data = 0xff;
    if (!has_port(packet, port))
        return {};
    ByteReader in{packet.payload};
    auto const flags = in.u8();
    if ((flags & 0xf0) != 0x30 || in.u8() != user_data) // version 1, GTP rather than GTP'
        return {};
    in.skip(6); // length, tunnel
    if ((flags & 0x07) != 0) {
        in.skip(3);                                        // sequence number, N-PDU number
        for (auto next = in.u8(); next != 0 && in.ok();) { // §5.2.1: in units of four bytes
            std::size_t const length = in.u8() * 4u;
            if (length == 0)
                return {};
            in.skip(length - 2);
            next = in.u8();
        }
    }
    auto const bytes = in.rest();
    return !bytes.empty() && (bytes[0] >> 4 == 4 || bytes[0] >> 4 == 6) ? bytes : Bytes{};
}

Bytes inside_teredo(Packet const& packet)
{
    constexpr std::uint16_t port = 3544;
    constexpr std::size_t header = 40, source = 8, destination = 24;
    constexpr std::array<std::uint8_t, 4> prefix{0x20, 0x01, 0, 0}; // RFC 4380 §2.6
    if (packet.key.protocol != protocol::udp || packet.payload.size() < header)
        return {};
    bool const by_port = has_port(packet, port);
    if (!by_port && packet.payload[0] >> 4 != 6 && packet.payload[0] != 0)
        return {};
    ByteReader in{packet.payload};
    skip_indications(in);
    auto const bytes = in.rest();
    if (bytes.size() < header || bytes[0] >> 4 != 6)
        return {};
    auto const whole = bytes.size() + packet.payload_missing;
    auto const length = ByteReader{bytes.subspan(4)}.u16() + header;
    auto const own = [&](std::size_t at) {
        return std::ranges::equal(bytes.subspan(at, 4), prefix);
    };
    // §5.1.1: behind the packet nothing but trailers, which Teredo's own port alone may have.
    if (by_port ? length > whole : (length != whole || (!own(source) && !own(destination))))
        return {};
    return bytes.first(std::min(bytes.size(), length));
}

} // namespace petze

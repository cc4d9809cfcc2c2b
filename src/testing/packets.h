#pragma once

#include "conversation/address.h"

#include <cstdint>
#include <string_view>
#include <vector>

/// Builders of packets for tests: what a decoder is given, without a capture file. Checksums are
/// zero; nothing in Petze reads them.
namespace petze::testing {

using Buffer = std::vector<std::uint8_t>;

inline void put8(Buffer& out, unsigned value)
{
    out.push_back(static_cast<std::uint8_t>(value));
}
inline void put16(Buffer& out, unsigned value)
{
    put8(out, value >> 8);
    put8(out, value);
}
inline void put32(Buffer& out, std::uint32_t value)
{
    put16(out, value >> 16);
    put16(out, value & 0xffff);
}
inline void append(Buffer& out, Buffer const& more)
{
    out.insert(out.end(), more.begin(), more.end());
}
inline Buffer bytes_of(std::string_view text)
{
    return {text.begin(), text.end()};
}

inline Buffer ethernet(unsigned ether_type, Buffer const& payload)
{
    Buffer out{2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2};
    put16(out, ether_type);
    append(out, payload);
    return out;
}

inline void put_v4(Buffer& out, std::string_view address)
{
    auto const parsed = Address::parse(address).value();
    out.insert(out.end(), parsed.bytes.begin() + 12, parsed.bytes.end());
}

inline Buffer ipv4(std::string_view from, std::string_view to, unsigned protocol,
                   Buffer const& payload, unsigned identification = 0, unsigned fragment = 0)
{
    Buffer out;
    put16(out, 0x4500);
    put16(out, static_cast<unsigned>(20 + payload.size()));
    put16(out, identification);
    put16(out, fragment);
    put8(out, 64);
    put8(out, protocol);
    put16(out, 0);
    put_v4(out, from);
    put_v4(out, to);
    append(out, payload);
    return out;
}

inline Buffer ipv6(std::string_view from, std::string_view to, unsigned next_header,
                   Buffer const& payload)
{
    Buffer out;
    put32(out, 0x60000000);
    put16(out, static_cast<unsigned>(payload.size()));
    put8(out, next_header);
    put8(out, 64);
    for (auto address : {from, to}) {
        auto const parsed = Address::parse(address).value();
        out.insert(out.end(), parsed.bytes.begin(), parsed.bytes.end());
    }
    append(out, payload);
    return out;
}

inline Buffer udp(unsigned from, unsigned to, Buffer const& payload)
{
    Buffer out;
    put16(out, from);
    put16(out, to);
    put16(out, static_cast<unsigned>(8 + payload.size()));
    put16(out, 0);
    append(out, payload);
    return out;
}

inline constexpr unsigned fin = 0x01, syn = 0x02, rst = 0x04, push = 0x08, ack = 0x10;

inline Buffer tcp(unsigned from, unsigned to, std::uint32_t sequence, unsigned flags,
                  Buffer const& payload)
{
    Buffer out;
    put16(out, from);
    put16(out, to);
    put32(out, sequence);
    put32(out, 0);
    put8(out, 0x50);
    put8(out, flags);
    put16(out, 65535);
    put32(out, 0);
    append(out, payload);
    return out;
}

inline Buffer icmp(unsigned type, unsigned code, Buffer const& payload)
{
    Buffer out;
    put8(out, type);
    put8(out, code);
    put16(out, 0);
    append(out, payload);
    return out;
}

/// RFC 2784, 2890, 2637 §4.1: `fields` is what the flags say is there, such as a key.
inline Buffer gre(unsigned flags, unsigned type, Buffer const& fields, Buffer const& payload)
{
    Buffer out;
    put16(out, flags);
    put16(out, type);
    append(out, fields);
    append(out, payload);
    return out;
}

/// RFC 7348 §5, the UDP header included.
inline Buffer vxlan(Buffer const& payload)
{
    Buffer out{8, 0, 0, 0, 0, 0, 42, 0};
    append(out, payload);
    return udp(50000, 4789, out);
}

} // namespace petze::testing

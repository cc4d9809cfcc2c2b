#pragma once

#include "base/byte_reader.h"

#include <cstdint>

namespace petze::quic {

/// RFC 9000 section 16: a number of 1, 2, 4 or 8 bytes, below 2^62; its two highest bits tell the
/// length.
inline std::uint64_t read_variable(ByteReader& in)
{
    auto const first = in.u8();
    std::uint64_t value = first & 0x3f;
    switch (first >> 6) {
    case 0:
        return value;
    case 1:
        return value << 8 | in.u8();
    case 2:
        value = value << 8 | in.u8();
        return value << 16 | in.u16();
    default:
        value = value << 24 | in.u24();
        return value << 32 | in.u32();
    }
}

/// What a count of bytes from the wire may be: no datagram is longer than the bytes that are left.
inline Bytes take_variable(ByteReader& in)
{
    auto const length = read_variable(in);
    if (length > in.remaining()) {
        in.fail("truncated");
        return {};
    }
    return in.take(static_cast<std::size_t>(length));
}

} // namespace petze::quic

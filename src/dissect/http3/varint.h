#pragma once

#include "base/byte_reader.h"

#include <cstddef>
#include <cstdint>

namespace petze::http3 {

/// RFC 9000 §16: the two highest bits of the first byte tell how many there are.
constexpr std::size_t varint_size(std::uint8_t first)
{
    return std::size_t{1} << (first >> 6);
}

/// 0, and a flaw of the reader, where it is not whole.
inline std::uint64_t read_varint(ByteReader& in)
{
    std::uint64_t const first = in.u8();
    std::uint64_t value = first & 0x3f;
    for (auto more = varint_size(static_cast<std::uint8_t>(first)); more > 1; --more)
        value = value << 8 | in.u8();
    return in.ok() ? value : 0;
}

} // namespace petze::http3

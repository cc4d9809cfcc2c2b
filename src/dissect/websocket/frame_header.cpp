#include "dissect/websocket/frame_header.h"

#include <algorithm>

namespace petze::websocket {

namespace {

constexpr std::uint8_t length_16 = 126, length_64 = 127;

bool is_known(Opcode opcode)
{
    return opcode <= Opcode::binary || (opcode >= Opcode::close && opcode <= Opcode::pong);
}

} // namespace

std::string_view name_of(Opcode opcode)
{
    switch (opcode) {
    case Opcode::continuation:
        return "continuation";
    case Opcode::text:
        return "text";
    case Opcode::binary:
        return "binary";
    case Opcode::close:
        return "close";
    case Opcode::ping:
        return "ping";
    case Opcode::pong:
        break;
    }
    return "pong";
}

std::size_t header_bytes(Bytes first)
{
    ByteReader in{first};
    in.skip(1);
    auto const second = in.u8();
    if (!in.ok())
        return 0;
    auto const length = second & 0x7f;
    return 2u
           + (length == length_16   ? 2u
              : length == length_64 ? 8u
                                    : 0u)
           + ((second & 0x80) != 0 ? 4u : 0u);
}

Decoded<FrameHeader> decode_frame_header(Bytes bytes)
{
    ByteReader in{bytes};
    auto const first = in.u8();
    auto const second = in.u8();
    FrameHeader header{.final = (first & 0x80) != 0,
                       .deflated = (first & 0x40) != 0,
                       .opcode = static_cast<Opcode>(first & 0x0f),
                       .masked = (second & 0x80) != 0,
                       .length = second & 0x7fu};
    if (header.length == length_16)
        header.length = in.u16();
    else if (header.length == length_64)
        header.length = in.u64();
    if (header.masked)
        std::ranges::copy(in.take(header.key.size()), header.key.begin());
    if ((first & 0x30) != 0)
        in.fail("reserved bit");
    if (!is_known(header.opcode))
        in.fail("reserved opcode");
    if (header.control() && (!header.final || header.length > longest_control))
        in.fail("control frame too long");
    if (header.length >> 63 != 0)
        in.fail("length");
    return {header, in.flaw()};
}

} // namespace petze::websocket

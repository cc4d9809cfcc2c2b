#pragma once

#include "base/byte_reader.h"
#include "base/bytes.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace petze::websocket {

/// RFC 6455 section 5.2.
enum class Opcode : std::uint8_t { continuation = 0, text, binary, close = 8, ping, pong };

std::string_view name_of(Opcode opcode);

struct FrameHeader {
    bool final{};
    bool deflated{}; // RSV1, of a message's first frame: RFC 7692 section 6
    Opcode opcode{};
    bool masked{};
    std::array<std::uint8_t, 4> key{};
    std::uint64_t length{}; // of the payload

    bool control() const { return opcode >= Opcode::close; }
};

inline constexpr std::size_t longest_header = 14;
inline constexpr std::size_t longest_control = 125; // section 5.5

/// The bytes of the header that begins so; 0 where there are fewer than two.
std::size_t header_bytes(Bytes first);

/// A whole header. The flaw says why these bytes are none.
Decoded<FrameHeader> decode_frame_header(Bytes bytes);

} // namespace petze::websocket

#pragma once

#include "base/byte_reader.h"
#include "base/bytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace petze::xiaomi_push {

/// u16 0xc2fe, u16 5, u32 length of the body; behind the body the Adler-32 of all before it.
inline constexpr std::size_t start_bytes = 8, checksum_bytes = 4;
inline constexpr std::uint16_t magic = 0xc2fe, version = 5;

/// The length of the body that a frame's start announces; nothing where it is none.
std::optional<std::uint32_t> body_length(Bytes start);
/// Of `frame` without its last four bytes.
std::uint32_t checksum(Bytes frame);

/// A body in clear: u16 type, u16 length of the header, u32 length of the payload, both behind it.
/// Views are into it.
struct Body {
    std::uint16_t type{};
    Bytes header{};
    Bytes payload{};
    // Out of the header, a message of Protocol Buffers:
    std::string_view command{};    // field 5
    std::string_view subcommand{}; // field 6
};

/// The payload's types, as far as they matter here.
inline constexpr std::uint16_t payload_protobuf = 1;

/// The flaw says that these bytes are no body in clear.
Decoded<Body> decode_body(Bytes bytes);

/// Who the phone is, out of the payload of its CONN (field 4); empty where it is not said.
std::string_view device_id(Bytes payload);
/// The challenge out of the server's CONN (field 1).
std::string_view challenge(Bytes payload);

/// What both sides encrypt with: RC4 of the second halves of challenge and id, under the
/// challenge. Nothing where this machine has no RC4.
std::optional<std::vector<std::uint8_t>> derive_key(std::string_view challenge,
                                                    std::string_view device_id);
/// RC4, begun anew for each frame.
std::optional<std::vector<std::uint8_t>> open(Bytes key, Bytes body);

} // namespace petze::xiaomi_push

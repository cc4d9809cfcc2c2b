#pragma once

#include "base/byte_reader.h"

#include <cstdint>

namespace petze::quic {

/// What a frame is to Petze (RFC 9000 section 19, RFC 9221): those that carry nothing of the
/// applications' and nothing that helps to read on are `other`.
enum class FrameKind : std::uint8_t {
    other,
    crypto,
    stream,
    reset_stream,
    new_connection_id,
    connection_close,
    datagram,
};

struct Frame {
    FrameKind kind{};
    std::uint64_t stream{};
    std::uint64_t offset{}; // of `data`; of a reset the final size
    Bytes data{};           // of new_connection_id: the id
    Bytes reset_token{};    // of new_connection_id: 16 bytes
    bool fin{};
};

/// Which numbers CRYPTO frames have: Google's versions had another.
enum class FrameNumbers : std::uint8_t { ietf, google };

/// The next frame of an opened packet; runs of PADDING are one. A flaw ends the packet: the length
/// of a frame nobody knows is not known either.
Decoded<Frame> next_frame(ByteReader& in, FrameNumbers numbers = FrameNumbers::ietf);

} // namespace petze::quic

#pragma once

#include "base/bytes.h"
#include "dissect/layer.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace petze::http2 {

/// RFC 9113 §6.
enum class FrameType : std::uint8_t {
    data,
    headers,
    priority,
    rst_stream,
    settings,
    push_promise,
    ping,
    goaway,
    window_update,
    continuation
};

namespace flags {
inline constexpr std::uint8_t end_stream = 0x01; // of DATA and HEADERS
inline constexpr std::uint8_t ack = 0x01;        // of SETTINGS and PING
inline constexpr std::uint8_t end_headers = 0x04;
inline constexpr std::uint8_t padded = 0x08;
inline constexpr std::uint8_t priority = 0x20;
} // namespace flags

/// RFC 9113 §3.4: what a client says first.
inline constexpr std::string_view preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// RFC 9113 §4.1.
struct FrameHeader {
    static constexpr std::size_t size = 9;

    std::uint32_t length{}; // of the payload
    FrameType type{};       // others than those named are passed over
    std::uint8_t flags{};
    std::uint32_t stream{};

    bool has(std::uint8_t flag) const { return (flags & flag) != 0; }
};

/// `bytes` has FrameHeader::size of them or more. The reserved bit is left out.
FrameHeader parse_frame_header(Bytes bytes);

/// What both directions have shown so far: what is new ought to fit it.
struct Shown {
    std::uint32_t highest_stream{};
    std::uint32_t largest_frame = 16384; // RFC 9113 §6.5.2, SETTINGS_MAX_FRAME_SIZE
};

/// Whether this can stand where a frame must begin: lengths and streams as its type demands.
bool is_possible(FrameHeader const& header);

/// Whether these bytes, of which nothing is known, begin a frame. Stricter than is_possible();
/// `yes` where what is there ends with it or begins another frame behind it.
Likeness looks_like_frame(Bytes bytes, Shown const& shown);

} // namespace petze::http2

#include "decrypt/quic/frame.h"

#include "decrypt/quic/variable_integer.h"

namespace petze::quic {

namespace {

// RFC 9000 section 19; RFC 9221; draft-ietf-quic-ack-frequency and -reliable-stream-reset,
// draft-huitema-quic-ts.
namespace number {
constexpr std::uint64_t padding = 0x00, ping = 0x01, ack = 0x02, ack_ecn = 0x03,
                        reset_stream = 0x04, stop_sending = 0x05, crypto = 0x06, new_token = 0x07,
                        stream = 0x08, last_stream = 0x0f, max_data = 0x10, max_stream_data = 0x11,
                        max_streams = 0x12, max_streams_uni = 0x13, data_blocked = 0x14,
                        stream_data_blocked = 0x15, streams_blocked = 0x16,
                        streams_blocked_uni = 0x17, new_connection_id = 0x18,
                        retire_connection_id = 0x19, path_challenge = 0x1a, path_response = 0x1b,
                        connection_close = 0x1c, application_close = 0x1d, handshake_done = 0x1e,
                        immediate_ack = 0x1f, reset_stream_at = 0x24, datagram = 0x30,
                        datagram_with_length = 0x31, ack_frequency = 0xaf, time_stamp = 0x02f5;
}
constexpr std::uint64_t google_crypto = 0x08;

void skip_padding(ByteReader& in)
{
    auto const left = in.peek(in.remaining());
    std::size_t count = 0;
    while (count < left.size() && left[count] == 0)
        ++count;
    in.skip(count);
}

void skip_variables(ByteReader& in, int count)
{
    while (count-- > 0)
        read_variable(in);
}

void skip_ack(ByteReader& in, bool with_ecn)
{
    skip_variables(in, 2); // largest acknowledged, delay
    auto const ranges = read_variable(in);
    read_variable(in); // the first range
    for (std::uint64_t i = 0; i < ranges && in.ok(); ++i)
        skip_variables(in, 2);
    if (with_ecn)
        skip_variables(in, 3);
}

Frame read_stream(ByteReader& in, std::uint64_t type)
{
    constexpr std::uint64_t has_offset = 4, has_length = 2, has_fin = 1;
    Frame frame{FrameKind::stream};
    frame.stream = read_variable(in);
    frame.offset = type & has_offset ? read_variable(in) : 0;
    frame.data = type & has_length ? take_variable(in) : in.rest();
    frame.fin = (type & has_fin) != 0;
    return frame;
}

Frame read_crypto(ByteReader& in)
{
    Frame frame{FrameKind::crypto};
    frame.offset = read_variable(in);
    frame.data = take_variable(in);
    return frame;
}

Frame read_reset(ByteReader& in, bool at)
{
    Frame frame{FrameKind::reset_stream};
    frame.stream = read_variable(in);
    read_variable(in); // error code
    frame.offset = read_variable(in);
    if (at)
        read_variable(in); // reliable size
    return frame;
}

Frame read_connection_id(ByteReader& in)
{
    Frame frame{FrameKind::new_connection_id};
    skip_variables(in, 2); // sequence number, retire prior to
    frame.data = in.take(in.u8());
    frame.reset_token = in.take(16);
    return frame;
}

Frame read_close(ByteReader& in, bool of_transport)
{
    read_variable(in); // error code
    if (of_transport)
        read_variable(in); // frame type
    take_variable(in);     // reason
    return {FrameKind::connection_close};
}

/// How many numbers a frame of nothing else has.
int fields_of(std::uint64_t type)
{
    switch (type) {
    case number::ping:
    case number::handshake_done:
    case number::immediate_ack:
        return 0;
    case number::max_data:
    case number::max_streams:
    case number::max_streams_uni:
    case number::data_blocked:
    case number::streams_blocked:
    case number::streams_blocked_uni:
    case number::retire_connection_id:
    case number::time_stamp:
        return 1;
    case number::stop_sending:
    case number::max_stream_data:
    case number::stream_data_blocked:
        return 2;
    case number::ack_frequency:
        return 4;
    default:
        return -1;
    }
}

Frame read_other(ByteReader& in, std::uint64_t type)
{
    switch (type) {
    case number::ack:
    case number::ack_ecn:
        skip_ack(in, type == number::ack_ecn);
        return {};
    case number::new_token:
        take_variable(in);
        return {};
    case number::path_challenge:
    case number::path_response:
        in.skip(8);
        return {};
    default:
        if (auto const count = fields_of(type); count >= 0)
            skip_variables(in, count);
        else
            in.fail("unknown frame");
        return {};
    }
}

} // namespace

Decoded<Frame> next_frame(ByteReader& in, FrameNumbers numbers)
{
    auto const type = read_variable(in);
    auto const read = [&]() -> Frame {
        if (type == number::padding) {
            skip_padding(in);
            return {};
        }
        if (type == number::crypto || (type == google_crypto && numbers == FrameNumbers::google))
            return read_crypto(in);
        if (type >= number::stream && type <= number::last_stream)
            return read_stream(in, type);
        switch (type) {
        case number::reset_stream:
        case number::reset_stream_at:
            return read_reset(in, type == number::reset_stream_at);
        case number::new_connection_id:
            return read_connection_id(in);
        case number::connection_close:
        case number::application_close:
            return read_close(in, type == number::connection_close);
        case number::datagram:
            return {FrameKind::datagram, 0, 0, in.rest(), {}, false};
        case number::datagram_with_length:
            return {FrameKind::datagram, 0, 0, take_variable(in), {}, false};
        default:
            return read_other(in, type);
        }
    };
    auto const frame = read();
    return {frame, in.flaw()};
}

} // namespace petze::quic

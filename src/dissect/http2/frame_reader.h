#pragma once

#include "base/bytes.h"
#include "base/origin.h"
#include "base/tally.h"
#include "conversation/flow.h"
#include "dissect/http2/frame.h"
#include "dissect/marks.h"

#include <cstdint>
#include <string>

namespace petze::http2 {

/// What one direction says, in order. Called from within the reader's functions; views are valid
/// until the call returns.
class FrameSink {
public:
    virtual ~FrameSink() = default;
    /// Any frame but DATA, whole. The marks count from the payload's first byte.
    virtual void frame(FrameHeader const& header, Bytes payload, Marks const& marks) = 0;
    /// The same, cut short: by a hole, by the end of the capture, or by a limit.
    virtual void cut_frame(FrameHeader const& header, Bytes payload, Marks const& marks) = 0;
    /// DATA comes in pieces, without its padding.
    virtual void data(FrameHeader const& header, Bytes piece) = 0;
    virtual void data_gap(FrameHeader const& header, std::uint64_t count) = 0;
    virtual void data_end(FrameHeader const& header) = 0;
    /// Frames may be missing here.
    virtual void lost() = 0;
    /// What belongs to no frame that could be read.
    virtual void stray(Bytes piece) = 0;
};

/// One direction of an HTTP/2 connection, cut into frames (RFC 9113 §4). A hole inside a frame
/// costs that part of the frame; behind one that may hide the beginning of a frame, the reader
/// looks for bytes that can be one. `shown` outlives it.
class FrameReader {
public:
    FrameReader(Direction direction, FrameSink& sink, Shown& shown, Tally& tally)
        : m_sink(sink)
        , m_shown(shown)
        , m_tally(tally)
        , m_state(direction == Direction::to_server ? State::opening : State::header)
    {
    }

    /// `carried` is the packet that brought the piece.
    void take(Bytes piece, Stamp const& carried);
    void gap(std::uint64_t count);
    void finish();

private:
    enum class State : std::uint8_t {
        opening, // the preface
        header,
        pad_length, // of DATA
        data,
        padding,
        payload, // of another frame
        skipped, // of one that is longer than the limit
        lost,
    };

    std::size_t step(Bytes bytes, Stamp const& carried);
    std::size_t take_preface(Bytes bytes);
    std::size_t take_header(Bytes bytes);
    std::size_t take_pad_length(Bytes bytes);
    std::size_t take_data(Bytes bytes);
    std::size_t take_payload(Bytes bytes, Stamp const& carried);
    std::size_t skip(Bytes bytes);
    std::size_t take_lost(Bytes bytes);
    void begin(FrameHeader const& header);
    void data_read();
    void cut_off();
    void lose(std::string_view why);

    FrameSink& m_sink;
    Shown& m_shown;
    Tally& m_tally;
    State m_state;
    FrameHeader m_header;   // of the frame at hand
    std::uint32_t m_left{}; // of its payload, without the padding
    std::uint32_t m_padding{};
    std::string m_held; // of a header or a payload that is not whole yet, or of what may be one
    Marks m_marks;      // of m_held, or of the payload being read
};

} // namespace petze::http2

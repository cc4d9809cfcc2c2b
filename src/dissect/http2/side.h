#pragma once

#include "dissect/http2/connection.h"
#include "dissect/http2/frame_reader.h"
#include "dissect/http2/hpack.h"

#include <string>

namespace petze::http2 {

/// What the frames of one direction mean (RFC 9113 §6).
class Side final : public FrameSink {
public:
    Side(Connection& connection, Direction direction)
        : m_connection(connection)
        , m_direction(direction)
        , m_part(direction == Direction::to_server ? http::Part::request : http::Part::response)
    {
    }

    void frame(FrameHeader const& header, Bytes payload, Marks const& marks) override;
    void cut_frame(FrameHeader const& header, Bytes payload, Marks const& marks) override;
    void data(FrameHeader const& header, Bytes piece) override;
    void data_gap(FrameHeader const& header, std::uint64_t count) override;
    void data_end(FrameHeader const& header) override;
    void lost() override;
    void stray(Bytes piece) override;
    /// Nothing more comes.
    void finish();

private:
    /// A field block that goes on in CONTINUATION frames, or the beginning of one.
    struct Block {
        std::uint32_t stream{};   // of the frames
        std::uint32_t promised{}; // of a push: the stream that the request is for
        bool ends_stream{};
    };

    void settings(Bytes payload);
    void go_away(Bytes payload);
    void begin_block(FrameHeader const& header, Bytes payload, Marks const& marks, bool whole);
    void continue_block(FrameHeader const& header, Bytes payload, Marks const& marks, bool whole);
    void end_held_block(bool whole);
    void read_block(Block const& block, Bytes bytes, Marks const& marks, std::size_t first,
                    bool whole);
    void tell_block(Block const& block, HeaderLines const& lines, Marks const& marks,
                    std::size_t first);

    Connection& m_connection;
    Direction m_direction;
    http::Part m_part;
    HpackDecoder m_hpack;
    bool m_holds_block = false;
    Block m_block;      // the one that goes on
    std::string m_held; // its bytes so far
    Marks m_marks;      // of m_held
};

} // namespace petze::http2

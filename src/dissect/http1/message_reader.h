#pragma once

#include "base/bytes.h"
#include "base/origin.h"
#include "base/tally.h"
#include "conversation/flow.h"
#include "dissect/header/header_lines.h"
#include "dissect/marks.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace petze::http1 {

/// How the end of a message's body is known (RFC 9112 §6.3).
struct Framing {
    enum class Kind : std::uint8_t { none, length, chunked, until_close, tunnel };

    Kind kind{};
    std::uint64_t length{};
};

/// The framing that header fields declare; `otherwise` where they declare none.
Framing declared_framing(HeaderLines const& head, Framing otherwise);

/// The head of a message. Views are valid until the sink returns.
struct Head {
    std::string_view start_line;
    HeaderLines const& headers; // their offsets count from `first_header` of the marks
    Marks const& marks;
    std::size_t first_header{};
    bool whole = true; // false: a gap cut it, and no body is read
};

/// What one direction says, in order. Called from within the reader's functions.
class MessageSink {
public:
    virtual ~MessageSink() = default;
    /// A message begins; returns how its body ends.
    virtual Framing head(Head const& head) = 0;
    virtual void body(Bytes piece) = 0;
    /// Bytes of the body are missing here.
    virtual void body_gap() = 0;
    virtual void trailers(HeaderLines const& lines, FrameRange const& frames) = 0;
    virtual void end(bool complete) = 0;
    /// Whether what comes now, instead of a further message, belongs to a tunnel.
    virtual bool begins_tunnel(Bytes first) = 0;
    virtual void tunnel(Bytes piece) = 0;
    virtual void tunnel_gap(std::uint64_t count) = 0;
    /// What belongs to no message that could be read, and a hole in it.
    virtual void stray(Bytes piece) = 0;
    virtual void stray_gap() = 0;
};

/// One direction of an HTTP/1.x connection: cut into messages, transfer codings undone
/// (RFC 9112). After a gap that may hide the beginning of a message it looks for the next line
/// that begins one.
class MessageReader {
public:
    MessageReader(Direction direction, MessageSink& sink, Tally& tally)
        : m_direction(direction)
        , m_sink(sink)
        , m_tally(tally)
    {
    }

    /// `carried` is the packet that brought the piece.
    void take(Bytes piece, Stamp const& carried);
    void gap(std::uint64_t count);
    void finish();

private:
    enum class State : std::uint8_t {
        start,      // before a message
        head,       // its first line was read as one
        length,     // inside a body of known length
        chunk_size, // RFC 9112 §7.1
        chunk_data,
        chunk_end,
        trailers,
        until_close,
        tunnel,
        lost, // looking for a line that begins a message
    };

    std::size_t step(std::string_view text);
    std::size_t take_start(std::string_view text);
    std::size_t take_head(std::string_view text);
    std::size_t take_counted(std::string_view text);
    std::size_t take_chunk_size(std::string_view text);
    std::size_t take_chunk_end(std::string_view text);
    std::size_t take_trailers(std::string_view text);
    std::size_t take_lost(std::string_view text);
    void read_head(std::string_view block, bool whole);
    void end_message(bool complete);
    void lose(std::string_view why);
    void cut_off(std::string_view held);

    Direction m_direction;
    MessageSink& m_sink;
    Tally& m_tally;
    State m_state = State::start;
    std::uint64_t m_left = 0; // of the body or the chunk
    std::string m_held;       // of a head, a line or trailers that are not whole yet
    Marks m_marks;            // of m_held, or of the piece being read
    std::size_t m_looked_at = 0;
};

} // namespace petze::http1

#pragma once

#include "base/bytes.h"
#include "base/origin.h"
#include "dissect/http/stream_exchange.h"
#include "dissect/layer.h"
#include "dissect/marks.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>

namespace petze::http3 {

/// What one part of an exchange says, in order. Views are valid until the call returns.
class PartSink {
public:
    virtual ~PartSink() = default;
    /// A field section, or the front of one. False: it must wait for the encoder stream; the
    /// reader then waits too. With `now` it does not wait.
    virtual bool section(http::Part part, Bytes bytes, bool whole, Marks const& marks,
                         bool now) = 0;
    /// RFC 9114 §7.2.5: what a server will answer unasked.
    virtual void promise(Bytes payload, Marks const& marks) = 0;
    virtual void data(http::Part part, Bytes piece) = 0;
    virtual void data_gap(http::Part part, std::uint64_t count) = 0;
    virtual void end(http::Part part, bool complete) = 0;
    /// What belongs to no frame that could be read.
    virtual void stray(http::Part part, Bytes piece) = 0;
    /// So many bytes more wait (or fewer, where negative). False: there are too many.
    virtual bool waiting(std::int64_t bytes) = 0;
};

/// One direction of a request stream, or a push stream: frames (RFC 9114 §7). Where a section
/// waits for the encoder stream, what comes behind it waits with it.
class PartReader {
public:
    PartReader(http::Part part, PartSink& sink, LayerContext& layers)
        : m_part(part)
        , m_sink(sink)
        , m_layers(layers)
    {
    }

    /// context.data tells the packet.
    void take(Bytes piece);
    void gap(std::uint64_t count);
    void finish();

    bool blocked() const { return m_blocked; }
    /// Tries the section again that waits. With `now` it is given up where it must wait longer.
    void resume(bool now);

private:
    enum class State : std::uint8_t { header, data, payload, skipped, passed_over, lost };
    /// What came while a section waited: bytes, or a hole, or the end.
    struct Waiting {
        enum class Kind : std::uint8_t { bytes, gap, end };
        Kind kind{};
        std::string bytes;
        std::uint64_t count{};
        Stamp carried;
        std::size_t begin = 0; // how much of the bytes has been taken

        std::int64_t size() const
        {
            return static_cast<std::int64_t>(sizeof(Waiting) + bytes.size());
        }
    };

    std::size_t take_until_blocked(Bytes piece);
    bool unblock();
    std::size_t step(Bytes bytes);
    std::size_t take_header(Bytes bytes);
    std::size_t take_data(Bytes bytes);
    std::size_t take_payload(Bytes bytes);
    std::size_t skip(Bytes bytes);
    void begin(std::uint64_t type, std::uint64_t length);
    void deliver(Bytes payload, bool whole);
    void wait(Waiting&& waiting);

    http::Part m_part;
    PartSink& m_sink;
    LayerContext& m_layers;
    State m_state = State::header;
    std::uint64_t m_type{};
    std::uint64_t m_left{}; // of the frame's payload
    std::string m_held;     // of a header or a payload that is not whole yet, or that waits
    Marks m_marks;          // of the payload
    bool m_blocked = false;
    bool m_finished = false;
    bool m_resuming = false;
    bool m_gives_up = false; // nothing waits any more
    std::deque<Waiting> m_waiting;
};

} // namespace petze::http3

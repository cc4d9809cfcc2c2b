#include "dissect/coding/decoders.h"

#include <algorithm>
#include <limits>
#include <zlib.h>

namespace petze::decoders {

namespace {

enum class Wrapping { gzip, zlib_or_raw, raw };

class Inflater : public Decoder {
public:
    explicit Inflater(Wrapping wrapping)
        : m_wrapping(wrapping)
    {
    }
    ~Inflater() override
    {
        if (m_open)
            inflateEnd(&m_stream);
    }

    Step decode(Bytes in, std::span<std::uint8_t> out) override
    {
        std::size_t zeros = 0;
        if (m_between) {
            // RFC 1952 §2.2: members follow each other; gzip(1) allows zeros after the last.
            while (zeros < in.size() && in[zeros] == 0)
                ++zeros;
            if (zeros == in.size())
                return {.taken = zeros};
            if (in[zeros] != 0x1f)
                return {.taken = zeros, .state = State::end};
            m_between = false;
            inflateReset(&m_stream);
        }
        if (!m_open && (in.empty() || !open(in[zeros])))
            return {.state = in.empty() ? State::more : State::damaged};
        auto step = inflate_some(in.subspan(zeros), out);
        step.taken += zeros;
        return step;
    }
    bool complete() const override { return !m_open || m_between || m_ended; }

private:
    bool open(std::uint8_t first)
    {
        // RFC 1950 §2.2: CM 8, CINFO at most 7. A raw stream (RFC 1951) whose first byte looks
        // alike would begin with a stored block that has bits set in its padding.
        bool const zlib = (first & 0x0f) == 8 && first >> 4 <= 7;
        int const gzip_only = 16;
        bool const bare = m_wrapping == Wrapping::raw || !zlib;
        int const window = m_wrapping == Wrapping::gzip ? MAX_WBITS + gzip_only
                           : bare                       ? -MAX_WBITS
                                                        : MAX_WBITS;
        m_open = inflateInit2(&m_stream, window) == Z_OK;
        return m_open;
    }

    Step inflate_some(Bytes in, std::span<std::uint8_t> out)
    {
        constexpr std::size_t most = std::numeric_limits<uInt>::max();
        auto const given = static_cast<uInt>(std::min(in.size(), most));
        auto const room = static_cast<uInt>(std::min(out.size(), most));
        m_stream.next_in = const_cast<Bytef*>(in.data()); // zlib's interface is older than const
        m_stream.avail_in = given;
        m_stream.next_out = out.data();
        m_stream.avail_out = room;
        int const status = inflate(&m_stream, Z_NO_FLUSH);
        Step step{given - m_stream.avail_in, room - m_stream.avail_out, State::more};
        if (status == Z_STREAM_END) {
            m_between = m_wrapping == Wrapping::gzip;
            m_ended = !m_between;
            if (m_ended)
                step.state = State::end;
        } else if (status != Z_OK && status != Z_BUF_ERROR) {
            step.state = State::damaged;
        }
        return step;
    }

    Wrapping m_wrapping;
    z_stream m_stream{};
    bool m_open = false;
    bool m_between = false; // a member has ended; another may follow
    bool m_ended = false;
};

} // namespace

std::unique_ptr<Decoder> gzip()
{
    return std::make_unique<Inflater>(Wrapping::gzip);
}

std::unique_ptr<Decoder> deflate()
{
    return std::make_unique<Inflater>(Wrapping::zlib_or_raw);
}

std::unique_ptr<Decoder> raw_deflate()
{
    return std::make_unique<Inflater>(Wrapping::raw);
}

} // namespace petze::decoders

#include "dissect/websocket/inflater.h"

#include <algorithm>
#include <array>
#include <limits>
#include <zlib.h>

namespace petze::websocket {

struct Inflater::State {
    z_stream stream{};
    bool open{};
};

Inflater::Inflater()
    : m_state(std::make_unique<State>())
{
    m_state->open = inflateInit2(&m_state->stream, -MAX_WBITS) == Z_OK;
}

Inflater::~Inflater()
{
    if (m_state->open)
        inflateEnd(&m_state->stream);
}

void Inflater::forget()
{
    if (m_state->open)
        inflateReset(&m_state->stream);
}

Inflater::Step Inflater::inflate(Bytes in, std::span<std::uint8_t> out)
{
    if (!m_state->open)
        return {.damaged = true};
    auto& stream = m_state->stream;
    constexpr std::size_t most = std::numeric_limits<uInt>::max();
    auto const given = static_cast<uInt>(std::min(in.size(), most));
    auto const room = static_cast<uInt>(std::min(out.size(), most));
    stream.next_in = const_cast<Bytef*>(in.data()); // zlib's interface is older than const
    stream.avail_in = given;
    stream.next_out = out.data();
    stream.avail_out = room;
    int const status = ::inflate(&stream, Z_SYNC_FLUSH);
    Step const step{given - stream.avail_in, room - stream.avail_out,
                    status != Z_OK && status != Z_BUF_ERROR && status != Z_STREAM_END};
    if (status == Z_STREAM_END) {
        // RFC 7692 section 7.2.3.4: a block that calls itself the last ends the message's part,
        // not the window.
        std::array<Bytef, 1u << MAX_WBITS> window; // filled as far as it counts
        uInt size = 0;
        inflateGetDictionary(&stream, window.data(), &size);
        inflateReset(&stream);
        inflateSetDictionary(&stream, window.data(), size);
    }
    return step;
}

} // namespace petze::websocket

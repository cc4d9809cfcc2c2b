#include "dissect/http2/http2_dissector.h"

#include "base/byte_reader.h"
#include "dissect/http2/connection.h"
#include "dissect/http2/frame_reader.h"
#include "dissect/http2/side.h"

#include <array>
#include <utility>

namespace petze {

namespace {

using namespace http2;

class Http2Dissector final : public StreamDissector {
public:
    Http2Dissector(LayerContext& layers, Origin const* parent)
        : m_layers(layers)
        , m_connection(layers, parent)
        , m_sides{Side{m_connection, Direction::to_server},
                  Side{m_connection, Direction::to_client}}
        , m_readers{reader_of(Direction::to_server), reader_of(Direction::to_client)}
    {
    }

    void upgrade(http::Exchange&& asked)
    {
        if (auto* const exchange = m_connection.exchange(1))
            exchange->adopt(std::move(asked));
    }

    void take(Direction direction, Bytes piece) override
    {
        (direction == Direction::to_server ? m_layers.opened_to_server
                                           : m_layers.opened_to_client) += piece.size();
        reader(direction).take(piece, m_layers.data);
    }
    void gap(Direction direction, std::uint64_t count) override { reader(direction).gap(count); }
    void finish(Direction direction) override
    {
        reader(direction).finish();
        m_sides[static_cast<std::size_t>(direction)].finish();
    }

private:
    FrameReader reader_of(Direction direction)
    {
        return {direction, m_sides[static_cast<std::size_t>(direction)], m_connection.shown(),
                m_layers.tally};
    }
    FrameReader& reader(Direction direction)
    {
        return m_readers[static_cast<std::size_t>(direction)];
    }

    LayerContext& m_layers;
    Connection m_connection;
    std::array<Side, 2> m_sides;
    std::array<FrameReader, 2> m_readers;
};

Likeness looks_like_preface(std::string_view first)
{
    constexpr std::string_view enough = preface.substr(0, 16); // "PRI * HTTP/2.0\r\n"
    if (first.size() >= enough.size())
        return first.starts_with(enough) ? Likeness::yes : Likeness::no;
    return enough.starts_with(first) ? Likeness::maybe : Likeness::no;
}

// RFC 9113 §6.5: a few settings of six bytes each, on stream 0. An empty frame is nearly all zeros,
// so another must follow it.
Likeness looks_like_settings(Bytes first)
{
    constexpr std::uint32_t many = 32;
    constexpr std::uint16_t last_setting = 0x10;
    constexpr std::array<std::uint8_t, FrameHeader::size> pattern{0, 0, 0, 4, 0, 0, 0, 0, 0};
    constexpr std::size_t length_at = 2;
    for (std::size_t i = 0; i < pattern.size() && i < first.size(); ++i)
        if (i != length_at && first[i] != pattern[i])
            return Likeness::no;
    if (first.size() > length_at && (first[length_at] % 6 != 0 || first[length_at] > many * 6))
        return Likeness::no;
    if (first.size() < 2 * FrameHeader::size)
        return Likeness::maybe;
    auto const rest = first.subspan(FrameHeader::size);
    if (first[length_at] == 0)
        return looks_like_frame(rest, {}) == Likeness::no ? Likeness::no : Likeness::yes;
    auto const setting = ByteReader{rest}.u16();
    bool const grease = (setting & 0x0f0f) == 0x0a0a;
    return (setting >= 1 && setting <= last_setting) || grease ? Likeness::yes : Likeness::no;
}

} // namespace

Likeness looks_like_http2(Direction direction, Bytes first)
{
    return direction == Direction::to_server ? looks_like_preface(as_text(first))
                                             : looks_like_settings(first);
}

std::unique_ptr<StreamDissector> make_http2_dissector(LayerContext& context, Origin const* parent)
{
    return std::make_unique<Http2Dissector>(context, parent);
}

std::unique_ptr<StreamDissector>
make_upgraded_http2_dissector(LayerContext& context, Origin const* parent, http::Exchange&& asked)
{
    auto dissector = std::make_unique<Http2Dissector>(context, parent);
    dissector->upgrade(std::move(asked));
    return dissector;
}

} // namespace petze

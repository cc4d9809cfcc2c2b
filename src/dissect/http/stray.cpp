#include "dissect/http/stray.h"

#include <algorithm>

namespace petze::http {

void uncount(LayerContext& layers, Direction direction, std::size_t count)
{
    auto& bytes =
        direction == Direction::to_server ? layers.opened_to_server : layers.opened_to_client;
    bytes -= std::min<std::uint64_t>(bytes, count);
}

void Stray::take(Direction direction, Bytes piece, std::uint64_t source)
{
    if (piece.empty())
        return;
    uncount(m_layers, direction, piece.size());
    auto& side = m_sides[static_cast<std::size_t>(direction)];
    if (!side.sink)
        side.sink = m_layers.fields.open(&m_origin, {direction, {}});
    else if (side.source != source)
        side.sink->gap();
    side.source = source;
    if (side.sink)
        side.sink->take(piece, m_layers.data);
}

void Stray::gap(Direction direction)
{
    if (auto const& sink = m_sides[static_cast<std::size_t>(direction)].sink)
        sink->gap();
}

} // namespace petze::http

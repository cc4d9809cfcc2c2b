#pragma once

#include "dissect/layer.h"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace petze::http {

/// Takes bytes back that a layer counted as read, because nobody could say what they are, or
/// because a layer further in counts them.
void uncount(LayerContext& layers, Direction direction, std::size_t count);

/// What belongs to no message of a connection: searched, though nobody can say what it is.
class Stray {
public:
    Stray(LayerContext& layers, Origin const* parent)
        : m_layers(layers)
        , m_origin{parent, "stream"}
    {
    }

    /// Pieces of different sources, such as streams of HTTP/2, are not put together.
    void take(Direction direction, Bytes piece, std::uint64_t source = 0);
    void gap(Direction direction);

private:
    struct Side {
        std::unique_ptr<ContentSink> sink;
        std::uint64_t source{};
    };

    LayerContext& m_layers;
    Origin m_origin;
    Side m_sides[2];
};

} // namespace petze::http

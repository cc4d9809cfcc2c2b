#pragma once

#include "dissect/layer.h"
#include "dissect/marks.h"
#include "dissect/mqtt/packet.h"

#include <string>
#include <string_view>

namespace petze::mqtt {

/// Hands what stands around the payloads to find/.
class Teller {
public:
    Teller(LayerContext& layers, Origin const* parent, Direction direction,
           FrameRange const& frames)
        : m_layers(layers)
        , m_parent(parent)
        , m_direction(direction)
        , m_frames(frames)
    {
    }

    void connect(Connect const& connect) const;
    void topic(std::string_view topic) const;
    void properties(Bytes properties) const;
    /// The first of the filters, for the packet's name.
    std::string filters(PacketType type, Bytes filters) const;

private:
    void text(std::string_view step, std::string_view text) const;
    void property(Property const& property) const;

    LayerContext& m_layers;
    Origin const* m_parent;
    Direction m_direction;
    FrameRange m_frames;
};

} // namespace petze::mqtt

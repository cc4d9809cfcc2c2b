#pragma once

#include "base/limits.h"
#include "dissect/layer.h"

#include <memory>
#include <string>

/// What most protocols need beside their own.
namespace petze {

/// The count of bytes whose content a layer could read, in one direction.
inline std::uint64_t& opened_bytes(LayerContext& context, Direction direction)
{
    return direction == Direction::to_server ? context.opened_to_server : context.opened_to_client;
}

/// Adds to LayerContext::secrets, within limits::slice_secrets_bytes.
inline void keep_secrets(LayerContext& context, std::string const& lines)
{
    if (lines.empty() || context.secrets.find(lines) != std::string::npos)
        return;
    if (context.secrets.size() + lines.size() > limits::slice_secrets_bytes)
        context.tally.count("evidence: limit of secrets in a slice");
    else
        context.secrets += lines;
}

/// The packet that carries what is being handed on.
inline FrameRange frames_now(LayerContext const& context)
{
    return {context.data.capture, context.data.frame, context.data.frame};
}

/// Bytes of a stream that its protocol's layer could not read: searched as they pass, as one
/// stream for each direction. Lives inside the layer.
class StrayBytes {
public:
    StrayBytes(LayerContext& context, Origin const* parent)
        : m_context(context)
        , m_origin{parent, "stream"}
    {
    }
    StrayBytes(StrayBytes const&) = delete;
    StrayBytes& operator=(StrayBytes const&) = delete;

    void take(Direction direction, Bytes piece)
    {
        auto& side = m_sides[static_cast<std::size_t>(direction)];
        if (!side.opened) {
            side.opened = true;
            side.sink = m_context.fields.open(&m_origin, {direction, {}});
        }
        if (side.sink)
            side.sink->take(piece, m_context.data);
    }
    void gap(Direction direction)
    {
        if (auto const& sink = m_sides[static_cast<std::size_t>(direction)].sink)
            sink->gap();
    }

private:
    struct Side {
        std::unique_ptr<ContentSink> sink;
        bool opened = false;
    };
    LayerContext& m_context;
    Origin m_origin;
    Side m_sides[2];
};

} // namespace petze

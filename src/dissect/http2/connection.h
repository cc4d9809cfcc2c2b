#pragma once

#include "dissect/http/stray.h"
#include "dissect/http/stream_exchange.h"
#include "dissect/http2/frame.h"
#include "dissect/layer.h"

#include <array>
#include <cstdint>
#include <map>
#include <memory>

namespace petze::http2 {

/// What both directions of a connection share: its streams, each with one exchange.
class Connection {
public:
    Connection(LayerContext& layers, Origin const* parent)
        : m_layers(layers)
        , m_parent(parent)
        , m_stray(layers, parent)
    {
    }

    LayerContext& layers() { return m_layers; }
    Origin const* parent() const { return m_parent; }
    Shown& shown() { return m_shown; }
    http::Stray& stray() { return m_stray; }

    /// The exchange of a stream, which begins with it; null where it has ended already.
    http::StreamExchange* exchange(std::uint32_t stream);
    /// A client opens its streams in order: requests before this one that were not seen are lost.
    void begin_request(std::uint32_t stream);
    /// One of its parts has ended, and perhaps all of it.
    void end(std::uint32_t stream, http::Part part);
    void reset(std::uint32_t stream);
    /// Frames of this direction may be missing.
    void lost(Direction direction);
    /// Nothing more comes in this direction.
    void finish(Direction direction);

private:
    void remove_if_over(std::uint32_t stream);
    void tell_oldest();
    bool was_closed(std::uint32_t stream) const;

    LayerContext& m_layers;
    Origin const* m_parent;
    Shown m_shown;
    http::Stray m_stray;
    // A pointer, because content points into its exchange.
    std::map<std::uint32_t, std::unique_ptr<http::StreamExchange>> m_exchanges;
    // The streams that were closed last: frames that were on their way may still come.
    std::array<std::uint32_t, 64> m_closed{};
    std::size_t m_next_closed = 0;
    bool m_requests_lost = false; // some of the client's frames are missing
    std::uint32_t m_last_request = 0;
};

} // namespace petze::http2

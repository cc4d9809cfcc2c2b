#pragma once

#include "dissect/http/stray.h"
#include "dissect/http3/message_stream.h"
#include "dissect/http3/qpack.h"
#include "dissect/layer.h"

#include <cstdint>
#include <map>
#include <memory>

namespace petze::http3 {

/// What the streams of one connection share: the exchanges, and a QPACK decoder for each side.
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
    http::Stray& stray() { return m_stray; }
    /// Of what this direction says.
    QpackDecoder& decoder(Direction direction)
    {
        return m_decoders[static_cast<std::size_t>(direction)];
    }

    /// The request stream of that id, which begins with it.
    MessageStream& request(std::uint64_t stream);
    /// Null where it never began, or is over.
    MessageStream* known_request(std::uint64_t stream);
    /// A promise of that id, told with `stream` where it begins with this; null where there are
    /// too many.
    MessageStream* push(std::uint64_t id, std::uint64_t stream);
    MessageStream* known_push(std::uint64_t id);
    void remove_if_over(std::uint64_t stream);

    /// The encoder stream of this direction has brought something, or never will (`now`).
    void resume(Direction direction, bool now);
    /// Counts what is held back. False: too much of it.
    bool waiting(std::int64_t bytes);
    /// What is held back waits no longer.
    void finish();
    /// The same at the end of all: requests that got no answer are told.
    void close();

private:
    using Streams = std::map<std::uint64_t, std::unique_ptr<MessageStream>>;

    LayerContext& m_layers;
    Origin const* m_parent;
    http::Stray m_stray;
    QpackDecoder m_decoders[2];
    Streams m_requests;
    Streams m_pushes; // by their ids
    std::int64_t m_waiting = 0;
};

} // namespace petze::http3

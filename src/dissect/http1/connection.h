#pragma once

#include "dissect/http/exchange.h"
#include "dissect/http/stray.h"
#include "dissect/layer.h"

#include <deque>
#include <memory>
#include <string>

namespace petze::http1 {

/// What both directions of an HTTP/1.x connection share: requests that wait for their answers, and
/// the tunnel that the two may turn into.
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
    std::deque<http::Exchange>& waiting() { return m_waiting; }
    http::Exchange* answering = nullptr; // the one whose response is being read
    bool client_has_spoken = false;
    bool responses_lost = false; // some may be missing before the next one
    bool finished[2] = {false, false};
    std::string upgraded_to; // as Upgrade names it, lower case; empty for CONNECT

    /// Exchanges are told in order, each once both of its messages have ended.
    void tell_complete();
    void tell_first();

    /// What comes behind the answer to CONNECT or Upgrade.
    void tunnel(Direction direction, Bytes piece);
    void tunnel_gap(Direction direction, std::uint64_t count);
    void finish_tunnel(Direction direction);

    http::Stray& stray() { return m_stray; }

    std::uint64_t& opened(Direction direction)
    {
        return direction == Direction::to_server ? m_layers.opened_to_server
                                                 : m_layers.opened_to_client;
    }

private:
    LayerContext& m_layers;
    Origin const* m_parent;
    http::Stray m_stray;
    std::deque<http::Exchange> m_waiting;
    std::unique_ptr<StreamDissector> m_tunnel;
};

} // namespace petze::http1

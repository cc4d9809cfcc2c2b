#include "dissect/http1/connection.h"

#include "dissect/http2/http2_dissector.h"

#include <utility>

namespace petze::http1 {

void Connection::tell_complete()
{
    while (!m_waiting.empty() && m_waiting.front().request_ended
           && (m_waiting.front().response_ended || finished[1]))
        tell_first();
}

void Connection::tell_first()
{
    if (answering == &m_waiting.front())
        answering = nullptr;
    auto exchange = std::move(m_waiting.front());
    m_waiting.pop_front();
    constexpr int switching = 101;
    if (exchange.told.status == switching && upgraded_to == "h2c" && !m_tunnel)
        m_tunnel = make_upgraded_http2_dissector(m_layers, m_parent, std::move(exchange));
    else
        m_layers.messages(std::move(exchange.told));
}

void Connection::tunnel(Direction direction, Bytes piece)
{
    http::uncount(m_layers, direction, piece.size());
    if (!m_tunnel && m_layers.next_stream)
        m_tunnel = m_layers.next_stream(m_layers, m_parent, upgraded_to);
    if (m_tunnel)
        m_tunnel->take(direction, piece);
}

void Connection::tunnel_gap(Direction direction, std::uint64_t count)
{
    if (m_tunnel)
        m_tunnel->gap(direction, count);
}

void Connection::finish_tunnel(Direction direction)
{
    if (m_tunnel)
        m_tunnel->finish(direction);
}

} // namespace petze::http1

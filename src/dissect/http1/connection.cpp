#include "dissect/http1/connection.h"

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
    auto told = std::move(m_waiting.front().told);
    m_waiting.pop_front();
    m_layers.messages(std::move(told));
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

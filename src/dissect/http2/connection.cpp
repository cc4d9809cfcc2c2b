#include "dissect/http2/connection.h"

#include "base/limits.h"

#include <algorithm>

namespace petze::http2 {

namespace {

constexpr http::Dialect dialect{"2", "http2"};

} // namespace

http::StreamExchange* Connection::exchange(std::uint32_t stream)
{
    if (auto const found = m_exchanges.find(stream); found != m_exchanges.end())
        return found->second.get();
    if (was_closed(stream))
        return nullptr;
    if (m_exchanges.size() >= limits::http_streams)
        tell_oldest();
    auto exchange = std::make_unique<http::StreamExchange>(m_layers, m_parent, dialect, stream);
    if (m_requests_lost && stream < m_last_request)
        exchange->request_may_be_over();
    return m_exchanges.emplace(stream, std::move(exchange)).first->second.get();
}

bool Connection::was_closed(std::uint32_t stream) const
{
    return std::find(m_closed.begin(), m_closed.end(), stream) != m_closed.end();
}

void Connection::tell_oldest()
{
    m_layers.tally.count("http2: limit of open streams");
    auto const oldest = m_exchanges.begin();
    oldest->second->abandon();
    remove_if_over(oldest->first);
}

void Connection::end(std::uint32_t stream, http::Part part)
{
    if (auto const found = m_exchanges.find(stream); found != m_exchanges.end()) {
        found->second->end(part, true);
        remove_if_over(stream);
    }
}

void Connection::reset(std::uint32_t stream)
{
    if (auto const found = m_exchanges.find(stream); found != m_exchanges.end()) {
        found->second->abandon();
        remove_if_over(stream);
    }
}

void Connection::remove_if_over(std::uint32_t stream)
{
    auto const found = m_exchanges.find(stream);
    if (found == m_exchanges.end() || !found->second->over())
        return;
    m_exchanges.erase(found);
    m_closed[m_next_closed++ % m_closed.size()] = stream;
}

void Connection::lost(Direction direction)
{
    m_stray.gap(direction);
    if (direction != Direction::to_server)
        return;
    m_requests_lost = true;
    for (auto const& [stream, exchange] : m_exchanges)
        if (exchange->request_begun())
            exchange->request_may_be_over();
}

void Connection::begin_request(std::uint32_t stream)
{
    m_last_request = std::max(m_last_request, stream);
    if (!m_requests_lost)
        return;
    for (auto at = m_exchanges.begin(); at != m_exchanges.end() && at->first < stream;) {
        auto const earlier = (at++)->first;
        auto& exchange = *m_exchanges.at(earlier);
        if (!exchange.request_begun())
            exchange.request_may_be_over();
        exchange.settle();
        remove_if_over(earlier);
    }
}

void Connection::finish(Direction direction)
{
    auto const part =
        direction == Direction::to_server ? http::Part::request : http::Part::response;
    for (auto at = m_exchanges.begin(); at != m_exchanges.end();) {
        auto const stream = (at++)->first;
        m_exchanges.at(stream)->end(part, false);
        remove_if_over(stream);
    }
}

} // namespace petze::http2

#include "dissect/http3/connection.h"

#include "base/limits.h"

namespace petze::http3 {

MessageStream& Connection::request(std::uint64_t stream)
{
    if (auto* const known = known_request(stream))
        return *known;
    if (m_requests.size() >= limits::http_streams) {
        m_layers.tally.count("http3: limit of open streams");
        m_requests.begin()->second->abandon();
        m_requests.erase(m_requests.begin());
    }
    return *m_requests.emplace(stream, std::make_unique<MessageStream>(*this, stream))
                .first->second;
}

MessageStream* Connection::known_request(std::uint64_t stream)
{
    auto const found = m_requests.find(stream);
    return found == m_requests.end() ? nullptr : found->second.get();
}

MessageStream* Connection::push(std::uint64_t id, std::uint64_t stream)
{
    if (auto* const known = known_push(id))
        return known;
    if (m_pushes.size() >= limits::http_streams) {
        m_layers.tally.count("http3: limit of open streams");
        return nullptr;
    }
    return m_pushes.emplace(id, std::make_unique<MessageStream>(*this, stream)).first->second.get();
}

MessageStream* Connection::known_push(std::uint64_t id)
{
    auto const found = m_pushes.find(id);
    return found == m_pushes.end() ? nullptr : found->second.get();
}

void Connection::remove_if_over(std::uint64_t stream)
{
    auto const found = m_requests.find(stream);
    if (found != m_requests.end() && found->second->over())
        m_requests.erase(found);
}

void Connection::resume(Direction direction, bool now)
{
    auto const part =
        direction == Direction::to_server ? http::Part::request : http::Part::response;
    for (auto at = m_requests.begin(); at != m_requests.end();) {
        at->second->resume(part, now);
        at = at->second->over() ? m_requests.erase(at) : std::next(at);
    }
    if (direction == Direction::to_client)
        for (auto const& [id, push] : m_pushes)
            push->resume(part, now);
}

bool Connection::waiting(std::int64_t bytes)
{
    m_waiting += bytes;
    bool const few = m_waiting <= static_cast<std::int64_t>(limits::qpack_waiting_bytes);
    if (!few && bytes > 0)
        m_layers.tally.count("http3: limit of waiting bytes");
    return few;
}

void Connection::finish()
{
    for (auto const direction : {Direction::to_server, Direction::to_client})
        resume(direction, true);
}

void Connection::close()
{
    finish();
    for (auto const& [stream, request] : m_requests)
        request->abandon();
    for (auto const& [id, push] : m_pushes)
        push->abandon();
    m_requests.clear();
    m_pushes.clear();
}

} // namespace petze::http3

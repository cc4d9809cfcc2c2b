#include "run/event_writer.h"

namespace petze {

namespace {

constexpr std::size_t block = 1u << 20;

} // namespace

EventWriter::EventWriter(EventStyle const& style, std::function<bool(std::string_view)> write)
    : m_style(style)
    , m_write(std::move(write))
{
}

void EventWriter::take(Event const& event, EndpointId const&)
{
    if (m_failed || !m_style.types.has(type_of(event)))
        return;
    if (event.flow.id != m_flow_id) {
        m_flow_id = event.flow.id;
        m_community_id = community_id(event.flow);
    }
    append_event(m_buffer, event, m_style, m_community_id);
    flush(block);
}

void EventWriter::take(Endpoint const& endpoint, ByteBudget const& budget)
{
    append_endpoint(m_buffer, endpoint, m_style, &budget);
    flush(block);
}

void EventWriter::take(Verdict const& verdict)
{
    append_verdict(m_buffer, verdict, m_style);
    flush(block);
}

void EventWriter::finish(Stats const& stats)
{
    append_stats(m_buffer, stats, m_style);
    flush(1);
}

void EventWriter::flush(std::size_t at_least)
{
    if (m_buffer.size() < at_least)
        return;
    if (!m_failed)
        m_failed = !m_write(m_buffer);
    m_buffer.clear();
}

} // namespace petze

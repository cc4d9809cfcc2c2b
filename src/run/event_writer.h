#pragma once

#include "report/ndjson.h"
#include "run/joiner.h"

#include <cstdint>
#include <functional>
#include <string>

namespace petze {

/// Turns events into NDJSON, and hands it on in large pieces.
class EventWriter : public EventListener {
public:
    /// `write` returns false once nothing more can be written; then no more is made.
    EventWriter(EventStyle const& style, std::function<bool(std::string_view)> write);

    void take(Event const& event, EndpointId const& endpoint) override;
    /// What comes last: all endpoints, then all verdicts, then stats.
    void take(Endpoint const& endpoint, ByteBudget const& budget);
    void take(Verdict const& verdict);
    void finish(Stats const& stats);

private:
    void flush(std::size_t at_least);

    EventStyle m_style;
    std::function<bool(std::string_view)> m_write;
    std::string m_buffer;
    std::string m_community_id; // of m_flow_id: neighbours in the stream often share it
    std::uint64_t m_flow_id = 0;
    bool m_failed = false;
};

} // namespace petze

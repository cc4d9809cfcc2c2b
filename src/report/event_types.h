#pragma once

#include "base/result.h"
#include "report/event.h"

#include <cstdint>
#include <string_view>

namespace petze {

/// The kinds of line in the event stream (contract: event_type).
enum class EventType : std::uint16_t {
    flow = 1 << 0,
    dns = 1 << 1,
    tls = 1 << 2,
    quic = 1 << 3,
    http = 1 << 4,
    message = 1 << 5,
    fileinfo = 1 << 6,
    finding = 1 << 7,
    endpoint = 1 << 8,
    verdict = 1 << 9,
    stats = 1 << 10,
};

/// A set of them.
class EventTypes {
public:
    static constexpr EventTypes all() { return EventTypes{0x7ff}; }
    static constexpr EventTypes none() { return EventTypes{0}; }

    constexpr bool has(EventType type) const
    {
        return (m_bits & static_cast<std::uint16_t>(type)) != 0;
    }
    constexpr void add(EventType type)
    {
        m_bits = static_cast<std::uint16_t>(m_bits | static_cast<std::uint16_t>(type));
    }

    bool operator==(EventTypes const&) const = default;

private:
    constexpr explicit EventTypes(std::uint16_t bits)
        : m_bits(bits)
    {
    }

    std::uint16_t m_bits;
};

/// As it stands in the stream.
std::string_view name_of(EventType type);

EventType type_of(Message const& message);
EventType type_of(Event const& event);

/// "dns,flow". An unknown name is an error that names the nearest known one.
Result<EventTypes> parse_types(std::string_view list);

} // namespace petze

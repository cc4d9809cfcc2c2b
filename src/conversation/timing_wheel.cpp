#include "conversation/timing_wheel.h"

#include <algorithm>

namespace petze {

void TimingWheel::put(Index index, std::int64_t time_ns, std::int64_t now_ns)
{
    begin(now_ns);
    // A time that has passed is looked at next; one beyond the horizon as late as there is.
    auto const slot = place(
        std::clamp(number(time_ns), m_position, m_position + static_cast<std::int64_t>(slots) - 1));
    auto& flow = m_flows[index];
    auto& [first, last] = m_slots[slot];
    flow.slot = static_cast<std::uint32_t>(slot);
    flow.previous = last;
    flow.next = StoredFlow::none;
    (last == StoredFlow::none ? first : m_flows[last].next) = index;
    last = index;
}

void TimingWheel::remove(Index index)
{
    auto const& flow = m_flows[index];
    auto& [first, last] = m_slots[flow.slot];
    (flow.previous == StoredFlow::none ? first : m_flows[flow.previous].next) = flow.next;
    (flow.next == StoredFlow::none ? last : m_flows[flow.next].previous) = flow.previous;
}

TimingWheel::Index TimingWheel::nearest() const
{
    for (std::size_t i = 0; i < slots; ++i)
        if (auto const index = m_slots[place(m_position + static_cast<std::int64_t>(i))].first;
            index != StoredFlow::none)
            return index;
    return StoredFlow::none;
}

} // namespace petze

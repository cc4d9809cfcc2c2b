#pragma once

#include "conversation/flow_store.h"

#include <array>
#include <cstdint>
#include <utility>

namespace petze {

/// Which flows are to be looked at when, so that a packet costs nothing: a flow stands in the slot
/// of the time at which it would have been silent for too long when it was put there. Packets do
/// not move it; when its slot comes round, it is put where it belongs by then. Hashed timing
/// wheel, G. Varghese and T. Lauck, SOSP 1987, scheme 6.
class TimingWheel {
public:
    using Index = StoredFlow::Index;

    explicit TimingWheel(FlowStore& flows)
        : m_flows(flows)
    {
    }

    /// The flow is to be looked at when `time_ns` has come.
    void put(Index index, std::int64_t time_ns, std::int64_t now_ns);
    void remove(Index index);
    /// Takes the flows out whose time has come, or may have, and calls `look(index)` for each; it
    /// puts them back or ends them.
    template<typename Look>
    void advance(std::int64_t now_ns, Look look)
    {
        auto const last = begin(now_ns);
        if (last - m_position >= static_cast<std::int64_t>(slots))
            m_position = last - static_cast<std::int64_t>(slots) + 1; // each slot once is enough
        for (; m_position <= last; ++m_position) {
            auto index = std::exchange(m_slots[place(m_position)], Slot{}).first;
            while (index != StoredFlow::none) {
                auto const next = m_flows[index].next;
                look(index);
                index = next;
            }
        }
        m_position = last;
    }
    /// The flow that is nearest to its time, as far as the wheel knows.
    Index nearest() const;

private:
    static constexpr std::int64_t slot_ns = 10'000'000'000;
    static constexpr std::size_t slots = 1024; // 10,240 s; the longest patience is 7,440 s
    struct Slot {
        Index first = StoredFlow::none, last = StoredFlow::none;
    };

    static std::int64_t number(std::int64_t time_ns)
    {
        return time_ns / slot_ns - (time_ns % slot_ns < 0 ? 1 : 0);
    }
    static std::size_t place(std::int64_t slot) { return static_cast<std::size_t>(slot) % slots; }
    std::int64_t begin(std::int64_t now_ns)
    {
        auto const slot = number(now_ns);
        if (!std::exchange(m_begun, true))
            m_position = slot;
        return slot;
    }

    FlowStore& m_flows;
    std::array<Slot, slots> m_slots;
    std::int64_t m_position = 0;
    bool m_begun = false;
};

} // namespace petze

#pragma once

#include "base/origin.h"
#include "conversation/flow.h"

#include <cstdint>
#include <vector>

namespace petze {

/// Finds what went to the server without a pause. A burst ends where nothing goes up for two
/// seconds, and where the server says more than acknowledgements and windows take: the next file
/// over the same connection follows the answer to the one before.
class BurstMeter {
public:
    /// Of bursts below `least_bytes` nobody wants to know.
    explicit BurstMeter(std::uint64_t least_bytes)
        : m_least(least_bytes)
    {
    }

    void take(Direction direction, std::uint64_t bytes, Stamp const& now);
    /// All of them, by time; beyond limits::bursts only the first.
    std::vector<Burst> finish();
    /// There were more.
    bool was_limited() const { return m_limited; }

private:
    void end();

    std::uint64_t m_least;
    Burst m_current;
    std::vector<Burst> m_bursts;
    bool m_limited = false;
};

} // namespace petze

#include "conversation/burst_meter.h"

#include "base/limits.h"
#include "base/text.h"

#include <utility>

namespace petze {

namespace {

constexpr std::int64_t pause_ns = 2 * ns_per_second;
// HTTP/2's two WINDOW_UPDATE frames in TLS records of their own take 88 bytes, QUIC's
// acknowledgements less; the head of an answer takes more.
constexpr std::uint64_t answer_bytes = 100;

} // namespace

void BurstMeter::take(Direction direction, std::uint64_t bytes, Stamp const& now)
{
    if (direction == Direction::to_client) {
        if (bytes >= answer_bytes)
            end();
        return;
    }
    if (m_current.bytes > 0 && elapsed_ns(m_current.end_ns, now.time_ns) > pause_ns)
        end();
    if (m_current.bytes == 0)
        m_current = {now.time_ns, now.time_ns, 0, frames_of(now)};
    m_current.bytes += bytes;
    m_current.end_ns = now.time_ns;
    if (now.capture == m_current.frames.capture)
        m_current.frames.last = now.frame;
}

void BurstMeter::end()
{
    auto const ended = std::exchange(m_current, {});
    if (ended.bytes == 0 || ended.bytes < m_least)
        return;
    if (m_bursts.size() < limits::bursts)
        m_bursts.push_back(ended);
    else
        m_limited = true;
}

std::vector<Burst> BurstMeter::finish()
{
    end();
    return std::move(m_bursts);
}

} // namespace petze

#include "run/stages.h"

#include <algorithm>
#include <thread>

namespace petze {

Stages::Stages(std::size_t threads, std::size_t lanes, std::size_t slots)
    : m_threads(threads)
    , m_slots(slots)
    , m_lanes(lanes)
    , m_unworked(slots)
{
}

void Stages::run(Tasks const& tasks)
{
    m_filled = m_joined = 0;
    m_ended = false;
    std::fill(m_lanes.begin(), m_lanes.end(), Lane{});
    std::vector<std::thread> others;
    for (std::size_t thread = 1; thread < m_threads; ++thread)
        others.emplace_back([&, thread] { work_until_end(tasks, thread); });
    work_until_end(tasks, 0);
    for (auto& other : others)
        other.join();
}

void Stages::work_until_end(Tasks const& tasks, std::size_t thread)
{
    // What lanes wait for comes first, but no further ahead than they need: what was just read is
    // still in the caches.
    constexpr std::size_t ahead = 2;
    std::unique_lock lock{m_mutex};
    while (!is_at_end()) {
        if (may_join())
            join(tasks, lock);
        else if (may_fill() && m_filled - m_joined < ahead)
            fill(tasks, lock);
        else if (auto const lane = lane_for(thread))
            work(tasks, *lane, lock);
        else if (may_fill())
            fill(tasks, lock);
        else
            m_changed.wait(lock);
    }
}

bool Stages::may_join() const
{
    return !m_joining && m_joined < m_filled && m_unworked[m_joined % m_slots] == 0;
}

bool Stages::may_fill() const
{
    return !m_filling && !m_ended && m_filled - m_joined < m_slots;
}

std::optional<std::size_t> Stages::lane_for(std::size_t thread) const
{
    auto const first = thread * m_lanes.size() / m_threads;
    for (std::size_t i = 0; i < m_lanes.size(); ++i)
        if (auto const number = (first + i) % m_lanes.size(); may_work(m_lanes[number]))
            return number;
    return {};
}

void Stages::fill(Tasks const& tasks, std::unique_lock<std::mutex>& lock)
{
    auto const slot = m_filled % m_slots;
    m_filling = true;
    lock.unlock();
    bool const more = tasks.fill(slot);
    lock.lock();
    m_filling = false;
    m_unworked[slot] = m_lanes.size();
    ++m_filled;
    m_ended = !more;
    m_changed.notify_all();
}

void Stages::join(Tasks const& tasks, std::unique_lock<std::mutex>& lock)
{
    m_joining = true;
    lock.unlock();
    tasks.join(m_joined % m_slots); // only this thread changes it now
    lock.lock();
    m_joining = false;
    ++m_joined;
    m_changed.notify_all();
}

void Stages::work(Tasks const& tasks, std::size_t number, std::unique_lock<std::mutex>& lock)
{
    auto& lane = m_lanes[number];
    lane.busy = true;
    while (lane.done < m_filled) {
        auto const slot = lane.done % m_slots;
        lock.unlock();
        tasks.work(number, slot);
        lock.lock();
        ++lane.done;
        if (--m_unworked[slot] == 0)
            m_changed.notify_all();
    }
    lane.busy = false;
}

} // namespace petze

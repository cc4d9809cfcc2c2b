#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

namespace petze {

/// The three stages of a pipeline on a fixed number of threads. Batches stand in a ring of slots:
/// each is filled, worked on by every lane, and joined. Filling and joining go in the order of
/// batches, one at a time, and so does each lane; but lanes do not wait for each other, so that
/// one which has much to do falls behind by as many batches as there are slots, and no more.
class Stages {
public:
    struct Tasks {
        /// Fills the batch in this slot; false when it is the last.
        std::function<bool(std::size_t slot)> fill;
        std::function<void(std::size_t lane, std::size_t slot)> work;
        std::function<void(std::size_t slot)> join;
    };

    /// All at least 1. The calling thread of run() is one of `threads`, so that one thread means
    /// no other is made.
    Stages(std::size_t threads, std::size_t lanes, std::size_t slots);

    /// Returns when the last batch has been joined. `tasks` must not throw.
    void run(Tasks const& tasks);

private:
    struct Lane {
        std::size_t done = 0; // batches
        bool busy = false;
    };

    void work_until_end(Tasks const& tasks, std::size_t thread);
    bool may_join() const;
    bool may_fill() const;
    bool may_work(Lane const& lane) const { return !lane.busy && lane.done < m_filled; }
    /// Of this thread's own first: its conversations are in that core's caches.
    std::optional<std::size_t> lane_for(std::size_t thread) const;
    bool is_at_end() const { return m_ended && m_joined == m_filled; }
    void fill(Tasks const& tasks, std::unique_lock<std::mutex>& lock);
    void join(Tasks const& tasks, std::unique_lock<std::mutex>& lock);
    void work(Tasks const& tasks, std::size_t number, std::unique_lock<std::mutex>& lock);

    std::size_t m_threads;
    std::size_t m_slots;

    std::mutex m_mutex; // of everything below
    std::condition_variable m_changed;
    std::vector<Lane> m_lanes;
    std::vector<std::size_t> m_unworked; // lanes, of the batch in each slot
    std::size_t m_filled = 0;            // batches, in all
    std::size_t m_joined = 0;            // likewise
    bool m_filling = false;
    bool m_joining = false;
    bool m_ended = false; // the last batch has been filled
};

} // namespace petze

#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace petze {

/// Runs lists of independent tasks on a fixed number of threads; the calling thread is one of
/// them, so that one thread means no other is made.
class TaskPool {
public:
    explicit TaskPool(std::size_t threads);
    ~TaskPool();
    TaskPool(TaskPool const&) = delete;
    TaskPool& operator=(TaskPool const&) = delete;

    std::size_t threads() const { return m_workers.size() + 1; }

    /// Returns when all of them are done. Started in the order given.
    void run(std::vector<std::function<void()>> const& tasks);

private:
    void work();
    void run_tasks(std::unique_lock<std::mutex>& lock);

    std::mutex m_mutex; // of everything below
    std::condition_variable m_begun, m_done;
    std::vector<std::function<void()>> const* m_tasks = nullptr;
    std::size_t m_next = 0;
    std::size_t m_running = 0;
    bool m_stop = false;
    std::vector<std::thread> m_workers;
};

} // namespace petze

#include "run/task_pool.h"

namespace petze {

TaskPool::TaskPool(std::size_t threads)
{
    for (std::size_t i = 1; i < threads; ++i)
        m_workers.emplace_back([this] { work(); });
}

TaskPool::~TaskPool()
{
    {
        std::lock_guard const lock{m_mutex};
        m_stop = true;
    }
    m_begun.notify_all();
    for (auto& worker : m_workers)
        worker.join();
}

void TaskPool::run(std::vector<std::function<void()>> const& tasks)
{
    if (m_workers.empty()) {
        for (auto const& task : tasks)
            task();
        return;
    }
    std::unique_lock lock{m_mutex};
    m_tasks = &tasks;
    m_next = 0;
    m_begun.notify_all();
    run_tasks(lock);
    m_done.wait(lock, [&] { return m_running == 0; });
    m_tasks = nullptr;
}

void TaskPool::work()
{
    std::unique_lock lock{m_mutex};
    for (;;) {
        m_begun.wait(lock, [&] { return m_stop || (m_tasks && m_next < m_tasks->size()); });
        if (m_stop)
            return;
        run_tasks(lock);
        if (m_running == 0)
            m_done.notify_one();
    }
}

void TaskPool::run_tasks(std::unique_lock<std::mutex>& lock)
{
    while (m_tasks && m_next < m_tasks->size()) {
        auto const& task = (*m_tasks)[m_next++];
        ++m_running;
        lock.unlock();
        task();
        lock.lock();
        --m_running;
    }
}

} // namespace petze

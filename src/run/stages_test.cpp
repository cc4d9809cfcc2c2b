#include "run/stages.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <thread>
#include <tuple>
#include <vector>

namespace petze {
namespace {

/// What a run of so many batches did, and whether it was in order.
class Recorder {
public:
    Recorder(std::size_t lanes, std::size_t slots, std::size_t batches)
        : m_batches(batches)
        , m_in_slot(slots)
        , m_worked(lanes)
    {
    }

    Stages::Tasks tasks()
    {
        return {[this](std::size_t slot) {
                    std::lock_guard const lock{m_mutex};
                    EXPECT_LE(m_filled - m_joined + 1, m_in_slot.size());
                    m_in_slot[slot] = m_filled++;
                    return m_filled < m_batches;
                },
                [this](std::size_t lane, std::size_t slot) {
                    std::unique_lock lock{m_mutex};
                    EXPECT_FALSE(std::exchange(m_worked[lane].busy, true)) << "twice at a time";
                    EXPECT_EQ(m_in_slot[slot], m_worked[lane].done) << "lane " << lane;
                    lock.unlock();
                    if (lane == 0) // has more to do than the others
                        std::this_thread::yield();
                    lock.lock();
                    ++m_worked[lane].done;
                    m_worked[lane].busy = false;
                },
                [this](std::size_t slot) {
                    std::lock_guard const lock{m_mutex};
                    EXPECT_EQ(m_in_slot[slot], m_joined);
                    for (auto const& lane : m_worked)
                        EXPECT_GT(lane.done, m_joined);
                    ++m_joined;
                }};
    }

    std::size_t joined() const { return m_joined; }

private:
    struct Lane {
        std::size_t done = 0;
        bool busy = false;
    };

    std::mutex m_mutex;
    std::size_t m_batches;
    std::vector<std::size_t> m_in_slot; // which batch
    std::vector<Lane> m_worked;
    std::size_t m_filled = 0;
    std::size_t m_joined = 0;
};

class StagesTest
    : public testing::TestWithParam<std::tuple<std::size_t, std::size_t, std::size_t>> {};

TEST_P(StagesTest, EveryBatchGoesThroughEveryLaneInOrder)
{
    auto const [threads, lanes, slots] = GetParam();
    for (std::size_t const batches : {1u, 2u, 300u}) {
        Recorder recorder{lanes, slots, batches};
        Stages{threads, lanes, slots}.run(recorder.tasks());
        EXPECT_EQ(recorder.joined(), batches);
    }
}

INSTANTIATE_TEST_SUITE_P(Sizes, StagesTest,
                         testing::Combine(testing::Values(1, 2, 5), testing::Values(1, 7),
                                          testing::Values(1, 2, 8)));

TEST(Stages, ALaneWithMuchToDoDoesNotHoldUpTheOthers)
{
    // Lane 0 cannot finish its first batch before lane 1 has worked on four.
    std::atomic<std::size_t> others = 0;
    Stages stages{2, 2, 4};
    std::size_t filled = 0;
    std::size_t joined = 0;
    stages.run({[&](std::size_t) { return ++filled < 4; },
                [&](std::size_t lane, std::size_t) {
                    if (lane == 1)
                        ++others;
                    while (lane == 0 && others < 4)
                        std::this_thread::yield();
                },
                [&](std::size_t) { ++joined; }});
    EXPECT_EQ(joined, 4u);
}

} // namespace
} // namespace petze

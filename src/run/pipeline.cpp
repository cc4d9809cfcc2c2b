#include "run/pipeline.h"

#include "run/stages.h"

#include <algorithm>
#include <deque>
#include <memory>

namespace petze {

namespace {

constexpr std::int64_t tick_ns = 10'000'000'000;

/// The first stage: captures one after another, block by block.
class Reader {
public:
    Reader(std::vector<Input> const& inputs, Pipeline::Options const& options,
           Pipeline::Outcome& outcome)
        : m_inputs(inputs)
        , m_options(options)
        , m_outcome(outcome)
        , m_decoder(m_tally, options.wifi)
        , m_by_server(options.shards.has_keys())
    {
    }

    /// False when nothing is left; the batch is then the last of the run, without packets.
    bool fill(Batch& batch)
    {
        batch.clear();
        while (!stopped() && advance()) {
            auto& reader = *m_readers.back();
            auto const more = reader.next(batch.block);
            if (!more) {
                m_outcome.unreadable.push_back(more.error());
                close();
                continue;
            }
            if (!*more) {
                close();
                continue;
            }
            decode(batch);
            return true;
        }
        m_outcome.stopped = stopped();
        m_decoder.finish();
        batch.block.frames.clear();
        batch.last = true;
        batch.end = m_latest;
        return false;
    }

    Tally& tally() { return m_tally; }

private:
    bool stopped() const { return m_options.stop && *m_options.stop; }

    // A capture is open, or the next one that can be read is.
    bool advance()
    {
        while (!m_open && m_next < m_inputs.size()) {
            auto const& input = m_inputs[m_next++];
            auto reader = CaptureReader::open(input.path, input.index);
            if (!reader) {
                m_outcome.unreadable.push_back(reader.error());
                continue;
            }
            m_readers.push_back(std::move(*reader));
            m_outcome.inputs.push_back({});
            m_outcome.inputs.back().index = input.index;
            m_open = true;
        }
        return m_open;
    }

    void close()
    {
        auto& summary = m_outcome.inputs.back();
        summary.comment = m_readers.back()->comment();
        m_tally.merge(m_readers.back()->tally());
        m_open = false;
    }

    void decode(Batch& batch)
    {
        auto& summary = m_outcome.inputs.back();
        batch.capture = summary.index;
        for (auto const& frame : batch.block.frames) {
            if (summary.packets == 0)
                summary.first_ns = summary.last_ns = frame.stamp.time_ns;
            ++summary.packets;
            summary.bytes += frame.wire_length;
            summary.first_ns = std::min(summary.first_ns, frame.stamp.time_ns);
            summary.last_ns = std::max(summary.last_ns, frame.stamp.time_ns);
            m_latest = {frame.stamp.capture, frame.stamp.frame,
                        std::max(m_latest.time_ns, frame.stamp.time_ns)};
            tick(batch, frame.stamp);
            auto const before = batch.packets.size();
            m_decoder.decode(frame, batch.datagrams, batch.packets);
            for (auto index = before; index < batch.packets.size(); ++index)
                batch.by_shard[shard_of(batch.packets[index], m_by_server)].push_back(
                    static_cast<std::uint32_t>(index));
        }
        if (m_options.progress)
            m_options.progress(batch.block.frames.size(), batch.block.used);
    }

    // Clocks never go back, whatever the stamps do.
    void tick(Batch& batch, Stamp const& stamp)
    {
        if (m_ticking && elapsed_ns(m_last_tick, stamp.time_ns) < tick_ns)
            return;
        m_ticking = true;
        m_last_tick = stamp.time_ns;
        batch.ticks.push_back({batch.packets.size(), stamp});
    }

    std::vector<Input> const& m_inputs;
    Pipeline::Options const& m_options;
    Pipeline::Outcome& m_outcome;
    Tally m_tally;
    PacketDecoder m_decoder;
    bool m_by_server;
    // Kept to the end: packets and flows point at the apps that readers name.
    std::vector<std::unique_ptr<CaptureReader>> m_readers;
    std::size_t m_next = 0;
    bool m_open = false;
    Stamp m_latest;
    bool m_ticking = false;
    std::int64_t m_last_tick = 0;
};

// Each shard's events are in order of frames already; shards follow by number within a frame.
void join(Batch& batch, std::function<void(Event&&)> const& joiner)
{
    std::vector<Event*> order;
    for (auto& events : batch.events)
        for (auto& event : events)
            order.push_back(&event);
    std::stable_sort(order.begin(), order.end(), [](Event const* a, Event const* b) {
        return std::pair{a->stamp.capture, a->stamp.frame}
               < std::pair{b->stamp.capture, b->stamp.frame};
    });
    for (auto* event : order)
        joiner(std::move(*event));
    for (auto& events : batch.events)
        events.clear();
}

} // namespace

Pipeline::Outcome Pipeline::run(std::vector<Input> const& inputs, Options const& options,
                                std::function<void(Event&&)> const& joiner)
{
    Outcome outcome;
    Reader reader{inputs, options, outcome};
    std::deque<Shard> shards;
    for (std::size_t number = 0; number < limits::shards; ++number)
        shards.emplace_back(number, options.shards);
    // One thread has nothing to gain from more than it works on.
    constexpr std::size_t batches_a_thread = 2;
    std::vector<Batch> batches(options.threads == 1 ? 1 : options.threads * batches_a_thread);
    Stages{options.threads, shards.size(), batches.size()}.run(
        {[&](std::size_t slot) { return reader.fill(batches[slot]); },
         [&](std::size_t lane, std::size_t slot) { shards[lane].run(batches[slot]); },
         [&](std::size_t slot) { join(batches[slot], joiner); }});
    outcome.unread = reader.tally();
    for (auto const& shard : shards)
        outcome.unread.merge(shard.tally());
    return outcome;
}

} // namespace petze

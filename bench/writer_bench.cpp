// Events as lines of NDJSON.
#include "report/ndjson.h"
#include "testing/events.h"

#include <benchmark/benchmark.h>

namespace {

using namespace petze;

template<typename Body>
void write_events(benchmark::State& state, Body const& body)
{
    auto const event = testing::event_of(body);
    auto const id = community_id(event.flow);
    std::string out;
    for (auto _ : state) {
        out.clear();
        append_event(out, event, {}, id);
        benchmark::DoNotOptimize(out.data());
    }
    state.SetItemsProcessed(state.iterations());
}
void write_flows(benchmark::State& state)
{
    write_events(state, testing::example_flow());
}
void write_http(benchmark::State& state)
{
    write_events(state, testing::example_upload());
}
BENCHMARK(write_flows);
BENCHMARK(write_http);

void compute_community_id(benchmark::State& state)
{
    auto const flow = testing::identity();
    for (auto _ : state)
        benchmark::DoNotOptimize(community_id(flow));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(compute_community_id);

} // namespace

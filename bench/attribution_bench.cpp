// Ten million networks: put into the order of the index, and looked up in it. What reading the
// files takes besides, bench/data_import.py measures.
#include "identify/data/data_index.h"
#include "identify/data/data_set_builder.h"

#include <benchmark/benchmark.h>

#include <memory>
#include <random>

namespace {

using namespace petze;

constexpr std::uint32_t networks = 10'000'000;

Address address_of(std::uint32_t value)
{
    std::array<std::uint8_t, 4> const bytes{
        static_cast<std::uint8_t>(value >> 24), static_cast<std::uint8_t>(value >> 16),
        static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)};
    return Address::v4(bytes);
}

/// Blocks from /25 to /32, one behind the other, every eighth inside the next.
std::unique_ptr<DataSetBuilder> filled()
{
    auto builder = std::make_unique<DataSetBuilder>();
    DataTroubles troubles;
    std::mt19937 random{1};
    std::uint64_t address = 1u << 24;
    for (std::uint32_t i = 0; i < networks; ++i) {
        auto const size = 1u << (random() % 8);
        RangeFact fact;
        fact.subject = builder->keep("Invented Holder " + std::to_string(i % 1'000'000));
        fact.label = builder->keep("EXAMPLE-" + std::to_string(i % 3'000'000));
        auto const first = static_cast<std::uint32_t>(address);
        builder->add({address_of(first), address_of(first + size - 1)}, fact, 0, troubles);
        address += i % 8 == 0 ? 0 : size;
    }
    return builder;
}

void build(benchmark::State& state)
{
    for (auto _ : state) {
        DataTroubles troubles;
        auto const builder = filled();
        std::size_t bytes = 0;
        auto const written =
            write_index({builder->finish(troubles)}, [&](std::string_view part) -> Result<void> {
                bytes += part.size();
                return {};
            });
        benchmark::DoNotOptimize(written.has_value());
        state.counters["bytes"] = static_cast<double>(bytes);
    }
}

void look_up(benchmark::State& state)
{
    static auto const builder = filled();
    DataTroubles troubles;
    static auto const set = builder->finish(troubles);
    std::mt19937 random{2};
    std::uint32_t found = 0;
    for (auto _ : state) {
        auto const hit = set.find(
            address_of((1u << 24) + static_cast<std::uint32_t>(random() % (networks * 28u))));
        found += hit ? hit->fact.subject : 0;
    }
    benchmark::DoNotOptimize(found);
}

BENCHMARK(build)->Unit(benchmark::kSecond)->Iterations(1);
BENCHMARK(look_up)->Unit(benchmark::kNanosecond);

} // namespace

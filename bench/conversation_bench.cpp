// Packets through the reader's second half and a flow table, and bytes through the layers.
#include "conversation/flow_table.h"
#include "conversation/packet_decoder.h"
#include "dissect/conversation_dissector.h"
#include "find/conversation_finder.h"
#include "testing/packets.h"

#include <benchmark/benchmark.h>

namespace {

using namespace petze;

/// Frames of so many conversations, `segments` each, taking turns.
std::vector<testing::Buffer> frames(std::uint32_t conversations, std::uint32_t segments)
{
    std::vector<testing::Buffer> out;
    for (std::uint32_t segment = 0; segment < segments; ++segment)
        for (std::uint32_t i = 0; i < conversations; ++i)
            out.push_back(testing::ethernet(
                0x0800,
                testing::ipv4("198.51.100.10", "203.0.113.7", 6,
                              testing::tcp(1024 + i % 60'000, 5222 + i / 60'000, 1 + segment * 100,
                                           testing::ack, testing::Buffer(100, 0x81)))));
    return out;
}

Frame frame_of(testing::Buffer const& bytes, std::uint64_t number)
{
    return {bytes,
            static_cast<std::uint32_t>(bytes.size()),
            1,
            {0, number, static_cast<std::int64_t>(number) * 1000},
            nullptr};
}

void decode_packets(benchmark::State& state)
{
    auto const packets = frames(1000, 8);
    Tally tally;
    PacketDecoder decoder{tally};
    PacketDecoder::Store store;
    std::vector<Packet> made;
    std::int64_t done = 0;
    for (auto _ : state)
        for (auto const& bytes : packets) {
            made.clear();
            decoder.decode(frame_of(bytes, static_cast<std::uint64_t>(++done)), store, made);
            benchmark::DoNotOptimize(made.data());
        }
    state.SetItemsProcessed(done);
}
BENCHMARK(decode_packets);

class Nobody : public ConversationObserver {
public:
    std::unique_ptr<ConversationHandler> begin(FlowIdentity const&) override { return {}; }
    void end(FlowIdentity const&, FlowRecord const&, ConversationHandler*, Stamp const&) override {}
};

void track_conversations(benchmark::State& state)
{
    auto const packets = frames(static_cast<std::uint32_t>(state.range(0)), 8);
    std::int64_t done = 0;
    for (auto _ : state) {
        Tally tally;
        Nobody nobody;
        PacketDecoder decoder{tally};
        PacketDecoder::Store store;
        std::vector<Packet> made;
        FlowTable table{nobody, tally, 0, {1u << 20, 1u << 20}};
        std::uint64_t number = 0;
        for (auto const& bytes : packets) {
            made.clear();
            decoder.decode(frame_of(bytes, ++number), store, made);
            table.take(made.front(), 0);
        }
        done += static_cast<std::int64_t>(number);
    }
    state.SetItemsProcessed(done);
}
BENCHMARK(track_conversations)->Arg(1000)->Arg(100'000);

void dissect_http_uploads(benchmark::State& state)
{
    std::string const head =
        "POST /up HTTP/1.1\r\nHost: a.example\r\nContent-Length: 100000\r\n\r\n";
    std::string const body(100'000, '\x8f');
    NoFinder nobody;
    Tally tally;
    HeldContent held;
    std::function<void(Message &&)> ignore = [](Message&&) {};
    FlowIdentity flow;
    flow.protocol = protocol::tcp;
    for (auto _ : state) {
        ConversationDissector dissector{flow, nobody, ignore, tally, held};
        Stamp const now{0, 1, 0};
        dissector.data(Direction::to_server, as_bytes(head), now, now);
        for (std::size_t i = 0; i < body.size(); i += 1448)
            dissector.data(Direction::to_server, as_bytes(std::string_view{body}.substr(i, 1448)),
                           now, now);
        dissector.finish(Direction::to_server, now);
        dissector.finish(Direction::to_client, now);
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(body.size()));
}
BENCHMARK(dissect_http_uploads);

} // namespace

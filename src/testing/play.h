#pragma once

#include "testing/recorder.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

/// Plays conversations to a stream dissector, for tests and fuzz targets.
namespace petze::testing {

using MakeDissector = std::unique_ptr<StreamDissector> (*)(LayerContext&, Origin const*);

/// What one side says, as one packet; or, with `gap`, that so many bytes were not seen.
struct Said {
    Direction direction{};
    std::string bytes{};
    std::uint64_t gap{};
};
using Conversation = std::vector<Said>;

/// Each piece is a packet, numbered from 1, and cut again after `cut` bytes. Packet 99 ends it.
inline void play(StreamDissector& dissector, Conversation const& conversation, Recorder& recorder,
                 std::size_t cut = std::string::npos)
{
    std::uint64_t frame = 0;
    for (auto const& said : conversation) {
        recorder.packet(++frame);
        if (said.gap > 0)
            dissector.gap(said.direction, said.gap);
        std::string_view rest = said.bytes;
        while (!rest.empty()) {
            auto const piece = rest.substr(0, cut);
            rest.remove_prefix(piece.size());
            dissector.take(said.direction, as_bytes(piece));
        }
    }
    recorder.packet(99);
    dissector.finish(Direction::to_server);
    dissector.finish(Direction::to_client);
}
inline void play(MakeDissector make, Conversation const& conversation, Recorder& recorder,
                 std::size_t cut = std::string::npos)
{
    auto const dissector = make(recorder.context, nullptr);
    play(*dissector, conversation, recorder, cut);
}

/// "> name [length]" for each AppMessage, "<" where it goes to the client.
inline std::vector<std::string> messages_in_short(Recorder const& recorder)
{
    std::vector<std::string> out;
    for (auto const& message : recorder.of<AppMessage>())
        out.push_back((message.direction == Direction::to_server ? "> " : "< ") + message.name
                      + " [" + std::to_string(message.length) + "]");
    return out;
}

/// "kind count" for each row of the tally.
inline std::vector<std::string> flaws(Recorder const& recorder)
{
    std::vector<std::string> out;
    for (auto const& row : recorder.tally.rows())
        out.push_back(row.kind + " " + std::to_string(row.count));
    return out;
}

/// A next_stream that searches what it is given, under "inner".
inline std::unique_ptr<StreamDissector> make_inner(LayerContext& context, Origin const* parent,
                                                   std::string_view)
{
    class Inner : public StreamDissector {
    public:
        Inner(LayerContext& layers, Origin const* outside)
            : m_layers(layers)
            , m_node{outside, "inner"}
        {
        }
        void take(Direction direction, Bytes piece) override
        {
            auto& sink = m_sinks[static_cast<std::size_t>(direction)];
            if (!sink)
                sink = m_layers.fields.open(&m_node, {direction, {}});
            sink->take(piece, m_layers.data);
        }
        void gap(Direction, std::uint64_t) override {}
        void finish(Direction) override {}

    private:
        LayerContext& m_layers;
        Origin m_node;
        std::unique_ptr<ContentSink> m_sinks[2];
    };
    return std::make_unique<Inner>(context, parent);
}

/// What a conversation is to be read as, however its packets are cut.
struct ConversationRow {
    char const* name;
    Conversation said;
    std::vector<std::string> messages; // as messages_in_short()
    std::vector<std::string> told;     // as Recorder::lines()
    std::vector<std::string> flaws{};
};

/// Of each piece: a byte with its direction (1: to the client) and, where 0x0e is set, that it is
/// a gap; a byte with its length, doubled but for gaps; its bytes.
inline void play_fuzz(MakeDissector make, Bytes data, NextStream next = nullptr)
{
    Recorder recorder;
    recorder.context.next_stream = next;
    std::uint64_t frame = 0, given[2] = {0, 0};
    {
        auto const dissector = make(recorder.context, nullptr);
        while (data.size() >= 2) {
            auto const direction = (data[0] & 1) != 0 ? Direction::to_client : Direction::to_server;
            bool const gap = (data[0] & 0x0e) == 0x0e;
            std::size_t const length = data[1] * (gap ? 1u : 2u);
            data = data.subspan(2);
            recorder.packet(++frame);
            if (gap) {
                dissector->gap(direction, length + 1);
                continue;
            }
            auto const piece = data.first(std::min(length, data.size()));
            data = data.subspan(piece.size());
            given[static_cast<std::size_t>(direction)] += piece.size();
            dissector->take(direction, piece);
        }
        dissector->finish(Direction::to_server);
        dissector->finish(Direction::to_client);
    }
    if (recorder.context.opened_to_server > given[0]
        || recorder.context.opened_to_client > given[1])
        std::abort();
}

} // namespace petze::testing

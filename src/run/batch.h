#pragma once

#include "base/limits.h"
#include "capture/reader.h"
#include "conversation/packet.h"
#include "conversation/packet_decoder.h"
#include "report/event.h"

#include <array>
#include <cstdint>
#include <vector>

namespace petze {

/// What goes through the three stages together: one block of a capture, the packets that the
/// reader made of it, and the events that the shards made of those.
struct Batch {
    /// Capture time has moved on: every shard's clock follows, at the same packet.
    struct Tick {
        std::size_t position{}; // before the packet of this index
        Stamp stamp;
    };

    std::uint32_t capture{};
    FrameBlock block;
    PacketDecoder::Store datagrams;
    std::vector<Packet> packets;
    std::array<std::vector<std::uint32_t>, limits::shards> by_shard; // indices of packets
    std::vector<Tick> ticks;
    std::array<std::vector<Event>, limits::shards> events;
    bool last{}; // of the run: the shards end what is still open, at `end`
    Stamp end;

    /// Ready for the next block; the memory stays, but for that of events where a packet completed
    /// a document full of findings: each of the shards would keep as much.
    void clear()
    {
        datagrams.clear();
        packets.clear();
        ticks.clear();
        for (auto& indices : by_shard)
            indices.clear();
        constexpr std::size_t usual_events = 256;
        for (auto& list : events)
            if (list.capacity() > usual_events)
                std::vector<Event>{}.swap(list);
            else
                list.clear();
        last = false;
    }
};

} // namespace petze

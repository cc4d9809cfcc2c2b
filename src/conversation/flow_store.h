#pragma once

#include "conversation/conversation.h"
#include "conversation/packet.h"
#include "conversation/tcp/half.h"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace petze {

/// What a flow table keeps of one conversation. What every packet touches stands first.
struct StoredFlow {
    using Index = std::uint32_t;
    static constexpr Index none = ~Index{};

    /// How long it may be silent depends on how far it has come.
    enum class Phase : std::uint8_t { opening, established, closed, datagrams, answered };

    struct Side {
        std::uint64_t bytes{};
        std::uint32_t packets{};
        TcpHalf half;
        std::uint64_t datagram_payload{};
        std::uint64_t datagram_gap{};
    };

    FlowKey key;
    std::int64_t end_ns{};
    std::uint64_t last_frame{};
    std::uint32_t last_capture{};
    Phase phase{};
    bool client_is_low{};
    bool opener_certain{}; // by handshake or content; else by ports, until somebody speaks
    bool reset{};
    std::array<Side, 2> sides; // low, high
    std::unique_ptr<ConversationHandler> handler;
    App const* app{};
    std::uint64_t hash{};
    std::uint64_t id{};
    std::int64_t start_ns{};
    std::uint64_t first_frame{};
    std::uint32_t first_capture{};
    std::array<std::uint8_t, 6> source_mac{};
    Index previous = none, next = none; // in the timing wheel
    std::uint32_t slot{};
};

/// Flows by their key: open addressing over indices, and the flows themselves in chunks that never
/// move.
class FlowStore {
public:
    using Index = StoredFlow::Index;
    static constexpr Index none = StoredFlow::none;

    FlowStore();

    StoredFlow& operator[](Index index) { return m_chunks[index / chunk][index % chunk]; }
    StoredFlow const& operator[](Index index) const
    {
        return m_chunks[index / chunk][index % chunk];
    }
    std::size_t size() const { return m_size; }

    Index find(Packet const& packet) const;
    /// A fresh flow with this packet's key.
    Index insert(Packet const& packet);
    void erase(Index index);

    template<typename Each>
    void for_each(Each each) const
    {
        for (auto const& bucket : m_buckets)
            if (bucket.index != none)
                each(bucket.index);
    }

    /// Hints for packets that come soon: first where to look, then what will be found there.
    void prefetch_bucket(std::uint64_t hash) const
    {
        __builtin_prefetch(&m_buckets[(hash >> shard_bits) & (m_buckets.size() - 1)]);
    }
    void prefetch_flow(std::uint64_t hash) const
    {
        auto const index = m_buckets[(hash >> shard_bits) & (m_buckets.size() - 1)].index;
        if (index == none)
            return;
        auto const* flow = reinterpret_cast<char const*>(&(*this)[index]);
        for (std::size_t line = 0; line < 4 * 64; line += 64)
            __builtin_prefetch(flow + line);
    }
    void prefetch_handler(std::uint64_t hash) const
    {
        auto const index = m_buckets[(hash >> shard_bits) & (m_buckets.size() - 1)].index;
        if (index == none)
            return;
        auto const* handler = reinterpret_cast<char const*>((*this)[index].handler.get());
        constexpr std::size_t what_a_packet_touches = 8 * 64;
        if (handler)
            for (std::size_t line = 0; line < what_a_packet_touches; line += 64)
                __builtin_prefetch(handler + line);
    }

private:
    static constexpr std::size_t chunk = 64;
    // The low bits of the hash chose the shard; the buckets use the ones above.
    static constexpr unsigned shard_bits = 6;
    struct Bucket {
        std::uint32_t tag{};
        Index index = none;
    };

    void grow();

    std::vector<std::unique_ptr<StoredFlow[]>> m_chunks;
    std::vector<Index> m_free;
    std::vector<Bucket> m_buckets;
    std::size_t m_size = 0;
};

} // namespace petze

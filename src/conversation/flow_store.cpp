#include "conversation/flow_store.h"

namespace petze {

namespace {

constexpr std::size_t first_buckets = 64;

std::uint32_t tag_of(std::uint64_t hash)
{
    return static_cast<std::uint32_t>(hash >> 32);
}

} // namespace

FlowStore::FlowStore()
    : m_buckets(first_buckets)
{
}

FlowStore::Index FlowStore::find(Packet const& packet) const
{
    auto const mask = m_buckets.size() - 1;
    auto const tag = tag_of(packet.hash);
    for (auto slot = (packet.hash >> shard_bits) & mask;; slot = (slot + 1) & mask) {
        auto const& bucket = m_buckets[slot];
        if (bucket.index == none)
            return none;
        if (bucket.tag == tag && (*this)[bucket.index].key == packet.key)
            return bucket.index;
    }
}

void FlowStore::grow()
{
    std::vector<Bucket> buckets(m_buckets.size() * 2);
    auto const mask = buckets.size() - 1;
    for (auto const& bucket : m_buckets) {
        if (bucket.index == none)
            continue;
        auto slot = ((*this)[bucket.index].hash >> shard_bits) & mask;
        while (buckets[slot].index != none)
            slot = (slot + 1) & mask;
        buckets[slot] = bucket;
    }
    m_buckets = std::move(buckets);
}

FlowStore::Index FlowStore::insert(Packet const& packet)
{
    if (m_size * 2 >= m_buckets.size())
        grow();
    if (m_free.empty()) {
        auto const first = static_cast<Index>(m_chunks.size() * chunk);
        m_chunks.push_back(std::make_unique<StoredFlow[]>(chunk));
        for (auto index = first + static_cast<Index>(chunk); index > first; --index)
            m_free.push_back(index - 1);
    }
    auto const index = m_free.back();
    m_free.pop_back();
    auto& flow = (*this)[index];
    flow.key = packet.key;
    flow.hash = packet.hash;
    auto const mask = m_buckets.size() - 1;
    auto slot = (packet.hash >> shard_bits) & mask;
    while (m_buckets[slot].index != none)
        slot = (slot + 1) & mask;
    m_buckets[slot] = {tag_of(packet.hash), index};
    ++m_size;
    return index;
}

// Open addressing without tombstones: what follows moves up (Knuth, TAOCP 3, 6.4, algorithm R).
void FlowStore::erase(Index index)
{
    auto const mask = m_buckets.size() - 1;
    auto slot = ((*this)[index].hash >> shard_bits) & mask;
    while (m_buckets[slot].index != index)
        slot = (slot + 1) & mask;
    auto hole = slot;
    for (slot = (slot + 1) & mask; m_buckets[slot].index != none; slot = (slot + 1) & mask) {
        auto const home = ((*this)[m_buckets[slot].index].hash >> shard_bits) & mask;
        if (((slot - home) & mask) >= ((slot - hole) & mask)) {
            m_buckets[hole] = m_buckets[slot];
            hole = slot;
        }
    }
    m_buckets[hole] = {};
    (*this)[index] = StoredFlow{};
    m_free.push_back(index);
    --m_size;
}

} // namespace petze

#include "conversation/flow_table.h"

#include <algorithm>

namespace petze {

namespace {

constexpr std::size_t first_buckets = 64;
constexpr std::int64_t nanoseconds = 1'000'000'000;

constexpr std::array<std::int64_t, 4> patience{
    limits::tcp_opening_seconds * nanoseconds, limits::tcp_idle_seconds * nanoseconds,
    limits::tcp_closed_seconds * nanoseconds, limits::udp_idle_seconds * nanoseconds};

std::uint32_t tag_of(std::uint64_t hash)
{
    return static_cast<std::uint32_t>(hash >> 32);
}

// Conversations without payload, and what comes after everything was told, go nowhere.
class Nobody : public ConversationHandler {
public:
    void data(Direction, Bytes, Stamp const&, Stamp const&) override {}
    void gap(Direction, std::uint64_t, Stamp const&) override {}
    void finish(Direction, Stamp const&) override {}
    void datagram(Direction, Bytes, std::uint32_t, Stamp const&) override {}
    bool reads_content() const override { return false; }
};
Nobody nobody;

} // namespace

FlowTable::FlowTable(ConversationObserver& observer, Tally& tally, std::size_t shard,
                     FlowTableLimits const& bounds)
    : m_observer(observer)
    , m_tally(tally)
    , m_next_id(shard + 1)
    , m_limits(bounds)
    , m_budget{0, bounds.held_bytes}
    , m_buckets(first_buckets)
{
}

FlowTable::~FlowTable() = default;

// The low bits of the hash chose the shard; the buckets use the ones above.
FlowTable::Index FlowTable::find(Packet const& packet) const
{
    auto const mask = m_buckets.size() - 1;
    auto const tag = tag_of(packet.hash);
    for (auto slot = (packet.hash >> 6) & mask;; slot = (slot + 1) & mask) {
        auto const& bucket = m_buckets[slot];
        if (bucket.index == none)
            return none;
        if (bucket.tag == tag && m_flows[bucket.index].key == packet.key)
            return bucket.index;
    }
}

void FlowTable::grow()
{
    std::vector<Bucket> buckets(m_buckets.size() * 2);
    auto const mask = buckets.size() - 1;
    for (auto const& bucket : m_buckets) {
        if (bucket.index == none)
            continue;
        auto slot = (m_flows[bucket.index].hash >> 6) & mask;
        while (buckets[slot].index != none)
            slot = (slot + 1) & mask;
        buckets[slot] = bucket;
    }
    m_buckets = std::move(buckets);
}

FlowTable::Index FlowTable::insert(Packet const& packet, std::uint32_t capture)
{
    if (m_size * 2 >= m_buckets.size())
        grow();
    Index index{};
    if (m_free.empty()) {
        index = static_cast<Index>(m_flows.size());
        m_flows.emplace_back();
    } else {
        index = m_free.back();
        m_free.pop_back();
        m_flows[index] = Flow{};
    }
    auto& flow = m_flows[index];
    flow.key = packet.key;
    flow.hash = packet.hash;
    flow.id = m_next_id;
    m_next_id += limits::shards;
    flow.start_ns = flow.end_ns = packet.time_ns;
    flow.first_frame = packet.frame;
    flow.first_capture = capture;
    flow.source_mac = packet.source_mac;
    flow.client_is_low = packet.from_low;
    set_opener(flow, packet, opener_by_ports(packet));
    auto const mask = m_buckets.size() - 1;
    auto slot = (packet.hash >> 6) & mask;
    while (m_buckets[slot].index != none)
        slot = (slot + 1) & mask;
    m_buckets[slot] = {tag_of(packet.hash), index};
    ++m_size;
    link(index, list_of(flow));
    return index;
}

// Open addressing without tombstones: what follows moves up (Knuth, TAOCP 3, 6.4, algorithm R).
void FlowTable::erase(Index index)
{
    auto const mask = m_buckets.size() - 1;
    auto slot = (m_flows[index].hash >> 6) & mask;
    while (m_buckets[slot].index != index)
        slot = (slot + 1) & mask;
    auto hole = slot;
    for (slot = (slot + 1) & mask; m_buckets[slot].index != none; slot = (slot + 1) & mask) {
        auto const home = (m_flows[m_buckets[slot].index].hash >> 6) & mask;
        if (((slot - home) & mask) >= ((slot - hole) & mask)) {
            m_buckets[hole] = m_buckets[slot];
            hole = slot;
        }
    }
    m_buckets[hole] = {};
    unlink(index);
    m_flows[index].handler.reset();
    m_free.push_back(index);
    --m_size;
}

void FlowTable::link(Index index, Waiting list)
{
    auto& flow = m_flows[index];
    auto& ends = m_lists[static_cast<std::size_t>(list)];
    flow.waiting = list;
    flow.previous = ends.last;
    flow.next = none;
    (ends.last == none ? ends.first : m_flows[ends.last].next) = index;
    ends.last = index;
}

void FlowTable::unlink(Index index)
{
    auto& flow = m_flows[index];
    auto& ends = m_lists[static_cast<std::size_t>(flow.waiting)];
    (flow.previous == none ? ends.first : m_flows[flow.previous].next) = flow.next;
    (flow.next == none ? ends.last : m_flows[flow.next].previous) = flow.previous;
}

void FlowTable::set_opener(Flow& flow, Packet const& packet, Opener opener)
{
    if (opener != Opener::unknown)
        flow.client_is_low = (opener == Opener::sender) == packet.from_low;
}

FlowTable::Waiting FlowTable::list_of(Flow const& flow) const
{
    if (flow.key.protocol != protocol::tcp)
        return Waiting::datagrams;
    if (flow.reset || (flow.sides[0].half.has_fin() && flow.sides[1].half.has_fin()))
        return Waiting::closed;
    bool const both = flow.sides[0].packets > 0 && flow.sides[1].packets > 0;
    return both || flow.handler ? Waiting::tcp : Waiting::opening;
}

// A SYN that does not repeat the one seen is another conversation over the same ports. So is the
// answer to one that was not captured.
bool FlowTable::begins_anew(Flow const& flow, Packet const& packet) const
{
    if (flow.key.protocol != protocol::tcp || !packet.has(Packet::syn))
        return false;
    auto const& half = flow.sides[packet.from_low ? 0 : 1].half;
    bool const known = packet.has(Packet::ack) ? half.saw_syn() : half.started();
    return known && !half.begins_at(packet.sequence);
}

void FlowTable::take(Packet const& packet, std::uint32_t capture)
{
    Stamp const now{capture, packet.frame, packet.time_ns};
    auto index = find(packet);
    if (index != none && begins_anew(m_flows[index], packet)) {
        end(index, now);
        index = none;
    }
    if (index == none) {
        if (m_size >= m_limits.flows)
            make_room(now);
        index = insert(packet, capture);
    }
    auto& flow = m_flows[index];
    auto& side = flow.sides[packet.from_low ? 0 : 1];
    side.packets += 1 + packet.earlier_packets;
    side.bytes += packet.wire_length + packet.earlier_bytes;
    flow.end_ns = std::max(flow.end_ns, packet.time_ns);
    flow.last_frame = packet.frame;
    flow.last_capture = capture;
    if (!flow.app)
        flow.app = packet.app;
    if (flow.key.protocol != protocol::tcp)
        take_datagram(flow, packet, now);
    else if (!packet.truncated)
        take_tcp(flow, packet, now);
    if (auto const list = list_of(flow);
        list != flow.waiting || m_lists[static_cast<std::size_t>(list)].last != index) {
        if (list == Waiting::closed && flow.waiting != list)
            for (auto& closing : flow.sides)
                closing.half.release();
        unlink(index);
        link(index, list);
    }
}

// Before the first payload is handed on, the opener is settled and somebody listens.
void FlowTable::hand_over(Flow& flow, Packet const& packet, Stamp const& now)
{
    if (flow.handler)
        return;
    if (!flow.opener_certain)
        set_opener(flow, packet, opener_by_content(packet));
    flow.opener_certain = true;
    flow.handler = m_observer.begin(identity(flow));
    for (bool low : {true, false}) // a side that ended before anybody spoke
        if (flow.sides[low ? 0 : 1].half.finished())
            flow.handler->finish(direction(flow, low), now);
}

void FlowTable::take_tcp(Flow& flow, Packet const& packet, Stamp const& now)
{
    if (auto const opener = opener_by_handshake(packet);
        opener != Opener::unknown && !flow.opener_certain) {
        set_opener(flow, packet, opener);
        flow.opener_certain = true;
    }
    auto& own = flow.sides[packet.from_low ? 0 : 1].half;
    auto& other = flow.sides[packet.from_low ? 1 : 0].half;
    if (packet.has(Packet::syn) && !own.started())
        own.begin(packet.sequence);
    auto const first_byte = packet.sequence + (packet.has(Packet::syn) ? 1 : 0);
    auto const length = static_cast<std::uint32_t>(packet.payload.size()) + packet.payload_missing;
    if (length > 0 && !packet.has(Packet::rst)) // RFC 9293 §3.5.3: a reset's data is a message
        hand_over(flow, packet, now);
    ConversationHandler& handler = flow.handler ? *flow.handler : nobody;
    TcpHalf::Context const mine{handler, direction(flow, packet.from_low), now, m_tally, m_budget};
    TcpHalf::Context const theirs{handler, opposite(mine.direction), now, m_tally, m_budget};
    if (packet.has(Packet::ack) && !packet.has(Packet::rst)) {
        if (!other.started())
            other.assume(packet.acknowledged);
        other.acknowledge(packet.acknowledged, theirs);
    }
    if (!packet.has(Packet::rst))
        own.take(first_byte, packet.payload, packet.payload_missing, mine);
    if (packet.has(Packet::fin))
        own.fin(first_byte + length, mine);
    if (packet.has(Packet::rst))
        flow.reset = true;
}

void FlowTable::take_datagram(Flow& flow, Packet const& packet, Stamp const& now)
{
    auto& side = flow.sides[packet.from_low ? 0 : 1];
    side.datagram_payload += packet.payload.size();
    side.datagram_gap += packet.payload_missing;
    if (packet.payload.empty())
        return;
    hand_over(flow, packet, now);
    if (flow.handler)
        flow.handler->datagram(direction(flow, packet.from_low), packet.payload,
                               packet.payload_missing, now);
}

void FlowTable::tick(Stamp const& now)
{
    for (std::size_t list = 0; list < m_lists.size(); ++list)
        while (m_lists[list].first != none
               && elapsed_ns(m_flows[m_lists[list].first].end_ns, now.time_ns) > patience[list])
            end(m_lists[list].first, now);
}

void FlowTable::finish(Stamp const& now)
{
    std::vector<Index> open;
    open.reserve(m_size);
    for (auto const& list : m_lists)
        for (auto index = list.first; index != none; index = m_flows[index].next)
            open.push_back(index);
    std::sort(open.begin(), open.end(),
              [&](Index a, Index b) { return m_flows[a].id < m_flows[b].id; });
    for (auto index : open)
        end(index, now);
}

void FlowTable::make_room(Stamp const& now)
{
    m_tally.count("flow: limit of conversations, the longest silent was ended");
    for (auto list : {Waiting::closed, Waiting::opening, Waiting::datagrams, Waiting::tcp})
        if (auto const first = m_lists[static_cast<std::size_t>(list)].first; first != none) {
            end(first, now);
            return;
        }
}

void FlowTable::end(Index index, Stamp const& now)
{
    auto& flow = m_flows[index];
    if (flow.key.protocol == protocol::tcp) {
        ConversationHandler& handler = flow.handler ? *flow.handler : nobody;
        for (bool low : {flow.client_is_low, !flow.client_is_low}) // the opener's side first
            flow.sides[low ? 0 : 1].half.flush(
                {handler, direction(flow, low), now, m_tally, m_budget});
    } else if (flow.handler) {
        flow.handler->finish(Direction::to_server, now);
        flow.handler->finish(Direction::to_client, now);
    }
    m_observer.end(identity(flow), record(flow), flow.handler.get(), now);
    erase(index);
}

FlowIdentity FlowTable::identity(Flow const& flow) const
{
    FlowIdentity out;
    auto const& key = flow.key;
    out.source = flow.client_is_low ? key.low : key.high;
    out.destination = flow.client_is_low ? key.high : key.low;
    out.source_port = flow.client_is_low ? key.low_port : key.high_port;
    out.destination_port = flow.client_is_low ? key.high_port : key.low_port;
    out.protocol = key.protocol;
    out.id = flow.id;
    out.app = flow.app;
    out.source_mac = flow.source_mac;
    return out;
}

FlowRecord FlowTable::record(Flow const& flow) const
{
    auto const side = [&](bool low) {
        auto const& from = flow.sides[low ? 0 : 1];
        return FlowRecord::Side{from.packets, from.bytes,
                                from.half.payload() + from.datagram_payload,
                                from.half.gap() + from.datagram_gap};
    };
    FlowRecord out;
    out.to_server = side(flow.client_is_low);
    out.to_client = side(!flow.client_is_low);
    out.start_ns = flow.start_ns;
    out.end_ns = flow.end_ns;
    out.first_capture = flow.first_capture;
    out.last_capture = flow.last_capture;
    out.first_frame = flow.first_frame;
    out.last_frame = flow.last_frame;
    return out;
}

} // namespace petze

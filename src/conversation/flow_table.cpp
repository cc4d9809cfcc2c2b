#include "conversation/flow_table.h"

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

namespace petze {

namespace {

constexpr std::int64_t nanoseconds = 1'000'000'000;

// In the order of the phases.
constexpr std::array<std::int64_t, 5> patience{
    limits::tcp_opening_seconds * nanoseconds, limits::tcp_idle_seconds* nanoseconds,
    limits::tcp_closed_seconds* nanoseconds, limits::udp_idle_seconds* nanoseconds,
    limits::udp_answered_seconds* nanoseconds};

std::int64_t patience_of(StoredFlow const& flow)
{
    return patience[static_cast<std::size_t>(flow.phase)];
}

// When it will have been silent for too long, if nothing more comes.
std::int64_t deadline_of(StoredFlow const& flow)
{
    std::int64_t deadline{};
    return __builtin_add_overflow(flow.end_ns, patience_of(flow), &deadline)
               ? std::numeric_limits<std::int64_t>::max()
               : deadline;
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
    , m_wheel(m_flows)
{
}

FlowTable::~FlowTable() = default;

FlowTable::Index FlowTable::begin(Packet const& packet, std::uint32_t capture)
{
    auto const index = m_flows.insert(packet);
    auto& flow = m_flows[index];
    flow.id = m_next_id;
    m_next_id += limits::shards;
    flow.start_ns = flow.end_ns = packet.time_ns;
    flow.first_frame = packet.frame;
    flow.first_capture = capture;
    flow.source_mac = packet.source_mac;
    flow.client_is_low = packet.from_low;
    set_opener(flow, packet, opener_by_ports(packet));
    flow.phase = phase_of(flow);
    m_wheel.put(index, deadline_of(flow), packet.time_ns);
    return index;
}

void FlowTable::set_opener(Flow& flow, Packet const& packet, Opener opener)
{
    if (opener != Opener::unknown)
        flow.client_is_low = (opener == Opener::sender) == packet.from_low;
}

FlowTable::Phase FlowTable::phase_of(Flow const& flow) const
{
    if (flow.key.protocol != protocol::tcp) {
        bool const answered = flow.sides[0].packets == 1 && flow.sides[1].packets == 1;
        return answered ? Phase::answered : Phase::datagrams;
    }
    if (flow.reset || (flow.sides[0].half.has_fin() && flow.sides[1].half.has_fin()))
        return Phase::closed;
    bool const both = flow.sides[0].packets > 0 && flow.sides[1].packets > 0;
    return both || flow.handler ? Phase::established : Phase::opening;
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
    auto index = m_flows.find(packet);
    if (index != Flow::none && begins_anew(m_flows[index], packet)) {
        end(index, now);
        index = Flow::none;
    }
    if (index == Flow::none) {
        if (m_flows.size() >= m_limits.flows)
            make_room(now);
        index = begin(packet, capture);
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
    if (auto const phase = phase_of(flow); phase != flow.phase) {
        flow.phase = phase;
        if (phase == Phase::closed)
            for (auto& closing : flow.sides)
                closing.half.release();
        m_wheel.remove(index);
        m_wheel.put(index, deadline_of(flow), packet.time_ns);
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
    auto const toward = direction(flow, packet.from_low);
    TcpHalf::Context const theirs{handler, opposite(toward), now, m_tally, m_budget, own, {}};
    if (packet.has(Packet::ack) && !packet.has(Packet::rst)) {
        if (!other.started())
            other.assume(packet.acknowledged);
        other.acknowledge(packet.acknowledged, theirs);
    }
    TcpHalf::Context const mine{handler,
                                toward,
                                now,
                                m_tally,
                                m_budget,
                                other,
                                packet.has(Packet::ack) ? packet.acknowledged : other.next()};
    if (!packet.has(Packet::rst))
        own.take(first_byte, packet.payload, packet.payload_missing, mine);
    if (packet.has(Packet::fin))
        own.fin(first_byte + length, mine);
    other.peer_moved(theirs);
    own.peer_moved(mine);
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
    m_wheel.advance(now.time_ns, [&](Index index) {
        auto const& flow = m_flows[index];
        // Put back in any case: ending takes it out.
        m_wheel.put(index, deadline_of(flow), now.time_ns);
        if (elapsed_ns(flow.end_ns, now.time_ns) > patience_of(flow))
            end(index, now);
    });
}

void FlowTable::finish(Stamp const& now)
{
    std::vector<Index> open;
    open.reserve(m_flows.size());
    m_flows.for_each([&](Index index) { open.push_back(index); });
    std::sort(open.begin(), open.end(),
              [&](Index a, Index b) { return m_flows[a].id < m_flows[b].id; });
    for (auto index : open)
        end(index, now);
}

// The one that would have ended next anyway. Packets since it was put into the wheel count.
void FlowTable::make_room(Stamp const& now)
{
    m_tally.count("flow: limit of conversations, the longest silent was ended");
    for (std::size_t tries = 0; tries <= m_flows.size(); ++tries) {
        auto const index = m_wheel.nearest();
        auto const slot = m_flows[index].slot;
        m_wheel.remove(index);
        m_wheel.put(index, deadline_of(m_flows[index]), now.time_ns);
        if (m_flows[index].slot == slot || tries == m_flows.size()) {
            end(index, now);
            return;
        }
    }
}

void FlowTable::end(Index index, Stamp const& now)
{
    auto& flow = m_flows[index];
    if (flow.key.protocol == protocol::tcp) {
        ConversationHandler& handler = flow.handler ? *flow.handler : nobody;
        for (bool low : {flow.client_is_low, !flow.client_is_low}) // the opener's side first
            flow.sides[low ? 0 : 1].half.flush({handler,
                                                direction(flow, low),
                                                now,
                                                m_tally,
                                                m_budget,
                                                flow.sides[low ? 1 : 0].half,
                                                {}});
    } else if (flow.handler) {
        flow.handler->finish(Direction::to_server, now);
        flow.handler->finish(Direction::to_client, now);
    }
    m_observer.end(identity(flow), record(flow), flow.handler.get(), now);
    m_wheel.remove(index);
    m_flows.erase(index);
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

#include "conversation/quic_paths.h"

#include "base/byte_reader.h"
#include "base/text.h"

#include <algorithm>

namespace petze {

namespace {

constexpr std::uint8_t long_header = 0x80, fixed_bit = 0x40;
constexpr std::size_t least_id_bytes = 8; // shorter ones chance could give

constexpr std::uint32_t version_2 = 0x6b3343cf;

// RFC 9000, RFC 9369 and the drafts; see decrypt/quic for what else there is.
bool is_ietf(std::uint32_t version)
{
    constexpr std::uint32_t draft = 0xff0000;
    return version == 1 || version == version_2 || version >> 8 == draft;
}

// RFC 9000 section 17.2.2, RFC 9369 section 3.2.
bool is_initial(std::uint8_t first, std::uint32_t version)
{
    return (first >> 4 & 3) == (version == version_2 ? 1 : 0);
}

bool is_alive(std::int64_t last_ns, std::int64_t now_ns)
{
    constexpr std::int64_t nanoseconds = 1'000'000'000;
    return elapsed_ns(last_ns, now_ns) <= limits::udp_idle_seconds * nanoseconds;
}

std::size_t hash_of(Bytes bytes)
{
    return std::hash<std::string_view>{}(as_text(bytes));
}

} // namespace

std::size_t QuicPaths::EndHash::operator()(End const& end) const
{
    return hash_of(end.address.bytes) ^ end.port;
}

std::size_t QuicPaths::IdHash::operator()(Id const& id) const
{
    return hash_of(Bytes{id.bytes}.first(id.size)) ^ EndHash {}(id.end);
}

QuicPaths::End QuicPaths::receiver(Packet const& packet)
{
    auto const& key = packet.key;
    return packet.from_low ? End{key.high, key.high_port} : End{key.low, key.low_port};
}

QuicPaths::End QuicPaths::sender(Packet const& packet)
{
    auto const& key = packet.key;
    return packet.from_low ? End{key.low, key.low_port} : End{key.high, key.high_port};
}

void QuicPaths::follow(Packet& packet)
{
    if (packet.key.protocol != protocol::udp || packet.payload.empty())
        return;
    auto const is_long = (packet.payload[0] & long_header) != 0;
    if (is_long && (packet.payload[0] & fixed_bit) != 0)
        learn(packet);
    if (!m_paths.empty())
        lead(packet);
}

/// RFC 8999 section 5.1: what stands at the same place in all versions.
void QuicPaths::learn(Packet const& packet)
{
    ByteReader in{packet.payload};
    auto const first = in.u8();
    auto const version = in.u32();
    in.skip(in.u8());
    auto const source_id = in.take(in.u8());
    if (!in.ok() || !is_ietf(version))
        return;
    auto const [path, is_new] = m_paths.try_emplace(packet.key);
    // An Initial on a path that was another's begins a connection of its own.
    if (is_new || (path->second.is_led && is_initial(first, version)))
        path->second = {packet.key, {}, packet.time_ns, false};
    if (is_new)
        m_path_order.push_back(packet.key);
    if (!path->second.is_led)
        keep(sender(packet), source_id, packet.key);
    forget_oldest(packet.time_ns);
}

void QuicPaths::learn(End const& end, Bytes id, FlowKey const& conversation, std::int64_t now_ns)
{
    if (auto const path = m_paths.find(conversation); path == m_paths.end() || path->second.is_led)
        return;
    keep(end, id, conversation);
    forget_oldest(now_ns);
}

void QuicPaths::keep(End const& end, Bytes bytes, FlowKey const& conversation)
{
    Id id{end, {}, static_cast<std::uint8_t>(bytes.size())};
    if (bytes.size() < least_id_bytes || bytes.size() > id.bytes.size())
        return;
    std::copy(bytes.begin(), bytes.end(), id.bytes.begin());
    auto const [known, is_new] = m_ids.try_emplace(id, conversation);
    known->second = conversation;
    if (!is_new)
        return;
    m_id_order.push_back(id);
    auto& sizes = m_ends[id.end];
    sizes.seen |= 1u << id.size;
    ++sizes.ids;
}

void QuicPaths::forget_oldest(std::int64_t now_ns)
{
    // Paths outlive their ids, so that it is known whether those were of use.
    while (m_path_order.size() > 2 * m_most) {
        m_last_path = nullptr;
        m_paths.erase(m_path_order.front());
        m_path_order.pop_front();
    }
    if (m_id_order.size() <= m_most)
        return;
    auto const id = m_id_order.front();
    m_id_order.pop_front();
    auto const known = m_ids.find(id);
    auto const path = m_paths.find(known->second);
    bool const alive = path != m_paths.end() && is_alive(path->second.last_ns, now_ns);
    m_ids.erase(known);
    if (auto const end = m_ends.find(id.end); --end->second.ids == 0)
        m_ends.erase(end);
    if (alive)
        m_tally.count("quic: limit of connection ids watched for a change of address");
}

QuicPaths::Path* QuicPaths::path_of(FlowKey const& key)
{
    if (m_last_path && m_last_key == key)
        return m_last_path;
    auto const known = m_paths.find(key);
    if (known == m_paths.end())
        return nullptr;
    m_last_key = key;
    return m_last_path = &known->second;
}

void QuicPaths::lead(Packet& packet)
{
    if (auto* const path = path_of(packet.key)) {
        if (!path->is_led) {
            path->last_ns = packet.time_ns;
            return;
        }
        auto const original = m_paths.find(path->conversation);
        if (original == m_paths.end() || !is_alive(original->second.last_ns, packet.time_ns))
            return;
        original->second.last_ns = packet.time_ns;
        redirect(packet, path->conversation, path->stays);
        return;
    }
    if ((packet.payload[0] & long_header) != 0)
        return;
    auto const stays = receiver(packet);
    auto const* conversation = find(stays, packet.payload.subspan(1));
    auto const original = conversation ? m_paths.find(*conversation) : m_paths.end();
    if (original == m_paths.end() || !is_alive(original->second.last_ns, packet.time_ns))
        return;
    auto const key = *conversation;
    original->second.last_ns = packet.time_ns;
    m_paths.emplace(packet.key, Path{key, stays, packet.time_ns, true});
    m_path_order.push_back(packet.key);
    forget_oldest(packet.time_ns);
    redirect(packet, key, stays);
}

FlowKey const* QuicPaths::find(End const& end, Bytes after_first) const
{
    auto const sizes = m_ends.find(end);
    if (sizes == m_ends.end())
        return nullptr;
    for (auto size = std::min(limits::quic_id_bytes, after_first.size()); size >= least_id_bytes;
         --size) {
        if ((sizes->second.seen >> size & 1) == 0)
            continue;
        Id id{end, {}, static_cast<std::uint8_t>(size)};
        std::copy_n(after_first.begin(), size, id.bytes.begin());
        if (auto const found = m_ids.find(id); found != m_ids.end())
            return &found->second;
    }
    return nullptr;
}

void QuicPaths::redirect(Packet& packet, FlowKey const& conversation, End const& stays)
{
    auto const stays_low = End{conversation.low, conversation.low_port} == stays;
    auto const to_it = receiver(packet) == stays;
    packet.from_low = stays_low != to_it;
    packet.key = conversation;
    packet.hash = conversation.hash();
}

} // namespace petze

#include "conversation/ip/fragments.h"

#include "base/limits.h"

#include <algorithm>

namespace petze {

namespace {

constexpr std::string_view limit_hit = "ip: limit of held fragments, datagram given up";
constexpr std::string_view rest_missing = "ip: fragments without the rest of their datagram";

} // namespace

std::optional<Reassembled> Fragments::take(IpHeader const& header, std::uint32_t wire_length,
                                           std::int64_t time_ns)
{
    constexpr std::size_t largest_datagram = 65535;
    expire(time_ns);
    if (header.fragment_offset + header.payload_length > largest_datagram) {
        m_tally.count("ip: fragment beyond the largest datagram");
        return {};
    }
    if (header.payload.size() < header.payload_length)
        m_tally.count("ip: fragment cut by snaplen");
    Key const key{header.source, header.destination, header.identification,
                  header.source.is_v4() ? header.protocol : std::uint8_t{}};
    auto found = m_pending.find(key);
    if (found == m_pending.end()) {
        if (m_age.size() >= limits::fragment_datagrams)
            drop(m_age.begin(), limit_hit);
        m_age.push_back({});
        m_age.back().key = key;
        m_age.back().first_ns = time_ns;
        found = m_pending.emplace(key, std::prev(m_age.end())).first;
    }
    make_room(found->second, header.fragment_offset + header.payload.size());
    auto& pending = *found->second;
    if (header.fragment_offset == 0 && !pending.protocol)
        pending.protocol = header.protocol;
    if (!header.more_fragments && !pending.length)
        pending.length = static_cast<std::uint32_t>(header.fragment_offset + header.payload_length);
    insert(pending, header.fragment_offset, header.payload);
    auto const complete = pending.length && pending.protocol && pending.pieces.size() == 1
                          && pending.pieces[0].first == 0
                          && pending.pieces[0].last >= *pending.length;
    if (!complete) {
        ++pending.packets;
        pending.bytes += wire_length;
        return {};
    }
    m_held -= pending.payload.size();
    pending.payload.resize(*pending.length);
    Reassembled out{std::move(pending.payload), *pending.protocol, pending.packets, pending.bytes};
    m_age.erase(found->second);
    m_pending.erase(found);
    return out;
}

void Fragments::insert(Pending& pending, std::uint32_t first, Bytes payload)
{
    auto const last = static_cast<std::uint32_t>(first + payload.size());
    if (pending.payload.size() < last) {
        m_held += last - pending.payload.size();
        pending.payload.resize(last);
    }
    // Only what no earlier fragment gave is written: the first copy wins.
    auto position = first;
    bool differs = false;
    auto const at = [&](std::uint32_t offset) { return payload.begin() + (offset - first); };
    for (auto const& piece : pending.pieces) {
        if (piece.last <= position || piece.first >= last)
            continue;
        if (piece.first > position)
            std::copy(at(position), at(piece.first), pending.payload.begin() + position);
        auto const from = std::max(piece.first, position);
        auto const to = std::min(piece.last, last);
        differs |= !std::equal(at(from), at(to), pending.payload.begin() + from);
        position = to;
    }
    if (position < last)
        std::copy(at(position), at(last), pending.payload.begin() + position);
    if (differs)
        m_tally.count("ip: overlapping fragment differs, the first copy was kept");
    auto const place =
        std::upper_bound(pending.pieces.begin(), pending.pieces.end(), first,
                         [](std::uint32_t offset, Piece const& p) { return offset < p.first; });
    pending.pieces.insert(place, {first, last});
    std::vector<Piece> merged;
    for (auto const& piece : pending.pieces)
        if (!merged.empty() && piece.first <= merged.back().last)
            merged.back().last = std::max(merged.back().last, piece.last);
        else
            merged.push_back(piece);
    pending.pieces = std::move(merged);
}

void Fragments::expire(std::int64_t now_ns)
{
    while (!m_age.empty()
           && elapsed_ns(m_age.front().first_ns, now_ns) > limits::fragment_seconds * 1'000'000'000)
        drop(m_age.begin(), rest_missing);
}

void Fragments::finish()
{
    while (!m_age.empty())
        drop(m_age.begin(), rest_missing);
}

// The datagram that grows to this size stays; it alone never reaches the limit.
void Fragments::make_room(Age::iterator growing, std::size_t size)
{
    auto const growth = size - std::min(size, growing->payload.size());
    for (auto oldest = m_age.begin();
         oldest != m_age.end() && m_held + growth > limits::fragment_bytes;) {
        auto const candidate = oldest++;
        if (candidate != growing)
            drop(candidate, limit_hit);
    }
}

void Fragments::drop(Age::iterator pending, std::string_view why)
{
    m_tally.count(why);
    m_held -= pending->payload.size();
    m_pending.erase(pending->key);
    m_age.erase(pending);
}

} // namespace petze

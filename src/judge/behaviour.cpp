#include "judge/behaviour.h"

#include "base/limits.h"
#include "dissect/message.h"
#include "judge/budget.h"

#include <algorithm>

namespace petze {

namespace {

bool is_self_made(std::vector<std::string> const& path)
{
    return std::any_of(path.begin(), path.end(), [](std::string const& step) {
        return step.starts_with("xiaomi-push:") || step.starts_with("payload-key:")
               || step.starts_with("xor:") || step.starts_with("found-key:");
    });
}

bool is_in_photo(std::vector<std::string> const& path)
{
    return std::any_of(path.begin(), path.end(),
                       [](std::string const& step) { return step.starts_with("exif:"); });
}

// What systems ask to learn whether a network lets them out, as their makers document it.
bool is_connectivity_check(HttpExchange const& exchange)
{
    auto const path = std::string_view{exchange.url}.substr(0, exchange.url.find('?'));
    bool const known = path.ends_with("/generate_204") || path.ends_with("/gen_204")
                       || path == "/hotspot-detect.html" || path == "/library/test/success.html"
                       || path == "/connecttest.txt" || path == "/ncsi.txt"
                       || path == "/success.txt" || path == "/canonical.html";
    bool const carries = exchange.request_body && exchange.request_body->length > 0;
    return known && !carries && (exchange.method == "GET" || exchange.method == "HEAD");
}

// What no layer reads, though its place says what it is.
std::string_view protocol_of(FlowIdentity const& flow, FlowRecord const& record)
{
    constexpr std::uint16_t ntp = 123;
    if (flow.protocol == protocol::icmp || flow.protocol == protocol::icmpv6)
        return "icmp";
    if (flow.protocol == protocol::igmp)
        return "igmp";
    bool const is_unknown = record.app_proto == "unknown";
    if (is_unknown && flow.protocol == protocol::udp && flow.destination_port == ntp)
        return "ntp";
    return record.app_proto;
}

} // namespace

bool was_encrypted(std::vector<std::string> const& path)
{
    return std::any_of(path.begin(), path.end(), [](std::string const& step) {
        return step == "tls" || step == "dtls" || step == "quic"
               || step.starts_with("payload-key:");
    });
}

void Behaviour::merge(Behaviour&& other)
{
    flows += other.flows;
    flows_in_use += other.flows_in_use;
    up += other.up;
    down += other.down;
    unread_up += other.unread_up;
    one_sided |= other.one_sided;
    connectivity_checks += other.connectivity_checks;
    protocols.merge(other.protocols);
    starts_ns.insert(starts_ns.end(), other.starts_ns.begin(), other.starts_ns.end());
    unread_bursts.insert(unread_bursts.end(), other.unread_bursts.begin(),
                         other.unread_bursts.end());
    for (auto& [category, theirs] : other.sent) {
        auto& ours = sent[category];
        ours.items.merge(theirs.items);
        ours.in_use |= theirs.in_use;
        ours.in_background |= theirs.in_background;
        ours.hashed_only &= theirs.hashed_only;
        ours.readable |= theirs.readable;
        ours.self_made |= theirs.self_made;
        ours.in_photos_only &= theirs.in_photos_only;
    }
}

std::size_t Behaviours::KeyHash::operator()(Key const& key) const
{
    auto const* const bytes = static_cast<char const*>(static_cast<void const*>(&key.local));
    return std::hash<std::string_view>{}({bytes, sizeof key.local})
           ^ std::hash<std::string>{}(key.endpoint);
}

void Behaviours::found(FlowIdentity const& flow, Finding const& finding, std::int64_t time_ns)
{
    if (finding.item.empty())
        return;
    m_open[flow.id].found.push_back({finding.category, finding.item, finding.direction,
                                     m_circumstances.is_in_use(time_ns),
                                     finding.match == Match::hashed, !was_encrypted(finding.path),
                                     is_self_made(finding.path), is_in_photo(finding.path)});
}

void Behaviours::exchanged(FlowIdentity const& flow, HttpExchange const& exchange)
{
    if (is_connectivity_check(exchange))
        ++m_open[flow.id].connectivity_checks;
}

void Behaviours::ended(FlowIdentity const& flow, FlowRecord const& record,
                       std::string const& endpoint)
{
    bool const incoming = flow.source.text() == endpoint && flow.destination.text() != endpoint;
    auto const open = m_open.extract(flow.id);
    Key key{incoming ? flow.destination : flow.source, endpoint};
    if (m_behaviours.size() >= limits::judged_endpoints && !m_behaviours.contains(key)) {
        m_was_full = true;
        return;
    }
    auto& behaviour = m_behaviours[std::move(key)];
    bool const in_use = m_circumstances.is_in_use(record.start_ns);
    ++behaviour.flows;
    behaviour.flows_in_use += in_use ? 1 : 0;
    behaviour.up += (incoming ? record.to_client : record.to_server).payload;
    behaviour.down += (incoming ? record.to_server : record.to_client).payload;
    auto const unread = unread_at_most(record, incoming);
    behaviour.unread_up += unread;
    behaviour.one_sided |= is_one_sided(record, incoming);
    behaviour.protocols.insert(protocol_of(flow, record));
    if (behaviour.starts_ns.size() < limits::judged_starts)
        behaviour.starts_ns.push_back(record.start_ns);
    // Where more was read than what stands around a photo, it was no photo that was not.
    for (auto const& burst : record.bursts) {
        if (incoming || unread + unread / 8 < burst.bytes)
            continue;
        if (behaviour.unread_bursts.size() < limits::bursts)
            behaviour.unread_bursts.push_back(burst);
        else
            m_left_out_bursts = true;
    }
    if (open.empty())
        return;
    behaviour.connectivity_checks += open.mapped().connectivity_checks;
    auto const away = incoming ? Direction::to_client : Direction::to_server;
    for (auto const& found : open.mapped().found) {
        if (found.direction != away)
            continue;
        auto& sent = behaviour.sent[found.category];
        sent.items.insert(found.item);
        (found.in_use ? sent.in_use : sent.in_background) = true;
        sent.hashed_only &= found.hashed;
        sent.readable |= found.readable;
        sent.self_made |= found.self_made;
        sent.in_photos_only &= found.in_photo;
    }
}

std::map<std::string, Behaviour, std::less<>> Behaviours::of(Device const& device)
{
    std::map<std::string, Behaviour, std::less<>> out;
    for (auto& [key, behaviour] : m_behaviours)
        if (device.is(key.local))
            out[key.endpoint].merge(std::move(behaviour));
    for (auto& [endpoint, behaviour] : out)
        std::sort(behaviour.starts_ns.begin(), behaviour.starts_ns.end());
    return out;
}

} // namespace petze

#include "identify/endpoints.h"

#include "base/text.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace petze {

namespace {

constexpr std::size_t most_macs = 4096;
constexpr std::size_t most_addresses_a_mac = 16; // more than that is a router
constexpr std::size_t most_names = 64;           // of one endpoint
constexpr std::size_t most_addresses = 1024;

bool is_unspecified(Address const& address)
{
    return std::all_of(address.bytes.begin() + (address.is_v4() ? 12 : 0), address.bytes.end(),
                       [](std::uint8_t byte) { return byte == 0; });
}

void add_name_to(Endpoint& endpoint, EndpointName const& name)
{
    for (auto& known : endpoint.names)
        if (known.name == name.name && known.source == name.source) {
            known.flows += name.flows;
            if (std::tie(name.first.capture, name.first.frame)
                < std::tie(known.first.capture, known.first.frame))
                known.first = name.first;
            return;
        }
    if (endpoint.names.size() < most_names)
        endpoint.names.push_back(name);
}

void add_address(Endpoint& endpoint, Address const& address)
{
    auto& addresses = endpoint.addresses;
    if (std::find(addresses.begin(), addresses.end(), address) == addresses.end()
        && addresses.size() < most_addresses)
        addresses.push_back(address);
}

void merge(Endpoint& into, Endpoint const& from)
{
    for (auto const& address : from.addresses)
        add_address(into, address);
    for (auto const& name : from.names)
        add_name_to(into, name);
    into.first_ns = into.flows == 0 ? from.first_ns : std::min(into.first_ns, from.first_ns);
    into.last_ns = std::max(into.last_ns, from.last_ns);
    into.bytes_to_server += from.bytes_to_server;
    into.bytes_to_client += from.bytes_to_client;
    into.payload_to_server += from.payload_to_server;
    into.payload_to_client += from.payload_to_client;
    into.opened_to_server += from.opened_to_server;
    into.opened_to_client += from.opened_to_client;
    into.opaque_to_server += from.opaque_to_server;
    into.opaque_to_client += from.opaque_to_client;
    into.local = into.local && from.local;
    into.flows += from.flows;
    into.clear_flows += from.clear_flows;
}

// The phone was the one who was called: up and down change places.
Endpoint turned(Endpoint endpoint)
{
    std::swap(endpoint.bytes_to_server, endpoint.bytes_to_client);
    std::swap(endpoint.payload_to_server, endpoint.payload_to_client);
    std::swap(endpoint.opened_to_server, endpoint.opened_to_client);
    std::swap(endpoint.opaque_to_server, endpoint.opaque_to_client);
    return endpoint;
}

Endpoint endpoint_of(FlowIdentity const& flow, FlowRecord const& record)
{
    Endpoint one;
    one.addresses = {flow.destination};
    one.bytes_to_server = record.to_server.bytes;
    one.bytes_to_client = record.to_client.bytes;
    one.payload_to_server = record.to_server.payload;
    one.payload_to_client = record.to_client.payload;
    one.opened_to_server = std::min(record.opened_to_server, record.to_server.payload);
    one.opened_to_client = std::min(record.opened_to_client, record.to_client.payload);
    one.opaque_to_server = record.to_server.payload - one.opened_to_server;
    one.opaque_to_client = record.to_client.payload - one.opened_to_client;
    one.flows = 1;
    one.clear_flows = one.opened_to_server + one.opened_to_client > 0 ? 1 : 0;
    one.first_ns = record.start_ns;
    one.last_ns = record.end_ns;
    one.local = flow.destination.is_private() || flow.destination.is_multicast()
                || flow.destination.is_broadcast();
    return one;
}

} // namespace

bool Device::is(Address const& address) const
{
    if (is_unspecified(address))
        return nameless;
    return std::binary_search(addresses.begin(), addresses.end(), address);
}

std::size_t Endpoints::KeyHash::operator()(Key const& key) const
{
    return AddressHash{}(key.local) ^ std::hash<std::string>{}(key.id);
}

Endpoints::Endpoints(std::vector<std::string> const& device_addresses)
    : m_given(!device_addresses.empty())
{
    for (auto const& text : device_addresses) {
        if (auto const address = Address::parse(text)) {
            m_device.insert(*address);
            continue;
        }
        std::string digits;
        std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
                     [](char c) { return c != ':' && c != '-' && c != '.'; });
        if (auto const bytes = decode_hex(digits); bytes && bytes->size() == 6) {
            Mac mac{};
            std::copy(bytes->begin(), bytes->end(), mac.begin());
            m_device_macs.insert(mac);
        }
    }
}

void Endpoints::learn_device(FlowIdentity const& flow)
{
    auto const& mac = flow.source_mac;
    if (mac == Mac{} || flow.source.is_multicast())
        return;
    if (is_unspecified(flow.source)) { // RFC 2131 §4.1: everybody is called that for a moment
        if (m_nameless_macs.size() < most_macs)
            m_nameless_macs.insert(mac);
        return;
    }
    if (m_device_macs.contains(mac))
        m_device.insert(flow.source);
    if (m_given)
        return;
    if (m_macs.size() < most_macs || m_macs.contains(mac))
        if (auto& addresses = m_macs[mac]; addresses.size() <= most_addresses_a_mac)
            addresses.insert(flow.source);
}

std::string const& Endpoints::add(FlowIdentity const& flow, FlowRecord const& record,
                                  Names::Known const* dns, Stamp const& told)
{
    learn_device(flow);
    auto one = endpoint_of(flow, record);
    auto const own = normal_host(record.hostname);
    bool const named = dns && !dns->name.empty();
    if (!own.empty() && !Address::parse(own))
        add_name_to(one, {own, std::string{record.hostname_source}, 1, told});
    if (named)
        add_name_to(one, {dns->name, "dns", 1, dns->told});
    if (auto const learned = m_names.find(flow.id); learned != m_names.end()) {
        for (auto const& name : learned->second)
            add_name_to(one, name);
        m_names.erase(learned);
    }
    auto const incoming = m_device.contains(flow.destination) && !m_device.contains(flow.source);
    Key key{incoming ? flow.destination : flow.source, {}};
    if (incoming) {
        one = turned(one);
        one.addresses = {flow.source};
        one.names.clear();
        one.local = flow.source.is_private();
        key.id = flow.source.text();
    } else {
        key.id = !own.empty() ? own : named ? dns->name : flow.destination.text();
    }
    one.id = key.id;
    auto const [found, fresh] = m_endpoints.try_emplace(std::move(key));
    if (fresh)
        found->second = std::move(one);
    else
        merge(found->second, one);
    return found->first.id;
}

void Endpoints::add_name(FlowIdentity const& flow, std::string_view name, std::string_view source,
                         Stamp const& told)
{
    auto const normal = normal_host(name);
    if (normal.empty())
        return;
    auto& names = m_names[flow.id];
    bool const known = std::any_of(names.begin(), names.end(), [&](EndpointName const& other) {
        return other.name == normal && other.source == source;
    });
    if (!known && names.size() < most_names)
        names.push_back({normal, std::string{source}, 1, told});
}

// Who opened most conversations to the world outside, a private address before all others.
std::optional<Address> Endpoints::busiest() const
{
    struct Weight {
        bool inside{};
        std::uint64_t outside{}, all{};
        auto operator<=>(Weight const&) const = default;
    };
    std::map<Address, Weight> weights;
    for (auto const& [key, endpoint] : m_endpoints) {
        if (is_unspecified(key.local))
            continue;
        auto& weight = weights[key.local];
        weight.all += endpoint.flows;
        weight.outside += endpoint.local ? 0 : endpoint.flows;
        weight.inside = key.local.is_private() && weight.outside > 0;
    }
    auto const best =
        std::max_element(weights.begin(), weights.end(),
                         [](auto const& a, auto const& b) { return a.second < b.second; });
    return best == weights.end() ? std::nullopt : std::optional{best->first};
}

Device Endpoints::device() const
{
    auto addresses = m_device;
    auto macs = m_device_macs;
    if (auto const best = m_given ? std::nullopt : busiest()) {
        addresses.insert(*best);
        // What else came from the same network card, unless that card is a router's.
        for (auto const& [mac, used] : m_macs)
            if (used.contains(*best) && used.size() <= most_addresses_a_mac) {
                macs.insert(mac);
                addresses.insert(used.begin(), used.end());
            }
    }
    bool const nameless =
        !m_nameless_macs.empty()
        && std::includes(macs.begin(), macs.end(), m_nameless_macs.begin(), m_nameless_macs.end());
    return {{addresses.begin(), addresses.end()}, !m_given, nameless};
}

Endpoints::Result Endpoints::finish()
{
    Result out;
    out.device = device();
    // In one order, whatever the hash: limits cut the same.
    std::vector<std::pair<Key const, Endpoint> const*> counted;
    for (auto const& one : m_endpoints)
        counted.push_back(&one);
    std::sort(counted.begin(), counted.end(), [](auto const* a, auto const* b) {
        return std::tie(a->first.local, a->first.id) < std::tie(b->first.local, b->first.id);
    });

    std::map<std::string, Endpoint> merged;
    for (auto const* count : counted) {
        auto const& [key, endpoint] = *count;
        bool const called = !out.device.is(key.local)
                            && std::all_of(endpoint.addresses.begin(), endpoint.addresses.end(),
                                           [&](Address const& a) { return out.device.is(a); });
        if (!out.device.is(key.local) && !called) {
            out.other_devices_flows += endpoint.flows;
            continue;
        }
        auto one = endpoint;
        if (called) {
            one = turned(std::move(one));
            one.id = key.local.text();
            one.addresses = {key.local};
            one.names.clear();
            one.local = key.local.is_private();
        }
        auto const [found, fresh] = merged.try_emplace(one.id);
        if (fresh)
            found->second = std::move(one);
        else
            merge(found->second, one);
    }
    for (auto& [id, endpoint] : merged) {
        std::sort(endpoint.addresses.begin(), endpoint.addresses.end());
        std::sort(endpoint.names.begin(), endpoint.names.end(),
                  [](EndpointName const& a, EndpointName const& b) {
                      return std::tie(a.name, a.source) < std::tie(b.name, b.source);
                  });
        out.endpoints.push_back(std::move(endpoint));
    }
    return out;
}

} // namespace petze

#include "identify/endpoints.h"

#include "base/text.h"
#include "conversation/host.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace petze {

namespace {

constexpr std::size_t most_macs = 4096;
constexpr std::size_t most_addresses_a_mac = 16; // more than that is a router
constexpr std::size_t most_names_a_conversation = 64;

bool is_local(Address const& address)
{
    return address.is_private() || address.is_multicast() || address.is_broadcast();
}

} // namespace

bool Device::is(Address const& address) const
{
    if (address.is_unspecified())
        return nameless;
    return std::binary_search(addresses.begin(), addresses.end(), address);
}

std::size_t Endpoints::KeyHash::operator()(Key const& key) const
{
    AddressHash const hash;
    return hash(key.local) * 31
           + (key.remote.name.empty() ? hash(key.remote.address)
                                      : std::hash<std::string_view>{}(key.remote.name));
}

std::size_t Endpoints::PairHash::operator()(Pair const& pair) const
{
    AddressHash const hash;
    return hash(pair.local) * 31 + hash(pair.remote);
}

Endpoints::Endpoints(std::vector<std::string> const& device_addresses, Detail detail)
    : m_detail(detail)
    , m_given(!device_addresses.empty())
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
    if (mac == m_last_mac && flow.source == m_last_source)
        return;
    m_last_mac = mac;
    m_last_source = flow.source;
    if (mac == Mac{} || flow.source.is_multicast())
        return;
    if (flow.source.is_unspecified()) { // RFC 2131 §4.1: everybody is called that for a moment
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

bool Endpoints::is_incoming(FlowIdentity const& flow) const
{
    return !m_device.empty() && m_device.contains(flow.destination)
           && !m_device.contains(flow.source);
}

Endpoints::NameUse Endpoints::own_name(FlowRecord const& record, Stamp const& told,
                                       EndpointId& remote)
{
    if (record.hostname.empty())
        return {};
    auto const host = normal_host(record.hostname);
    if (auto const address = Address::parse(host))
        remote.address = *address; // an address, though a header said it
    else if (!host.empty())
        return {m_pool.keep(host), record.hostname_source, 1, told};
    return {};
}

EndpointId Endpoints::add(FlowIdentity const& flow, FlowRecord const& record,
                          Names::Known const* dns, Stamp const& told)
{
    learn_device(flow);
    bool const incoming = is_incoming(flow);
    auto const& remote = incoming ? flow.source : flow.destination;
    if (m_detail == Detail::totals_alone) {
        ++m_flows[{incoming ? flow.destination : flow.source, remote}];
        return {{}, remote};
    }
    Key key{incoming ? flow.destination : flow.source, {{}, remote}};
    NameUse own;
    NameUse asked;
    if (!incoming) {
        own = own_name(record, told, key.remote);
        if (dns && !dns->name.empty())
            asked = {dns->name, "dns", 1, dns->told};
    }
    if (!own.name.empty() || (record.hostname.empty() && !asked.name.empty()))
        key.remote = {!own.name.empty() ? own.name : asked.name, {}};

    auto const [found, fresh] = m_totals.try_emplace(key);
    auto& totals = found->second;
    if (fresh)
        totals.first_address = remote;
    totals.add(record, incoming);
    totals.add_address(remote);
    totals.local = totals.local && (incoming ? remote.is_private() : is_local(remote));
    if (!own.name.empty())
        totals.add_name(own);
    if (!asked.name.empty())
        totals.add_name(asked);
    settle(flow, incoming, totals);
    return found->first.remote;
}

void Endpoints::settle(FlowIdentity const& flow, bool incoming, Totals& totals)
{
    if (auto const learned = m_names.empty() ? m_names.end() : m_names.find(flow.id);
        learned != m_names.end()) {
        if (!incoming)
            for (auto const& name : learned->second)
                totals.add_name(name);
        m_names.erase(learned);
    }
    if (auto const shown =
            m_certificates.empty() ? m_certificates.end() : m_certificates.find(flow.id);
        shown != m_certificates.end()) {
        if (!incoming)
            totals.add_certificate(shown->second);
        m_certificates.erase(shown);
    }
    if (auto const others =
            m_other_hosts.empty() ? m_other_hosts.end() : m_other_hosts.find(flow.id);
        others != m_other_hosts.end()) {
        if (!incoming)
            for (auto const& other : others->second)
                totals.add_other_host(other);
        m_other_hosts.erase(others);
    }
}

void Endpoints::add_certificate(FlowIdentity const& flow, EndpointCertificate certificate)
{
    m_certificates.insert_or_assign(flow.id, std::move(certificate));
}

void Endpoints::add_name(FlowIdentity const& flow, std::string_view name, std::string_view source,
                         Stamp const& told)
{
    auto const normal = normal_host(name);
    if (normal.empty())
        return;
    auto& names = m_names[flow.id];
    bool const known = std::any_of(names.begin(), names.end(), [&](NameUse const& other) {
        return other.name == normal && other.source == source;
    });
    if (!known && names.size() < most_names_a_conversation)
        names.push_back({m_pool.keep(normal), source, 1, told});
}

void Endpoints::add_other_host(FlowIdentity const& flow, OtherHost const& other)
{
    add_one(m_other_hosts[flow.id], other);
}

void Endpoints::add_owner(Address const& address)
{
    m_owners.insert(address);
}

template<typename Visit>
void Endpoints::each_pair(Visit visit) const
{
    for (auto const& [key, totals] : m_totals)
        visit(key.local, totals.flows, totals.local);
    for (auto const& [pair, flows] : m_flows)
        visit(pair.local, flows, is_local(pair.remote));
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
    each_pair([&](Address const& local, std::uint64_t flows, bool among_locals) {
        if (local.is_unspecified())
            return;
        auto& weight = weights[local];
        weight.all += flows;
        weight.outside += among_locals ? 0 : flows;
        weight.inside = local.is_private() && weight.outside > 0;
    });
    auto const best =
        std::max_element(weights.begin(), weights.end(),
                         [](auto const& a, auto const& b) { return a.second < b.second; });
    return best == weights.end() ? std::nullopt : std::optional{best->first};
}

Device Endpoints::device() const
{
    auto addresses = m_device;
    auto macs = m_device_macs;
    if (!m_given) {
        auto seeds = m_owners;
        if (auto const best = seeds.empty() ? busiest() : std::nullopt)
            seeds.insert(*best);
        addresses.insert(seeds.begin(), seeds.end());
        // What else came from the same network card, unless that card is a router's.
        for (auto const& [mac, used] : m_macs)
            if (used.size() <= most_addresses_a_mac
                && std::any_of(seeds.begin(), seeds.end(),
                               [&](Address const& seed) { return used.contains(seed); })) {
                macs.insert(mac);
                addresses.insert(used.begin(), used.end());
            }
    }
    bool const nameless =
        !m_nameless_macs.empty()
        && std::includes(macs.begin(), macs.end(), m_nameless_macs.begin(), m_nameless_macs.end());
    return {{addresses.begin(), addresses.end()}, !m_given, nameless};
}

Endpoint Endpoints::described(std::string id, Totals const& totals)
{
    Endpoint out;
    out.id = std::move(id);
    out.addresses = totals.more_addresses;
    out.addresses.insert(
        std::lower_bound(out.addresses.begin(), out.addresses.end(), totals.first_address),
        totals.first_address);
    for (auto const& use : totals.names)
        out.names.push_back({std::string{use.name}, std::string{use.source}, use.flows, use.first});
    std::sort(out.names.begin(), out.names.end(), [](EndpointName const& a, EndpointName const& b) {
        return std::tie(a.name, a.source) < std::tie(b.name, b.source);
    });
    out.certificates = totals.certificates;
    out.other_hosts = totals.other_hosts;
    out.bytes_to_server = totals.up.bytes;
    out.bytes_to_client = totals.down.bytes;
    out.payload_to_server = totals.up.payload;
    out.payload_to_client = totals.down.payload;
    out.opened_to_server = totals.up.opened;
    out.opaque_to_server = totals.up.payload - totals.up.opened;
    out.opened_to_client = totals.down.opened;
    out.opaque_to_client = totals.down.payload - totals.down.opened;
    out.closed = totals.closed;
    out.flows = totals.flows;
    out.clear_flows = totals.clear_flows;
    out.decrypted_flows = totals.decrypted_flows;
    out.first_ns = totals.first_ns;
    out.last_ns = totals.last_ns;
    out.local = totals.local;
    return out;
}

Endpoints::Result Endpoints::finish()
{
    Result out;
    out.device = device();
    struct Counted {
        std::string id;
        Address local;
        Totals* totals;
    };
    std::vector<Counted> counted;
    for (auto& [key, totals] : m_totals) {
        auto const all_of_device = [&] {
            return out.device.is(totals.first_address)
                   && std::all_of(totals.more_addresses.begin(), totals.more_addresses.end(),
                                  [&](Address const& address) { return out.device.is(address); });
        };
        bool const own = out.device.is(key.local);
        bool const called = !own && all_of_device();
        if (!own && !called)
            out.other_devices_flows += totals.flows;
        if (!own && !called)
            continue;
        if (called) { // the phone was the one who was called
            totals.turn();
            totals.first_address = key.local;
            totals.more_addresses.clear();
            totals.names.clear();
            totals.certificates.clear();
            totals.other_hosts.clear();
            totals.local = key.local.is_private();
        }
        counted.push_back({called ? key.local.text() : key.remote.text(), key.local, &totals});
    }
    for (auto const& [pair, flows] : m_flows)
        if (!out.device.is(pair.local) && !out.device.is(pair.remote))
            out.other_devices_flows += flows;
    // In one order, whatever the hash: limits cut the same.
    std::sort(counted.begin(), counted.end(), [](Counted const& a, Counted const& b) {
        return std::tie(a.id, a.local) < std::tie(b.id, b.local);
    });
    for (std::size_t i = 0; i < counted.size();) {
        auto& totals = *counted[i].totals;
        auto next = i + 1;
        for (; next < counted.size() && counted[next].id == counted[i].id; ++next)
            totals.merge(*counted[next].totals);
        out.endpoints.push_back(described(std::move(counted[i].id), totals));
        i = next;
    }
    return out;
}

} // namespace petze

#include "identify/endpoints.h"

#include <algorithm>
#include <tuple>

namespace petze {

namespace {

constexpr std::size_t most_names_an_endpoint = 64;
constexpr std::size_t most_addresses = 1024;
constexpr std::size_t most_certificates = 16;
constexpr std::size_t most_other_hosts = 16;

} // namespace

void Endpoints::Side::add(FlowRecord::Side const& side, std::uint64_t opened_bytes)
{
    bytes += side.bytes;
    payload += side.payload;
    opened += std::min(opened_bytes, side.payload);
}

void Endpoints::Side::add(Side const& other)
{
    bytes += other.bytes;
    payload += other.payload;
    opened += other.opened;
}

void Endpoints::Totals::add(FlowRecord const& record, bool incoming)
{
    first_ns = flows == 0 ? record.start_ns : std::min(first_ns, record.start_ns);
    last_ns = flows == 0 ? record.end_ns : std::max(last_ns, record.end_ns);
    (incoming ? down : up).add(record.to_server, record.opened_to_server);
    (incoming ? up : down).add(record.to_client, record.opened_to_client);
    flows += 1;
    add_closed(closed, why_closed(record), closed_bytes(record));
    // What keys opened was no less encrypted on its way.
    bool const read = (record.opened_to_server > 0 && record.to_server.payload > 0)
                      || (record.opened_to_client > 0 && record.to_client.payload > 0);
    bool const encrypted =
        record.app_proto == "tls" || record.app_proto == "dtls" || record.app_proto == "quic";
    clear_flows += read && !encrypted ? 1 : 0;
    decrypted_flows += record.decrypted_to_server + record.decrypted_to_client > 0 ? 1 : 0;
}

void Endpoints::Totals::add_address(Address const& address)
{
    if (address == first_address)
        return;
    auto const place = std::lower_bound(more_addresses.begin(), more_addresses.end(), address);
    if ((place == more_addresses.end() || *place != address)
        && more_addresses.size() + 1 < most_addresses)
        more_addresses.insert(place, address);
}

void Endpoints::Totals::add_name(NameUse const& use)
{
    for (auto& known : names)
        if (known.source == use.source && known.name == use.name) {
            known.flows += use.flows;
            if (std::tie(use.first.capture, use.first.frame)
                < std::tie(known.first.capture, known.first.frame))
                known.first = use.first;
            return;
        }
    if (names.size() < most_names_an_endpoint)
        names.push_back(use);
}

// A name that was asked for and a certificate: what is told of them does not hang on the order.
void Endpoints::Totals::add_certificate(EndpointCertificate const& shown)
{
    auto const place = std::lower_bound(
        certificates.begin(), certificates.end(), shown,
        [](EndpointCertificate const& a, EndpointCertificate const& b) {
            return std::tie(a.fingerprint, a.name) < std::tie(b.fingerprint, b.name);
        });
    if (place != certificates.end() && place->fingerprint == shown.fingerprint
        && place->name == shown.name) {
        place->flows += shown.flows;
        if (std::tie(shown.first.capture, shown.first.frame)
            < std::tie(place->first.capture, place->first.frame)) {
            place->first = shown.first;
            if (!shown.chain.empty())
                place->chain = shown.chain;
        } else if (place->chain.empty()) {
            place->chain = shown.chain;
        }
    } else if (certificates.size() < most_certificates) {
        certificates.insert(place, shown);
    }
}

void Endpoints::add_one(std::vector<OtherHost>& sorted, OtherHost const& other)
{
    auto const hosts = [](OtherHost const& one) {
        return std::tie(one.opened_for, one.asked_for, one.certificate_seen);
    };
    auto const place =
        std::lower_bound(sorted.begin(), sorted.end(), other,
                         [&](auto const& a, auto const& b) { return hosts(a) < hosts(b); });
    if (place != sorted.end() && hosts(*place) == hosts(other)) {
        place->requests += other.requests;
        if (std::tie(other.first.capture, other.first.frame)
            < std::tie(place->first.capture, place->first.frame))
            place->first = other.first;
    } else if (sorted.size() < most_other_hosts) {
        sorted.insert(place, other);
    }
}

void Endpoints::Totals::add_other_host(OtherHost const& other)
{
    add_one(other_hosts, other);
}

void Endpoints::Totals::merge(Totals const& other)
{
    add_address(other.first_address);
    for (auto const& address : other.more_addresses)
        add_address(address);
    for (auto const& name : other.names)
        add_name(name);
    for (auto const& shown : other.certificates)
        add_certificate(shown);
    for (auto const& one : other.other_hosts)
        add_other_host(one);
    for (auto const& [why, bytes] : other.closed)
        add_closed(closed, why, bytes);
    first_ns = std::min(first_ns, other.first_ns);
    last_ns = std::max(last_ns, other.last_ns);
    up.add(other.up);
    down.add(other.down);
    flows += other.flows;
    clear_flows += other.clear_flows;
    decrypted_flows += other.decrypted_flows;
    local = local && other.local;
}

} // namespace petze

#include "run/joiner.h"

#include "base/limits.h"
#include "base/text.h"
#include "conversation/host.h"
#include "identify/operator/certificate.h"
#include "identify/operator/domain.h"

#include <algorithm>
#include <tuple>

namespace petze {

Joiner::Joiner(std::vector<std::string> const& device_addresses,
               std::vector<EventListener*> listeners, Wanted wanted)
    : m_listeners(std::move(listeners))
    , m_wanted(wanted)
    , m_endpoints(device_addresses,
                  wanted.endpoints ? Endpoints::Detail::endpoints : Endpoints::Detail::totals_alone)
{
}

void Joiner::learn_dns(Event const& event, DnsMessage const& dns)
{
    if (!dns.answer || !dns.rrname || dns.answers.empty())
        return;
    auto const name = lower(*dns.rrname);
    for (auto const& record : dns.answers)
        if (record.rrtype == "A" || record.rrtype == "AAAA") {
            if (auto const address = Address::parse(record.rdata))
                m_names.learn(*address, name, event.stamp);
        } else if (record.rrtype == "PTR" && m_wanted.endpoints) {
            if (auto const address = reverse_address(name))
                m_names.learn_reverse(*address, normal_host(record.rdata), event.stamp);
        }
}

void Joiner::learn_names(Event const& event)
{
    if (auto const* dns = std::get_if<DnsMessage>(&event.body)) {
        learn_dns(event, *dns);
    } else if (auto const* tls = std::get_if<TlsConnection>(&event.body);
               tls && m_wanted.endpoints) {
        learn_certificate(event, tls->certificate, tls->sni);
        if (tls->decrypted)
            learn_opened(event, tls->sni, tls->certificate);
    } else if (auto const* quic = std::get_if<QuicConnection>(&event.body);
               quic && quic->decrypted && m_wanted.endpoints) {
        learn_certificate(event, quic->certificate, quic->sni);
        learn_opened(event, quic->sni, quic->certificate);
    } else if (auto const* http = std::get_if<HttpExchange>(&event.body)) {
        compare_hosts(event, *http);
    }
}

void Joiner::learn_opened(Event const& event, std::string const& sni,
                          ShownCertificate const& certificate)
{
    constexpr std::size_t most = 65'536; // at the same time
    if (!sni.empty() && m_opened.size() < most)
        m_opened.insert_or_assign(event.flow.id, Opened{normal_host(sni), certificate.san,
                                                        !certificate.fingerprint.empty()});
}

// Several hosts over one connection are usual where its certificate is for all of them (RFC 9113
// section 9.1.1). Otherwise what a bystander saw is not what was asked for.
void Joiner::compare_hosts(Event const& event, HttpExchange const& http)
{
    auto const opened = m_opened.empty() ? m_opened.end() : m_opened.find(event.flow.id);
    if (opened == m_opened.end() || http.method == "CONNECT") // which names whom to go on to
        return;
    auto host = normal_host(http.hostname);
    auto const& [name, certified, certificate_seen] = opened->second;
    if (host.empty() || host == name
        || std::any_of(certified.begin(), certified.end(),
                       [&](auto const& one) { return covers(normal_host(one), host); }))
        return;
    m_endpoints.add_other_host(event.flow,
                               {name, std::move(host), certificate_seen, 1, event.stamp});
}

void Joiner::learn_certificate(Event const& event, ShownCertificate const& certificate,
                               std::string_view asked)
{
    for (auto const& name : certificate.san)
        if (!Address::parse(name))
            m_endpoints.add_name(event.flow, name, "certificate", event.stamp);
    if (certificate.fingerprint.empty())
        return;
    if (auto const* dns =
            asked.empty() ? m_names.at(event.flow.destination, event.stamp.time_ns) : nullptr)
        asked = dns->name;
    auto shown = describe_certificate(certificate, asked, event.stamp);
    shown.chain = m_chains.keep(certificate.chain, certificate.fingerprint, m_stats.unread);
    m_endpoints.add_certificate(event.flow, std::move(shown));
}

void Joiner::take(Event&& event)
{
    if (m_wanted.names)
        learn_names(event);
    EndpointId endpoint;
    if (auto* finding = std::get_if<Finding>(&event.body)) {
        // What anybody may have sent must not take the room of what is the owner's.
        auto& told = finding->item.empty() ? m_patterns : m_findings;
        if (++told > limits::findings) {
            ++m_stats.findings_not_told;
            return;
        }
        if (!finding->item.empty() && finding->direction == Direction::to_server)
            m_endpoints.add_owner(event.flow.source);
        if (finding->hostname.empty())
            if (auto const* known = m_names.at(event.flow.destination, event.stamp.time_ns))
                finding->hostname = known->name;
    } else if (auto const* end = std::get_if<FlowEnd>(&event.body)) {
        auto const& record = end->record;
        auto const* dns =
            m_wanted.endpoints ? m_names.at(event.flow.destination, record.start_ns) : nullptr;
        endpoint = m_endpoints.add(event.flow, record, dns, event.stamp);
        m_opened.erase(event.flow.id);
        auto const payload = record.to_server.payload + record.to_client.payload;
        auto const closed = closed_bytes(record);
        ++m_stats.flows;
        m_stats.opened_bytes += payload - closed;
        m_stats.closed_bytes += closed;
        add_closed(m_stats.closed, why_closed(record), closed);
        if (record.decrypted_to_server + record.decrypted_to_client > 0)
            ++m_stats.opened_flows;
    }
    for (auto* listener : m_listeners)
        listener->take(event, endpoint);
}

// What the holders of its addresses call them; told at the end, since it is asked for later.
void Joiner::add_reverse_names(Endpoint& endpoint) const
{
    constexpr std::size_t most = 64;
    std::vector<EndpointName> told;
    for (auto const& address : endpoint.addresses)
        for (auto const& known : m_names.reverse(address))
            if (told.size() < most && std::none_of(told.begin(), told.end(), [&](auto const& one) {
                    return one.name == known.name;
                }))
                told.push_back({std::string{known.name}, "reverse_dns", 0, known.told});
    endpoint.names.insert(endpoint.names.end(), told.begin(), told.end());
    std::sort(endpoint.names.begin(), endpoint.names.end(), [](auto const& a, auto const& b) {
        return std::tie(a.name, a.source) < std::tie(b.name, b.source);
    });
}

Joiner::Result Joiner::finish()
{
    auto counted = m_endpoints.finish();
    for (auto& endpoint : counted.endpoints)
        add_reverse_names(endpoint);
    m_stats.other_devices_flows = counted.other_devices_flows;
    return {std::move(counted.device), std::move(counted.endpoints), {}, {}, {},
            std::move(m_stats)};
}

} // namespace petze

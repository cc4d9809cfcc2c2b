#include "run/joiner.h"

#include "base/limits.h"
#include "base/text.h"

namespace petze {

Joiner::Joiner(std::vector<std::string> const& device_addresses,
               std::vector<EventListener*> listeners, Wanted wanted)
    : m_listeners(std::move(listeners))
    , m_wanted(wanted)
    , m_endpoints(device_addresses,
                  wanted.endpoints ? Endpoints::Detail::endpoints : Endpoints::Detail::totals_alone)
{
}

void Joiner::learn_names(Event const& event)
{
    if (auto const* dns = std::get_if<DnsMessage>(&event.body)) {
        if (!dns->answer || !dns->rrname || dns->answers.empty())
            return;
        auto const name = lower(*dns->rrname);
        for (auto const& record : dns->answers)
            if (record.rrtype == "A" || record.rrtype == "AAAA")
                if (auto const address = Address::parse(record.rdata))
                    m_names.learn(*address, name, event.stamp);
    } else if (auto const* tls = std::get_if<TlsConnection>(&event.body);
               tls && m_wanted.endpoints) {
        for (auto const& name : tls->san)
            if (!Address::parse(name))
                m_endpoints.add_name(event.flow, name, "certificate", event.stamp);
    }
}

void Joiner::take(Event&& event)
{
    if (m_wanted.names)
        learn_names(event);
    EndpointId endpoint;
    if (auto* finding = std::get_if<Finding>(&event.body)) {
        if (++m_findings > limits::findings) {
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

Joiner::Result Joiner::finish()
{
    auto counted = m_endpoints.finish();
    m_stats.other_devices_flows = counted.other_devices_flows;
    return {std::move(counted.device), std::move(counted.endpoints), std::move(m_stats)};
}

} // namespace petze

#pragma once

#include "identify/endpoints.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Feeds Endpoints with conversations, for tests.
namespace petze::testing {

using Texts = std::vector<std::string>;

inline constexpr std::uint8_t phone_mac = 1;
inline constexpr std::uint8_t router_mac = 2;
inline constexpr std::uint8_t other_mac = 3;
inline constexpr std::uint8_t no_mac = 0;

/// One conversation, in short.
struct Said {
    char const* source;
    char const* destination;
    char const* hostname = "";
    char const* dns = nullptr;
    std::uint8_t mac = no_mac; // the last byte of it
    FlowRecord::Side to_server{1, 100, 60, 0};
    FlowRecord::Side to_client{1, 300, 200, 0};
    std::uint64_t opened_to_server = 0, opened_to_client = 0;
};

/// Endpoints, fed with conversations of which the first is packet 1 at second 1, and so on.
class Counting {
public:
    explicit Counting(Texts const& device_addresses = {})
        : m_endpoints(device_addresses)
    {
    }

    std::string add(Said const& said)
    {
        auto const flow = next(said);
        FlowRecord record;
        record.to_server = said.to_server;
        record.to_client = said.to_client;
        record.opened_to_server = said.opened_to_server;
        record.opened_to_client = said.opened_to_client;
        record.start_ns = static_cast<std::int64_t>(m_count) * 1'000'000'000;
        record.end_ns = record.start_ns + 500;
        record.hostname = said.hostname;
        record.hostname_source = said.hostname[0] ? "http" : "";
        Names::Known known;
        if (said.dns)
            known = {said.dns, {0, 1, 0}};
        return m_endpoints.add(flow, record, said.dns ? &known : nullptr, {0, m_count, 0}).text();
    }
    /// Of the conversation that is added next.
    void name(std::string_view text)
    {
        FlowIdentity flow;
        flow.id = m_count + 1;
        m_endpoints.add_name(flow, text, "certificate", {0, m_count + 1, 0});
    }
    /// Likewise.
    void certificate(EndpointCertificate shown)
    {
        FlowIdentity flow;
        flow.id = m_count + 1;
        shown.first = {0, m_count + 1, 0};
        m_endpoints.add_certificate(flow, std::move(shown));
    }
    void owner(char const* address) { m_endpoints.add_owner(*Address::parse(address)); }
    Endpoints::Result finish() { return m_endpoints.finish(); }

private:
    FlowIdentity next(Said const& said)
    {
        FlowIdentity flow;
        flow.source = *Address::parse(said.source);
        flow.destination = *Address::parse(said.destination);
        flow.protocol = protocol::tcp;
        flow.id = ++m_count;
        if (said.mac != no_mac)
            flow.source_mac = {0x64, 0x09, 0x80, 0, 0, said.mac};
        return flow;
    }

    Endpoints m_endpoints;
    std::uint64_t m_count = 0;
};

inline Texts ids(Endpoints::Result const& result)
{
    Texts out;
    for (auto const& endpoint : result.endpoints)
        out.push_back(endpoint.id);
    return out;
}

inline Texts texts(std::vector<Address> const& addresses)
{
    Texts out;
    for (auto const& address : addresses)
        out.push_back(address.text());
    return out;
}

} // namespace petze::testing

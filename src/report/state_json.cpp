#include "report/state_json.h"

#include "base/text.h"
#include "identify/operator/domain.h"
#include "report/answer.h"
#include "report/json_records.h"
#include "report/party.h"

namespace petze {

namespace {

void write_starts(JsonWriter& json, std::vector<std::int64_t> const& starts_ns)
{
    write_array(json, "starts", starts_ns,
                [&](std::int64_t start) { json.value(start / ns_per_microsecond); });
}

PhoneState::Receiver receiver_of(Endpoint const& endpoint, Contacts const& contacts,
                                 ByteBudget const& budget)
{
    PhoneState::Receiver out;
    out.contacts = contacts;
    out.contacts.endpoint = endpoint.id;
    auto const& known = endpoint.attribution->operator_;
    out.party = party_of(endpoint.id, known ? known->name : std::string{});
    out.closed_bytes = endpoint.opaque_to_server;
    for (auto const& [category, departure] : budget.items)
        if (departure == Departure::possible)
            out.possible.insert(category);
    return out;
}

} // namespace

std::string party_of(std::string const& endpoint, std::string const& operator_name)
{
    if (!operator_name.empty())
        return operator_name;
    auto domain = registrable_domain(endpoint);
    return domain.empty() ? endpoint : domain;
}

PhoneState state_of(Answer const& shown)
{
    PhoneState out;
    out.profile_given = shown.profile_given;
    out.device_guessed = shown.device_guessed;
    out.others_flows = shown.stats.other_devices_flows;
    for (auto const& row : shown.profile)
        if (row.items > row.too_short)
            out.profile[row.category] = row.items;
    for (auto const& capture : shown.captures)
        out.captures.push_back({capture.name, capture.sha256, capture.packets, capture.first_ns,
                                capture.last_ns, capture.clock});
    for (std::size_t i = 0; i < shown.endpoints.size() && i < shown.contacts.size(); ++i) {
        auto const& endpoint = shown.endpoints[i];
        if (i < shown.judgements.size()) {
            auto const purpose = shown.judgements[i].verdict.purpose;
            out.worst = std::max(out.worst.value_or(purpose), purpose);
        }
        if (endpoint.local)
            continue;
        out.sent_bytes += endpoint.payload_to_server;
        out.closed_bytes += endpoint.opaque_to_server;
        out.receivers.push_back(
            receiver_of(endpoint, shown.contacts[i],
                        i < shown.judgements.size() ? shown.judgements[i].budget : ByteBudget{}));
    }
    for (auto const& row : shown.stats.unread.rows())
        out.is_cut = out.is_cut || row.kind == contacts_cut;
    return out;
}

void write_sources(JsonWriter& json, std::vector<TrafficSource> const& sources)
{
    write_array(json, "sources", sources, [&](TrafficSource const& source) {
        json.begin_object();
        json.member("name", std::string_view{source.name});
        json.member("system", source.is_system);
        json.member("connections", source.connections);
        json.end_object();
    });
}

void write_contacts(JsonWriter& json, Contacts const& contacts)
{
    json.key("contacts");
    json.begin_object();
    write_starts(json, contacts.starts_ns);
    write_array(json, "sent", contacts.sent_ns, [&](auto const& row) {
        json.begin_object();
        json.member("category", std::string_view{row.first});
        write_starts(json, row.second);
        json.end_object();
    });
    json.member("connections", contacts.connections);
    write_sources(json, contacts.sources);
    json.end_object();
}

void write_clock(JsonWriter& json, ClockOffset const& clock)
{
    json.key("clock");
    json.begin_object();
    json.member("offset", clock.offset_ns / ns_per_microsecond);
    json.member("answers", clock.answers);
    json.end_object();
}

} // namespace petze

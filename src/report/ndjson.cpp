#include "report/ndjson.h"

#include "report/attribution_json.h"
#include "report/event_body.h"
#include "report/json_values.h"
#include "report/judgement_json.h"

#include <utility>

namespace petze {

namespace {

constexpr EventType type_of(FlowEnd const&)
{
    return EventType::flow;
}
constexpr EventType type_of(DnsMessage const&)
{
    return EventType::dns;
}
constexpr EventType type_of(TlsConnection const&)
{
    return EventType::tls;
}
constexpr EventType type_of(QuicConnection const&)
{
    return EventType::quic;
}
constexpr EventType type_of(HttpExchange const&)
{
    return EventType::http;
}
constexpr EventType type_of(AppMessage const&)
{
    return EventType::message;
}
constexpr EventType type_of(FileInfo const&)
{
    return EventType::fileinfo;
}
constexpr EventType type_of(UploadPiece const&)
{
    return {}; // of no line
}
constexpr EventType type_of(Finding const&)
{
    return EventType::finding;
}

void write_protocol(JsonWriter& json, std::uint8_t number)
{
    if (number == protocol::tcp)
        json.token("TCP");
    else if (number == protocol::udp)
        json.token("UDP");
    else
        json.token(protocol_name(number));
}

void write_app(JsonWriter& json, App const& app)
{
    json.begin_object();
    if (app.uid != App::no_uid)
        json.member("uid", app.uid);
    json.member_if("package", app.package);
    json.member_if("name", app.name);
    json.end_object();
}

void write_flow_identity(JsonWriter& json, FlowIdentity const& flow, std::string_view community)
{
    json.key("src_ip");
    write_address(json, flow.source);
    if (flow.has_ports())
        json.member("src_port", flow.source_port);
    json.key("dest_ip");
    write_address(json, flow.destination);
    if (flow.has_ports())
        json.member("dest_port", flow.destination_port);
    json.key("proto");
    write_protocol(json, flow.protocol);
    json.member("flow_id", flow.id);
    json.key("community_id");
    if (community.empty())
        json.token(community_id(flow));
    else
        json.token(community);
    if (flow.app) {
        json.key("app");
        write_app(json, *flow.app);
    }
}

void write_names(JsonWriter& json, Endpoint const& endpoint)
{
    json.key("names");
    json.begin_array();
    std::string_view last; // sorted, and once for each way in which it is known
    for (auto const& name : endpoint.names)
        if (std::exchange(last, name.name) != name.name)
            json.text(name.name);
    json.end_array();
    json.key("named_by");
    json.begin_array();
    for (auto const& name : endpoint.names) {
        json.begin_object();
        json.member("name", name.name);
        json.member("source", name.source);
        json.member("flows", name.flows);
        json.member("capture", name.first.capture);
        json.member("frame", name.first.frame);
        json.end_object();
    }
    json.end_array();
}

void write_closed(JsonWriter& json, std::vector<ClosedBytes> const& closed)
{
    json.key("closed");
    json.begin_array();
    for (auto const& [why, bytes] : closed) {
        json.begin_object();
        json.member_token("why_not", why);
        json.member("bytes", bytes);
        json.end_object();
    }
    json.end_array();
}

void write_unread(JsonWriter& json, Tally const& unread)
{
    json.begin_array();
    for (auto const& row : unread.rows()) {
        json.begin_object();
        json.member("kind", row.kind);
        json.member("count", row.count);
        json.end_object();
    }
    json.end_array();
}

} // namespace

void append_event(std::string& out, Event const& event, EventStyle const& style,
                  std::string_view community_id)
{
    auto const type = std::visit([](auto const& body) { return type_of(body); }, event.body);
    if (!style.types.has(type))
        return;
    JsonWriter json{out, style.filter};
    json.begin_object();
    json.key("timestamp");
    write_time(json, event.stamp.time_ns);
    json.member_token("event_type", name_of(type));
    json.member("capture", event.stamp.capture);
    json.member("frame", event.stamp.frame);
    write_flow_identity(json, event.flow, community_id);
    json.key_token(name_of(type));
    std::visit([&](auto const& body) { write_body(json, body, style); }, event.body);
    json.end_object();
    json.end_line();
}

void append_endpoint(std::string& out, Endpoint const& endpoint, EventStyle const& style,
                     ByteBudget const* budget)
{
    if (!style.types.has(EventType::endpoint))
        return;
    JsonWriter json{out, style.filter};
    json.begin_object();
    json.member_token("event_type", "endpoint");
    json.key("endpoint");
    json.begin_object();
    json.member("id", endpoint.id);
    json.key("addresses");
    json.begin_array();
    for (auto const& address : endpoint.addresses)
        write_address(json, address);
    json.end_array();
    write_names(json, endpoint);
    json.member("bytes_toserver", endpoint.bytes_to_server);
    json.member("bytes_toclient", endpoint.bytes_to_client);
    json.member("opened_toserver", endpoint.opened_to_server);
    json.member("opaque_toserver", endpoint.opaque_to_server);
    json.member("opened_toclient", endpoint.opened_to_client);
    json.member("opaque_toclient", endpoint.opaque_to_client);
    write_closed(json, endpoint.closed);
    json.member("flows", endpoint.flows);
    json.key("start");
    write_time(json, endpoint.first_ns);
    json.key("end");
    write_time(json, endpoint.last_ns);
    json.member("local", endpoint.local);
    write_attribution(json, *endpoint.attribution, event_speaker());
    if (budget)
        write_budget(json, *budget);
    json.end_object();
    json.end_object();
    json.end_line();
}

void append_verdict(std::string& out, Verdict const& verdict, EventStyle const& style)
{
    if (!style.types.has(EventType::verdict))
        return;
    JsonWriter json{out, style.filter};
    json.begin_object();
    json.member_token("event_type", "verdict");
    json.key("verdict");
    write_verdict(json, verdict, event_speaker());
    json.end_object();
    json.end_line();
}

void append_stats(std::string& out, Stats const& stats, EventStyle const& style)
{
    if (!style.types.has(EventType::stats))
        return;
    JsonWriter json{out, style.filter};
    json.begin_object();
    json.member_token("event_type", "stats");
    json.key("stats");
    json.begin_object();
    json.member("packets", stats.packets);
    json.member("bytes", stats.bytes);
    json.member("flows", stats.flows);
    json.member("opened_bytes", stats.opened_bytes);
    json.member("closed_bytes", stats.closed_bytes);
    write_closed(json, stats.closed);
    json.member("secrets", stats.secrets);
    json.member("opened_flows", stats.opened_flows);
    json.member("other_devices_flows", stats.other_devices_flows);
    json.member("findings_not_told", stats.findings_not_told);
    json.key("unread");
    write_unread(json, stats.unread);
    json.end_object();
    json.end_object();
    json.end_line();
}

} // namespace petze

#include "report/json_records.h"

#include "report/adequacy_words.h"
#include "report/attribution_json.h"
#include "report/json_values.h"
#include "report/judgement_json.h"
#include "report/state_json.h"
#include "report/words.h"

namespace petze {

void write_head(JsonWriter& json, ReportOptions const& options, Speaker const& speaker)
{
    json.key("generator");
    json.begin_object();
    json.member("name", std::string_view{"petze"});
    json.member("version", std::string_view{options.version});
    json.end_object();
    json.member("format", 1);
    if (options.run_time)
        json.member("run_time", std::string_view{*options.run_time});
    json.member("language", code_of(options.language));
    json.member("time_zone", std::string_view{speaker.time().zone()});
    json.member("personal_values", std::string_view{options.redact   ? "redacted"
                                                    : options.reveal ? "revealed"
                                                                     : "masked"});
}

namespace {

void write_adequacy(JsonWriter& json, ReceiverAdequacy const& adequacy, Speaker const& speaker)
{
    auto const& decision = adequacy.decision;
    json.key("adequacy");
    json.begin_object();
    json.member("country", std::string_view{decision.country});
    json.member("country_of", adequacy.whose);
    json.member("state", name_of(decision.scope));
    json.member_if("decision", decision.number);
    json.member("as_of", std::string_view{adequacy_table().as_of()});
    json.member("words", std::string_view{adequacy_words(adequacy, speaker)});
    json.end_object();
}

void write_certificates(JsonWriter& json, std::vector<EndpointCertificate> const& certificates)
{
    if (certificates.empty())
        return;
    write_array(json, "certificates", certificates, [&](EndpointCertificate const& shown) {
        json.begin_object();
        json.member("fingerprint", std::string_view{shown.fingerprint});
        json.member_if("asked_for", shown.name);
        json.member_if("made_for", shown.made_for);
        json.member("covers", shown.covers);
        json.member_if("organisation", shown.organisation);
        json.member_if("issuer", shown.issuer);
        json.member("chain",
                    name_of(shown.self_signed ? tls::ChainStanding::self_signed : shown.standing));
        json.member_if("authority", shown.authority);
        json.member("connections", shown.flows);
        json.end_object();
    });
}

void write_other_hosts(JsonWriter& json, std::vector<OtherHost> const& others)
{
    if (others.empty())
        return;
    write_array(json, "other_hosts", others, [&](OtherHost const& other) {
        json.begin_object();
        json.member("opened_for", std::string_view{other.opened_for});
        json.member("asked_for", std::string_view{other.asked_for});
        json.member("certificate_seen", other.certificate_seen);
        json.member("requests", other.requests);
        json.end_object();
    });
}

} // namespace

void write_endpoint(JsonWriter& json, Endpoint const& endpoint,
                    std::vector<std::uint32_t> const& evidence, Judgement const* judgement,
                    Contacts const* contacts, Speaker const& speaker)
{
    json.begin_object();
    json.member("id", std::string_view{endpoint.id});
    write_array(json, "addresses", endpoint.addresses,
                [&](Address const& address) { json.text(address.text()); });
    write_array(json, "names", endpoint.names, [&](EndpointName const& name) {
        json.begin_object();
        json.member("name", std::string_view{name.name});
        json.member("source", std::string_view{name.source});
        json.member("connections", name.flows);
        json.end_object();
    });
    write_certificates(json, endpoint.certificates);
    write_other_hosts(json, endpoint.other_hosts);
    json.member("local", endpoint.local);
    write_attribution(json, *endpoint.attribution, speaker);
    if (auto const adequacy = adequacy_of(*endpoint.attribution); adequacy && !endpoint.local)
        write_adequacy(json, *adequacy, speaker);
    if (judgement) {
        write_budget(json, judgement->budget);
        write_photo_bursts(json, judgement->photo_bursts);
        json.key("verdict");
        write_verdict(json, judgement->verdict, speaker);
    }
    json.member("connections", endpoint.flows);
    json.member("clear_connections", endpoint.clear_flows);
    json.member("payload_toserver", endpoint.payload_to_server);
    json.member("payload_toclient", endpoint.payload_to_client);
    json.member("opened_toserver", endpoint.opened_to_server);
    json.member("opaque_toserver", endpoint.opaque_to_server);
    json.member("opened_toclient", endpoint.opened_to_client);
    json.member("opaque_toclient", endpoint.opaque_to_client);
    write_array(json, "closed", endpoint.closed, [&](ClosedBytes const& row) {
        json.begin_object();
        json.member("why_not", row.why);
        json.member("bytes", row.bytes);
        json.end_object();
    });
    write_time(json, "start", endpoint.first_ns);
    write_time(json, "end", endpoint.last_ns);
    write_numbers(json, "evidence", evidence);
    if (contacts)
        write_contacts(json, *contacts);
    json.end_object();
}

namespace {

void write_flow(JsonWriter& json, FlowIdentity const& flow)
{
    json.key("flow");
    json.begin_object();
    json.member("flow_id", flow.id);
    json.member("proto", std::string_view{protocol_name(flow.protocol)});
    json.member("src_ip", std::string_view{flow.source.text()});
    json.member("dest_ip", std::string_view{flow.destination.text()});
    if (flow.has_ports()) {
        json.member("src_port", flow.source_port);
        json.member("dest_port", flow.destination_port);
    }
    json.end_object();
}

} // namespace

void write_evidence(JsonWriter& json, Evidence const& one)
{
    auto const& finding = one.finding;
    json.begin_object();
    json.member("number", one.number);
    write_time(json, "timestamp", one.stamp.time_ns);
    json.member("capture", one.stamp.capture);
    json.member("frame", one.stamp.frame);
    json.member("category", std::string_view{finding.category});
    json.member_if("item", finding.item);
    json.member("match", name_of(finding.match));
    json.member("direction", name_of(finding.direction));
    json.member("endpoint", std::string_view{one.endpoint});
    json.member_if("hostname", finding.hostname);
    write_texts(json, "path", finding.path);
    json.key("frames");
    write_frames(json, finding.frames);
    json.member("filter", std::string_view{wireshark_filter(finding.frames, one.stamp.capture)});
    json.member("value", std::string_view{finding.value});
    if (finding.chance)
        json.member("chance", *finding.chance);
    json.member("occurrences", one.occurrences);
    json.member("encrypted", one.encrypted);
    json.member_if("slice", one.slice);
    write_flow(json, one.flow);
    json.end_object();
}

void write_file(JsonWriter& json, SentFile const& sent)
{
    json.begin_object();
    write_time(json, "timestamp", sent.stamp.time_ns);
    json.member("capture", sent.stamp.capture);
    json.member("frame", sent.stamp.frame);
    json.member_if("filename", sent.file.filename);
    json.member("magic", sent.file.magic);
    json.member("size", sent.file.size);
    json.member("direction", name_of(sent.file.direction));
    json.member("endpoint", std::string_view{sent.endpoint});
    json.member_if("sha256", sent.file.sha256);
    json.member_if("stored", sent.file.stored);
    if (sent.item)
        json.member("item", std::string_view{*sent.item});
    json.end_object();
}

} // namespace petze

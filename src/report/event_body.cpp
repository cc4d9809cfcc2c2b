#include "report/event_body.h"

#include "report/json_values.h"
#include "report/mask.h"

namespace petze {

namespace {

/// A hash tells a value to whoever can guess it, so none of content is published.
template<std::size_t size>
void write_hash(JsonWriter& json, char const (&name)[size], std::string_view hash,
                EventStyle const& style)
{
    if (!hash.empty() && !style.redact)
        json.member_token(name, hash);
}

/// What of the profile it is, fit to publish where that is asked for.
void write_item(JsonWriter& json, std::string_view item, EventStyle const& style)
{
    // The name of an app's item is itself the value.
    json.member_if("item", style.redact && item.starts_with("apps/") ? "apps" : item);
}

void write_headers(JsonWriter& json, std::vector<HttpHeader> const& headers)
{
    json.begin_array();
    for (auto const& header : headers) {
        json.begin_object();
        json.member("name", header.name);
        json.member("value", header.value);
        json.end_object();
    }
    json.end_array();
}

void write_http_body(JsonWriter& json, HttpBody const& body, EventStyle const& style)
{
    json.begin_object();
    json.member("length", body.length);
    write_hash(json, "sha256", body.sha256, style);
    json.member_if("encoding", body.encoding);
    json.member("complete", body.complete);
    json.end_object();
}

void write_value(JsonWriter& json, Finding const& finding, EventStyle const& style)
{
    json.key("value");
    if (style.redact)
        json.token(redaction_mark(finding.item, finding.category));
    else if (style.reveal)
        json.text(finding.value);
    else
        json.text(mask(finding.value));
}

} // namespace

void write_body(JsonWriter& json, FlowEnd const& flow, EventStyle const& style)
{
    auto const& record = flow.record;
    json.begin_object();
    json.member("pkts_toserver", record.to_server.packets);
    json.member("pkts_toclient", record.to_client.packets);
    json.member("bytes_toserver", record.to_server.bytes);
    json.member("bytes_toclient", record.to_client.bytes);
    json.member("payload_toserver", record.to_server.payload);
    json.member("payload_toclient", record.to_client.payload);
    json.member("gaps_toserver", record.to_server.gap);
    json.member("gaps_toclient", record.to_client.gap);
    json.member("opened_toserver", std::min(record.opened_to_server, record.to_server.payload));
    json.member("opened_toclient", std::min(record.opened_to_client, record.to_client.payload));
    if (closed_bytes(record) > 0)
        json.member_token("why_not", why_closed(record));
    if (record.decrypted_to_server > 0 || record.decrypted_to_client > 0) {
        json.member("decrypted_toserver", record.decrypted_to_server);
        json.member("decrypted_toclient", record.decrypted_to_client);
    }
    json.key("start");
    write_time(json, record.start_ns);
    json.key("end");
    write_time(json, record.end_ns);
    json.member_token("app_proto", record.app_proto);
    json.key("findings");
    json.begin_array();
    for (auto const& count : flow.findings) {
        json.begin_object();
        write_item(json, count.item, style);
        json.member("occurrences", count.occurrences);
        json.end_object();
    }
    json.end_array();
    json.end_object();
}

void write_body(JsonWriter& json, DnsMessage const& dns, EventStyle const&)
{
    json.begin_object();
    json.member_token("type", dns.answer ? "answer" : "query");
    json.member("id", dns.id);
    if (dns.rrname) {
        json.member("rrname", *dns.rrname);
        json.member_if("rrtype", dns.rrtype);
    }
    json.member_if("rcode", dns.rcode);
    if (!dns.answers.empty()) {
        json.key("answers");
        json.begin_array();
        for (auto const& record : dns.answers) {
            json.begin_object();
            json.member("rrname", record.rrname);
            json.member("rrtype", record.rrtype);
            json.member("ttl", record.ttl);
            json.member("rdata", record.rdata);
            json.end_object();
        }
        json.end_array();
    }
    json.end_object();
}

namespace {

void write_certificate(JsonWriter& json, ShownCertificate const& certificate)
{
    json.member_if("subject", certificate.subject);
    json.member_if("issuerdn", certificate.issuer);
    if (!certificate.san.empty()) {
        json.key("san");
        write_texts(json, certificate.san);
    }
    json.member_if("fingerprint", certificate.fingerprint);
    json.member_if("notbefore", certificate.not_before);
    json.member_if("notafter", certificate.not_after);
}

} // namespace

void write_body(JsonWriter& json, TlsConnection const& tls, EventStyle const&)
{
    json.begin_object();
    json.member_if("version", tls.version);
    json.member_if("sni", tls.sni);
    json.member_if("alpn", tls.alpn);
    json.member_if("ja3", tls.ja3);
    json.member_if("ja4", tls.ja4); // holds two characters of the ALPN as sent
    json.member_if("ja3s", tls.ja3s);
    json.member_if("cipher", tls.cipher);
    write_certificate(json, tls.certificate);
    json.member("resumed", tls.resumed);
    json.member("ech", tls.ech);
    json.member("decrypted", tls.decrypted);
    if (!tls.decrypted)
        json.member_if("why_not", tls.why_not);
    json.end_object();
}

void write_body(JsonWriter& json, QuicConnection const& quic, EventStyle const&)
{
    json.begin_object();
    json.member_if("version", quic.version);
    json.member_if("sni", quic.sni);
    json.member_if("alpn", quic.alpn);
    json.member_if("ja4", quic.ja4);
    write_certificate(json, quic.certificate);
    json.member("decrypted", quic.decrypted);
    if (!quic.decrypted)
        json.member_if("why_not", quic.why_not);
    json.end_object();
}

void write_body(JsonWriter& json, HttpExchange const& http, EventStyle const& style)
{
    json.begin_object();
    json.member_if("version", http.version);
    json.member_if("http_method", http.method);
    json.member_if("hostname", http.hostname);
    json.member_if("url", http.url);
    if (http.status)
        json.member("status", *http.status);
    json.member_if("http_user_agent", http.user_agent);
    json.member_if("http_content_type", http.content_type);
    if (http.stream)
        json.member("stream", *http.stream);
    json.key("request_headers");
    write_headers(json, http.request_headers);
    if (http.status || !http.response_headers.empty()) {
        json.key("response_headers");
        write_headers(json, http.response_headers);
    }
    if (http.request_body) {
        json.key("request_body");
        write_http_body(json, *http.request_body, style);
    }
    if (http.response_body) {
        json.key("response_body");
        write_http_body(json, *http.response_body, style);
    }
    json.end_object();
}

void write_body(JsonWriter& json, AppMessage const& message, EventStyle const& style)
{
    json.begin_object();
    json.member_token("protocol", message.protocol);
    json.member_token("direction", name_of(message.direction));
    json.member_if("name", message.name);
    json.member("length", message.length);
    write_hash(json, "sha256", message.sha256, style);
    json.end_object();
}

void write_body(JsonWriter& json, FileInfo const& file, EventStyle const& style)
{
    json.begin_object();
    json.member_if("filename", file.filename);
    json.member_if("magic", file.magic);
    json.member("size", file.size);
    write_hash(json, "sha256", file.sha256, style);
    json.member_token("direction", name_of(file.direction));
    write_hash(json, "stored", file.stored, style); // the path holds the hash
    json.end_object();
}

void write_body(JsonWriter& json, Finding const& finding, EventStyle const& style)
{
    json.begin_object();
    json.member("category", finding.category);
    write_item(json, finding.item, style);
    json.member_token("match", name_of(finding.match));
    json.member_if("hostname", finding.hostname);
    json.member_token("direction", name_of(finding.direction));
    json.key("path");
    write_texts(json, finding.path);
    json.key("frames");
    write_frames(json, finding.frames);
    if (!finding.flow_ids.empty()) {
        json.key("flow_ids");
        json.begin_array();
        for (auto const id : finding.flow_ids)
            json.value(id);
        json.end_array();
    }
    if (!finding.value.empty())
        write_value(json, finding, style);
    if (finding.chance)
        json.member("chance", *finding.chance);
    json.end_object();
}

} // namespace petze

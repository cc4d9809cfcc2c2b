#pragma once

#include "report/answer.h"

#include <array>
#include <string>

/// An invented answer, for tests and for looking at the page: invented persons, numbers, hosts.
namespace petze::testing {

inline constexpr std::int64_t a_second = 1'000'000'000;
inline constexpr std::int64_t a_minute = 60 * a_second;
inline constexpr std::int64_t an_hour = 60 * a_minute;
inline constexpr std::int64_t eight_o_clock = 1'405'929'600 * a_second; // 2014-07-21T08:00:00Z

inline Address address(char const* text)
{
    return *Address::parse(text);
}

inline Endpoint example_endpoint(std::string name, char const* text, std::uint64_t sent,
                                 std::uint64_t opened)
{
    Endpoint endpoint;
    endpoint.id = name.empty() ? text : name;
    endpoint.addresses = {address(text)};
    if (!name.empty())
        endpoint.names = {{name, "dns", 3, {}}, {name, opened > 0 ? "http" : "tls", 3, {}}};
    endpoint.bytes_to_server = sent + sent / 10;
    endpoint.bytes_to_client = 41'380;
    endpoint.payload_to_server = sent;
    endpoint.payload_to_client = 38'000;
    endpoint.opened_to_server = opened;
    endpoint.opaque_to_server = sent - opened;
    endpoint.opened_to_client = opened > 0 ? 38'000 : 0;
    endpoint.opaque_to_client = opened > 0 ? 0 : 38'000;
    endpoint.flows = 12;
    endpoint.clear_flows = opened > 0 ? 12 : 0;
    endpoint.first_ns = eight_o_clock + 4 * a_minute;
    endpoint.last_ns = eight_o_clock + 11 * an_hour;
    return endpoint;
}

/// All three answers, and sources that do not agree.
inline Attribution example_attribution()
{
    Attribution out;
    out.registry = Attributed{.name = "CNNIC",
                              .country = "CN",
                              .because = {"operator.given", {{"name", "x"}, {"domain", "y"}}},
                              .source = "Invented registry file",
                              .as_of = "2014-07-01"};
    out.holder = Attributed{.name = "Invented Hosting Ltd.",
                            .because = {"operator.given", {{"name", "x"}, {"domain", "y"}}},
                            .source = "Invented registry data",
                            .as_of = "2012-01-01",
                            .original = "\u53d1\u660e",
                            .distant = true};
    out.operator_ = Attributed{
        .name = "Invented Cloud",
        .country = "DE",
        .because = {"operator.http", {{"name", "sms.cloud.example"}, {"domain", "cloud.example"}}},
        .source = "An invented paper",
        .as_of = "2014"};
    out.network = Network{.asn = 64'500,
                          .name = "Invented Transit",
                          .prefix = "203.0.113.0/24",
                          .source = "Invented table of origins",
                          .as_of = "2014-07-20",
                          .hosting = true};
    out.roles = {"message_backup", "push"};
    out.remarks = {{"operator.self_signed", {{"name", "sms.cloud.example"}}}};
    out.disagreements = {
        {"operator",
         {{"HTTP Host sms.cloud.example (An invented paper)", "2014", "Invented Cloud"},
          {"reverse DNS host.ads.example (An invented list)", "", "Invented Adverts"}}}};
    return out;
}

/// One of the kinds of findings in turn; all values are invented.
inline Finding example_finding(std::size_t index)
{
    struct Row {
        char const *category, *item, *value;
        std::vector<std::string> path;
    };
    static Row const rows[] = {
        {"imei", "imei/0", "867602020000002", {"http:request:url:query:imei"}},
        {"phone_number", "phone_number/0", "+85255500142", {"http:request:url:query:externalId"}},
        {"message",
         "messages/2",
         "Dinner at eight, bring the blue umbrella",
         {"http:request:body", "gzip", "json:$.sms[2].body", "base64"}},
        {"photo",
         "photos/IMG_0003.jpg",
         "photos/IMG_0003.jpg",
         {"http:request:body", "multipart:file"}},
        {"contact",
         "contacts/3/phone",
         "+85255500177",
         {"http:request:body", "gzip", "json:$.contacts[3].number"}},
        {"contact",
         "contacts/3/name",
         "Invented Person Three",
         {"http:request:body", "gzip", "json:$.contacts[3].name"}},
        {"ssid", "ssid/0", "invented-net-7", {"http:request:header:X-Wlan"}},
        {"imsi", "imsi/0", "454000000000042", {"http:request:body", "form:imsi"}},
        {"message",
         "messages/4/address",
         "+85255500199",
         {"http:request:body", "gzip", "json:$.sms[4].address"}},
        {"calendar",
         "calendar/1",
         "Dentist in Invented Street",
         {"http:request:body", "json:$.events[1].title"}},
    };
    auto const& row = rows[index % std::size(rows)];
    Finding finding;
    finding.category = row.category;
    finding.item = row.item;
    finding.value = row.value;
    finding.path = row.path;
    finding.match = Match::exact;
    finding.direction = Direction::to_server;
    return finding;
}

inline Evidence example_evidence(std::size_t index, Endpoint const& endpoint)
{
    Evidence evidence;
    evidence.number = static_cast<std::uint32_t>(index + 1);
    evidence.finding = example_finding(index);
    evidence.finding.hostname = endpoint.names.empty() ? "" : endpoint.id;
    auto const frame = 1204 + 7 * index;
    evidence.finding.frames = {{0, frame, frame + index % 3}};
    evidence.stamp = {0, frame + index % 3,
                      eight_o_clock + static_cast<std::int64_t>(index % 600) * a_minute
                          + 31 * a_minute + 123'456'000};
    evidence.flow.source = address("198.51.100.10");
    evidence.flow.destination = endpoint.addresses.front();
    evidence.flow.source_port = static_cast<std::uint16_t>(40'100 + index % 1000);
    evidence.flow.destination_port = 80;
    evidence.flow.protocol = protocol::tcp;
    evidence.flow.id = index / 2 + 1;
    evidence.endpoint = endpoint.id;
    evidence.occurrences = 1 + index % 3;
    if (evidence.finding.category != "photo") { // base64 says it in other bytes
        auto& finding = evidence.finding;
        bool const is_encoded = finding.path.back() == "base64";
        std::string const bytes =
            is_encoded ? "RGlubmVyIGF0IGVpZ2h0LCBicmluZyB0aGUgYmx1ZSB1bWJyZWxsYQ" : finding.value;
        finding.written =
            Written{finding.path.size() - (is_encoded ? 1 : 0), 17 * index, bytes.size(), bytes};
    }
    evidence.slice = "evidence/flow-" + std::to_string(index / 2 + 1) + ".pcapng";
    return evidence;
}

inline Answer example_answer(std::size_t findings)
{
    Answer answer;
    answer.device_name = "Invented phone, stock ROM";
    answer.device_addresses = {"198.51.100.10"};
    answer.profile_given = true;
    answer.profile = {{"imei", 1, 0, 0, 0},         {"imsi", 1, 0, 0, 0},
                      {"phone_number", 1, 0, 0, 0}, {"ssid", 1, 0, 0, 0},
                      {"location", 1, 0, 0, 0},     {"contact", 6, 1, 0, 0},
                      {"message", 5, 0, 64, 412},   {"photo", 4, 0, 48'210, 120'338},
                      {"calendar", 2, 0, 0, 0},     {"apps", 31, 0, 0, 0}};
    answer.first_ns = eight_o_clock;
    answer.last_ns = eight_o_clock + 12 * an_hour;
    answer.activities = {
        {eight_o_clock, eight_o_clock + 10 * a_minute, "took two photos"},
        {eight_o_clock + 6 * an_hour, eight_o_clock + 6 * an_hour + 5 * a_minute, "read the news"}};
    answer.captures = {{"invented.pcapng", 40'112, 3'210'456, answer.first_ns, answer.last_ns,
                        "3f1c00000000000000000000000000000000000000000000000000000000a902",
                        "Re-enactment with invented data"}};
    answer.endpoints = {
        example_endpoint("sms.cloud.example", "203.0.113.157", 18'204, 17'564),
        example_endpoint("", "203.0.113.77", 4'316, 2'104),
        example_endpoint("sdk.ads.example", "192.0.2.66", 61'240, 0),
        example_endpoint("update-service-with-a-rather-long-host-name.update.example",
                         "198.51.100.40", 22'110, 22'110),
        example_endpoint("time.example", "198.51.100.12", 1'152, 1'152)};
    answer.endpoints[0].attribution = example_attribution();
    answer.endpoints[1].attribution.write().remarks = {{"operator.no_name"}};
    for (std::size_t i = 0; i < findings; ++i)
        answer.evidence.push_back(example_evidence(i, answer.endpoints[i % 3 == 2 ? 1 : 0]));
    for (std::size_t i = 0; i < 90; ++i) {
        auto const start = eight_o_clock + static_cast<std::int64_t>(i) * 8 * a_minute;
        answer.timeline.push_back({answer.endpoints[i % 5].id, start, start + 20 * a_second,
                                   900 + 317 * (i % 7), 4000, "http"});
    }
    if (findings > 0)
        answer.files = {{answer.evidence.front().stamp,
                         {"IMG_0003.jpg", "JPEG image", 48'210,
                          "cc33000000000000000000000000000000000000000000000000000000000000",
                          Direction::to_server, "evidence/files/cc33.jpg"},
                         answer.endpoints.front().id,
                         "photos/IMG_0003.jpg"}};
    answer.total = {61'880,
                    57'240,
                    {},
                    {{"apps", Departure::possible, 11, 31, 0, 40},
                     {"calendar", Departure::possible, 19, 2, 0, 27},
                     {"location", Departure::possible, 8, 1, 0, 8},
                     {"message", Departure::possible, 64, 5, 0, 412},
                     {"photo", Departure::possible, 48'210, 4, 3, 120'338}}};
    answer.stats.packets = 40'112;
    answer.stats.bytes = 3'210'456;
    answer.stats.flows = 144;
    answer.stats.opened_bytes = 42'930;
    answer.stats.closed_bytes = 64'092;
    answer.stats.other_devices_flows = 3;
    answer.stats.unread.count("tls: no key", 12);
    answer.stats.unread.count("tcp: segment cut by snaplen", 2);
    return answer;
}

/// The same with a verdict and a byte budget for each receiver.
inline Answer example_judged(std::size_t findings)
{
    auto answer = example_answer(findings);
    constexpr std::array purposes{Purpose::undisclosed, Purpose::undecidable, Purpose::advertising,
                                  Purpose::maintenance, Purpose::maintenance};
    for (std::size_t i = 0; i < answer.endpoints.size(); ++i) {
        auto const& endpoint = answer.endpoints[i];
        Judgement one;
        one.verdict.endpoint = endpoint.id;
        one.verdict.purpose = purposes[i];
        one.verdict.confidence = 0.5 + 0.1 * static_cast<double>(i);
        one.budget.max_bytes = endpoint.opaque_to_server;
        for (auto const& category : answer.total.categories)
            one.budget.items[category.category] = category.least_bytes > one.budget.max_bytes
                                                      ? Departure::excluded
                                                      : Departure::possible;
        answer.judgements.push_back(std::move(one));
    }
    return answer;
}

} // namespace petze::testing

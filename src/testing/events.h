#pragma once

#include "report/event.h"

#include <utility>

/// Invented events for tests of what is written.
namespace petze::testing {

inline constexpr std::int64_t second = 1'000'000'000;
inline constexpr std::int64_t morning = 1'405'930'530 * second; // 2014-07-21T08:15:30Z

inline FlowIdentity identity()
{
    return {.source = *Address::parse("198.51.100.10"),
            .destination = *Address::parse("203.0.113.157"),
            .source_port = 40123,
            .destination_port = 80,
            .protocol = protocol::tcp,
            .id = 7,
            .app = nullptr};
}

template<typename Body>
Event event_of(Body body)
{
    return {.stamp = {.capture = 0, .frame = 1204, .time_ns = morning + 123'456'789},
            .flow = identity(),
            .body = std::move(body)};
}

inline FlowEnd example_flow()
{
    FlowEnd flow;
    flow.record.to_server = {.packets = 12, .bytes = 9001, .payload = 8200, .gap = 0};
    flow.record.to_client = {.packets = 9, .bytes = 1400, .payload = 800, .gap = 1460};
    flow.record.start_ns = morning;
    flow.record.end_ns = morning + 2 * second + 5000;
    flow.record.app_proto = "http";
    flow.findings = {{.item = "imei/0", .occurrences = 3},
                     {.item = "apps/com.example", .occurrences = 1}};
    return flow;
}

inline HttpExchange example_upload()
{
    return {.version = "1.1",
            .method = "POST",
            .hostname = "sms.example.com:8080",
            .url = "/v1/sms?id=1",
            .status = 200,
            .user_agent = "Dalvik/1.6.0",
            .content_type = "application/json",
            .request_headers = {{"Host", "sms.example.com:8080"}, {"Content-Encoding", "gzip"}},
            .response_headers = {{"Content-Type", "application/json"}},
            .request_body = HttpBody{.length = 321, .sha256 = "aa11", .encoding = "gzip"},
            .response_body = HttpBody{.length = 0, .complete = false}};
}

inline FileInfo example_file()
{
    return {.filename = "IMG_0003.jpg",
            .magic = "JPEG image",
            .size = 48210,
            .sha256 = "cc33",
            .direction = Direction::to_client,
            .stored = "evidence/files/cc33.jpg"};
}

inline Finding example_finding()
{
    return {.category = "imei",
            .item = "imei/0",
            .match = Match::exact,
            .hostname = "api.example.com",
            .direction = Direction::to_server,
            .path = {"http:request:body", "gzip", "json:$.device.id"},
            .frames = {{0, 1200, 1204}, {1, 3, 3}},
            .flow_ids = {},
            .value = "867602020000002",
            .chance = {}};
}

} // namespace petze::testing

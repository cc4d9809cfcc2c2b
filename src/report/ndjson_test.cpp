#include "report/ndjson.h"

#include "report/example_answer.h"
#include "testing/events.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace petze {
namespace {

using namespace testing;

std::string line_of(Event const& event, EventStyle const& style = {})
{
    std::string out;
    append_event(out, event, style, "1:example");
    EXPECT_TRUE(out.empty() || (nlohmann::json::accept(out) && out.back() == '\n')) << out;
    return out.substr(0, out.size() - (out.empty() ? 0 : 1));
}

/// The fields that every event has, as the contract orders them.
std::string line_with(std::string_view type, std::string_view body)
{
    return R"({"timestamp":"2014-07-21T08:15:30.123456Z","event_type":")" + std::string{type}
           + R"(","capture":0,"frame":1204,"src_ip":"198.51.100.10","src_port":40123,)"
             R"("dest_ip":"203.0.113.157","dest_port":80,"proto":"TCP","flow_id":7,)"
             R"("community_id":"1:example",")"
           + std::string{type} + "\":" + std::string{body} + "}";
}

TEST(AppendEvent, Flow)
{
    EXPECT_EQ(line_of(event_of(example_flow())),
              line_with("flow",
                        R"({"pkts_toserver":12,"pkts_toclient":9,"bytes_toserver":9001,)"
                        R"("bytes_toclient":1400,"payload_toserver":8200,"payload_toclient":800,)"
                        R"("gaps_toserver":0,"gaps_toclient":1460,)"
                        R"("opened_toserver":0,"opened_toclient":0,"why_not":"not understood",)"
                        R"("start":"2014-07-21T08:15:30.000000Z",)"
                        R"("end":"2014-07-21T08:15:32.000005Z","app_proto":"http",)"
                        R"("findings":[{"item":"imei/0","occurrences":3},)"
                        R"({"item":"apps/com.example","occurrences":1}]})"));
}

TEST(AppendEvent, Dns)
{
    struct {
        char const* name;
        DnsMessage dns;
        char const* expected;
    } const cases[] = {
        {"query",
         {.id = 4660, .rrname = "api.example.com", .rrtype = "A"},
         R"({"type":"query","id":4660,"rrname":"api.example.com","rrtype":"A"})"},
        {"answer",
         {.answer = true,
          .id = 4660,
          .rrname = "api.example.com",
          .rrtype = "A",
          .rcode = "NOERROR",
          .answers = {{"api.example.com", "CNAME", 300, "edge.example.net"},
                      {"edge.example.net", "A", 60, "203.0.113.5"}}},
         R"({"type":"answer","id":4660,"rrname":"api.example.com","rrtype":"A",)"
         R"("rcode":"NOERROR","answers":[)"
         R"({"rrname":"api.example.com","rrtype":"CNAME","ttl":300,"rdata":"edge.example.net"},)"
         R"({"rrname":"edge.example.net","rrtype":"A","ttl":60,"rdata":"203.0.113.5"}]})"},
        {"no such name",
         {.answer = true,
          .id = 1,
          .rrname = "x.example",
          .rrtype = "TYPE65280",
          .rcode = "NXDOMAIN"},
         R"({"type":"answer","id":1,"rrname":"x.example","rrtype":"TYPE65280",)"
         R"("rcode":"NXDOMAIN"})"},
        {"no question",
         {.answer = true, .id = 0, .rcode = "FORMERR"},
         R"({"type":"answer","id":0,"rcode":"FORMERR"})"},
        {"the root's own name",
         {.id = 2, .rrname = "", .rrtype = "NS"},
         R"({"type":"query","id":2,"rrname":"","rrtype":"NS"})"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(line_of(event_of(c.dns)), line_with("dns", c.expected));
    }
}

TEST(AppendEvent, Tls)
{
    TlsConnection const full{.version = "TLS 1.2",
                             .sni = "api.example.com",
                             .alpn = "h2",
                             .ja3 = "00112233445566778899aabbccddeeff",
                             .ja4 = "t12d1516h2_8daaf6152771_b186095e22b6",
                             .ja3s = "ffeeddccbbaa99887766554433221100",
                             .cipher = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                             .certificate = {.subject = "CN=api.example.com",
                                             .issuer = "CN=Invented CA",
                                             .san = {"api.example.com", "203.0.113.157"},
                                             .fingerprint = "abcd",
                                             .not_before = "2014-01-01T00:00:00Z",
                                             .not_after = "2015-01-01T00:00:00Z"},
                             .resumed = true,
                             .why_not = "no key"};
    EXPECT_EQ(line_of(event_of(full)),
              line_with("tls",
                        R"({"version":"TLS 1.2","sni":"api.example.com","alpn":"h2",)"
                        R"("ja3":"00112233445566778899aabbccddeeff",)"
                        R"("ja4":"t12d1516h2_8daaf6152771_b186095e22b6",)"
                        R"("ja3s":"ffeeddccbbaa99887766554433221100",)"
                        R"("cipher":"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",)"
                        R"("subject":"CN=api.example.com","issuerdn":"CN=Invented CA",)"
                        R"("san":["api.example.com","203.0.113.157"],"fingerprint":"abcd",)"
                        R"("notbefore":"2014-01-01T00:00:00Z","notafter":"2015-01-01T00:00:00Z",)"
                        R"("resumed":true,"ech":false,"decrypted":false,"why_not":"no key"})"));

    TlsConnection const bare{.version = "TLS 1.3", .ech = true, .decrypted = true, .why_not = ""};
    EXPECT_EQ(line_of(event_of(bare)),
              line_with("tls", R"({"version":"TLS 1.3","resumed":false,"ech":true,)"
                               R"("decrypted":true})"));
}

TEST(AppendEvent, Http)
{
    EXPECT_EQ(
        line_of(event_of(example_upload())),
        line_with("http",
                  R"({"version":"1.1","http_method":"POST","hostname":"sms.example.com:8080",)"
                  R"("url":"/v1/sms?id=1","status":200,"http_user_agent":"Dalvik/1.6.0",)"
                  R"("http_content_type":"application/json","request_headers":[)"
                  R"({"name":"Host","value":"sms.example.com:8080"},)"
                  R"({"name":"Content-Encoding","value":"gzip"}],"response_headers":[)"
                  R"({"name":"Content-Type","value":"application/json"}],)"
                  R"("request_body":{"length":321,"sha256":"aa11","encoding":"gzip",)"
                  R"("complete":true},"response_body":{"length":0,"complete":false}})"));

    HttpExchange const unanswered{
        .version = "2", .method = "GET", .hostname = "www.example.com", .url = "/", .stream = 5};
    EXPECT_EQ(line_of(event_of(unanswered)),
              line_with("http", R"({"version":"2","http_method":"GET",)"
                                R"("hostname":"www.example.com","url":"/","stream":5,)"
                                R"("request_headers":[]})"));
}

TEST(AppendEvent, Message)
{
    AppMessage const message{.protocol = "dhcp",
                             .direction = Direction::to_server,
                             .name = "DHCPREQUEST",
                             .length = 300,
                             .sha256 = "bb22"};
    EXPECT_EQ(line_of(event_of(message)),
              line_with("message", R"({"protocol":"dhcp","direction":"toserver",)"
                                   R"("name":"DHCPREQUEST","length":300,"sha256":"bb22"})"));
}

TEST(AppendEvent, FileInfo)
{
    EXPECT_EQ(line_of(event_of(example_file())),
              line_with("fileinfo", R"({"filename":"IMG_0003.jpg","magic":"JPEG image",)"
                                    R"("size":48210,"sha256":"cc33","direction":"toclient",)"
                                    R"("stored":"evidence/files/cc33.jpg"})"));
}

TEST(AppendEvent, Finding)
{
    constexpr std::string_view before_value =
        R"({"category":"imei","item":"imei/0","match":"exact","hostname":"api.example.com",)"
        R"("direction":"toserver","path":["http:request:body","gzip","json:$.device.id"],)"
        R"("frames":[[0,1200,1204],[1,3,3]],"value":)";
    struct {
        char const* name;
        EventStyle style;
        char const* value;
    } const cases[] = {
        {"masked", {}, "\"8\u20262 (15)\"}"},
        {"in clear", {.reveal = true}, R"("867602020000002"})"},
        {"fit to publish", {.redact = true}, "\"\u2039imei/0\u203a\"}"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(line_of(event_of(example_finding()), c.style),
                  line_with("finding", std::string{before_value} + c.value));
    }
}

TEST(AppendEvent, FindingOfPatternJoinedFromSeveralConversations)
{
    Finding const finding{.category = "credential",
                          .item = {},
                          .match = Match::partial,
                          .hostname = {},
                          .direction = Direction::to_client,
                          .path = {},
                          .frames = {{0, 1, 2}},
                          .flow_ids = {7, 9},
                          .value = {},
                          .chance = 0.001};
    EXPECT_EQ(line_of(event_of(finding)),
              line_with("finding", R"({"category":"credential","match":"partial",)"
                                   R"("direction":"toclient","path":[],"frames":[[0,1,2]],)"
                                   R"("flow_ids":[7,9],"chance":0.001})"));
}

TEST(AppendEvent, LeavesOutPortsWhereTheProtocolHasNone)
{
    App const app{.uid = 10123, .package = "com.example.notes", .name = "Notes"};
    Event event = event_of(DnsMessage{.id = 1});
    event.flow.protocol = protocol::icmpv6;
    event.flow.source = *Address::parse("2001:db8::1");
    event.flow.destination = *Address::parse("2001:db8:0:1::2");
    event.flow.app = &app;
    event.stamp = {.capture = 1, .frame = 1, .time_ns = -1};
    EXPECT_EQ(line_of(event),
              R"({"timestamp":"1969-12-31T23:59:59.999999Z","event_type":"dns","capture":1,)"
              R"("frame":1,"src_ip":"2001:db8::1","dest_ip":"2001:db8:0:1::2",)"
              R"("proto":"IPv6-ICMP","flow_id":7,"community_id":"1:example",)"
              R"("app":{"uid":10123,"package":"com.example.notes","name":"Notes"},)"
              R"("dns":{"type":"query","id":1}})");
}

// The example of https://github.com/corelight/community-id-spec, baseline.json.
TEST(AppendEvent, ComputesTheCommunityId)
{
    Event event = event_of(DnsMessage{.id = 1});
    event.flow.source = *Address::parse("128.232.110.120");
    event.flow.destination = *Address::parse("66.35.250.204");
    event.flow.source_port = 34855;
    event.flow.destination_port = 80;
    std::string out;
    append_event(out, event, {});
    EXPECT_EQ(nlohmann::json::parse(out)["community_id"], "1:LQU9qZlK+B5F3KDmev6m5PMibrg=");
}

TEST(AppendEndpoint, TellsTotals)
{
    Endpoint const endpoint{.id = "api.example.com",
                            .addresses = {*Address::parse("203.0.113.157")},
                            .names = {{"api.example.com", "http", 2, {0, 12, morning}},
                                      {"edge.example.net", "dns", 1, {0, 4, morning}}},
                            .bytes_to_server = 9001,
                            .bytes_to_client = 1400,
                            .payload_to_server = 8200,
                            .payload_to_client = 800,
                            .opened_to_server = 8000,
                            .opaque_to_server = 200,
                            .opened_to_client = 700,
                            .opaque_to_client = 100,
                            .flows = 3,
                            .clear_flows = 2,
                            .first_ns = morning,
                            .last_ns = morning + second,
                            .local = false};
    std::string out;
    append_endpoint(out, endpoint, {});
    EXPECT_EQ(
        out, R"({"event_type":"endpoint","endpoint":{"id":"api.example.com",)"
             R"("addresses":["203.0.113.157"],"names":["api.example.com","edge.example.net"],)"
             R"("named_by":[{"name":"api.example.com","source":"http","flows":2,"capture":0,)"
             R"("frame":12},{"name":"edge.example.net","source":"dns","flows":1,"capture":0,)"
             R"("frame":4}],"bytes_toserver":9001,"bytes_toclient":1400,)"
             R"("opened_toserver":8000,"opaque_toserver":200,"opened_toclient":700,)"
             R"("opaque_toclient":100,"closed":[],"flows":3,"start":"2014-07-21T08:15:30.000000Z",)"
             R"("end":"2014-07-21T08:15:31.000000Z","local":false}})"
             "\n");
}

TEST(AppendEndpoint, TellsWhoseItIsInEnglish)
{
    Endpoint endpoint{.id = "sms.cloud.example", .addresses = {}, .names = {}};
    endpoint.attribution = testing::example_attribution();
    std::string out;
    append_endpoint(out, endpoint, {});
    EXPECT_EQ(
        out.substr(out.find("\"operator\":")),
        R"json("operator":{"name":"Invented Cloud","country":"DE","because":"The phone asked )json"
        R"json(for sms.cloud.example in an HTTP request; the source names )json"
        R"json(cloud.example.","source":"An invented paper","as_of":"2014"},"network":{"asn":64500,)json"
        R"json("name":"Invented Transit","prefix":"203.0.113.0/24","source":"Invented table )json"
        R"json(of origins","as_of":"2014-07-20","hosting":true},"roles":["message_backup",)json"
        R"json("push"],"remarks":["The certificate for sms.cloud.example is signed by nobody )json"
        R"json(but itself; it proves nothing."],"disagreements":[{"about":"operator",)json"
        R"json("sayings":[{"source":"HTTP Host sms.cloud.example (An invented paper)",)json"
        R"json("as_of":"2014","value":"Invented Cloud"},{"source":"reverse DNS )json"
        R"json(host.ads.example (An invented list)","value":"Invented Adverts"}]}]}})json"
        "\n");
    auto const read = nlohmann::json::parse(out)["endpoint"];
    EXPECT_EQ(read["registry"]["name"], "CNNIC");
    EXPECT_EQ(read["holder"]["original"], "\u53d1\u660e");
    EXPECT_EQ(read["holder"]["distant"], true);
    EXPECT_FALSE(read["holder"].contains("country"));
}

// Names stand as sent, but those that carry the owner's values do not leave under --redact.
TEST(AppendEndpoint, FiltersTheReasonsToo)
{
    Endpoint endpoint{.id = "a", .addresses = {}, .names = {}};
    endpoint.attribution.write().remarks = {{"operator.unlisted", {{"name", "secret.example"}}}};
    std::string out;
    TextFilter const filter = [](std::string_view text) {
        std::string copy{text};
        if (auto const at = copy.find("secret"); at != std::string::npos)
            copy.replace(at, 6, "hidden");
        return copy;
    };
    append_endpoint(out, endpoint, {.filter = &filter});
    EXPECT_NE(out.find("the name hidden.example;"), std::string::npos) << out;
}

TEST(AppendStats, TellsWhatStayedUnread)
{
    Stats stats{.packets = 20,
                .bytes = 3000,
                .flows = 2,
                .opened_bytes = 1000,
                .closed_bytes = 500,
                .other_devices_flows = 1,
                .findings_not_told = 0,
                .unread = {}};
    stats.unread.count("tls: no key", 2);
    stats.unread.count("ip: cut by snaplen");
    std::string out;
    append_stats(out, stats, {});
    EXPECT_EQ(out, R"({"event_type":"stats","stats":{"packets":20,"bytes":3000,"flows":2,)"
                   R"("opened_bytes":1000,"closed_bytes":500,"closed":[],"secrets":0,)"
                   R"("opened_flows":0,"other_devices_flows":1,)"
                   R"("findings_not_told":0,"unread":[{"kind":"ip: cut by snaplen","count":1},)"
                   R"({"kind":"tls: no key","count":2}]}})"
                   "\n");
}

} // namespace
} // namespace petze

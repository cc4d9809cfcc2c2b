#include "report/ndjson.h"

#include "testing/events.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <limits>

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

TEST(AppendEvent, TellsTimesOfTheWholeRange)
{
    struct {
        std::int64_t time_ns;
        char const* expected;
    } const cases[] = {
        {0, "1970-01-01T00:00:00.000000Z"},
        {951'782'400 * second, "2000-02-29T00:00:00.000000Z"},
        {4'102'444'799 * second + 999'999'999, "2099-12-31T23:59:59.999999Z"},
        {std::numeric_limits<std::int64_t>::max(), "2262-04-11T23:47:16.854775Z"},
        {std::numeric_limits<std::int64_t>::min(), "1677-09-21T00:12:43.145224Z"},
    };
    for (auto const& c : cases) {
        auto event = event_of(DnsMessage{});
        event.stamp.time_ns = c.time_ns;
        EXPECT_EQ(nlohmann::json::parse(line_of(event))["timestamp"], c.expected);
    }
}

TEST(AppendEvent, WritesOnlyTheTypesAskedFor)
{
    EventStyle style{.types = *parse_types("dns,stats")};
    EXPECT_EQ(line_of(event_of(example_flow()), style), "");
    EXPECT_EQ(line_of(event_of(example_finding()), style), "");
    EXPECT_NE(line_of(event_of(DnsMessage{}), style), "");
    std::string out;
    append_endpoint(out, {}, style);
    EXPECT_EQ(out, "");
    append_stats(out, {}, style);
    EXPECT_NE(out, "");
}

TEST(AppendEvent, StaysOneLineOfJsonWhateverTheWireHeld)
{
    std::string hostile;
    for (int byte = 0; byte < 256; ++byte)
        hostile += static_cast<char>(byte);
    hostile += "\"}\n{\"event_type\":\"stats\"}\r\n\u2028";
    HttpExchange const http{.version = "1.1",
                            .method = hostile,
                            .hostname = hostile,
                            .url = hostile,
                            .user_agent = hostile,
                            .content_type = hostile,
                            .request_headers = {{hostile, hostile}}};
    Finding finding = example_finding();
    finding.path = {hostile};
    finding.item = finding.value = finding.hostname = finding.category = hostile;
    DnsMessage const dns{
        .rrname = hostile, .rrtype = "TXT", .answers = {{hostile, "TXT", 1, hostile}}};
    for (auto const& event :
         {event_of(http), event_of(finding), event_of(dns),
          event_of(TlsConnection{.sni = hostile, .certificate = {.san = {hostile}}}),
          event_of(FileInfo{.filename = hostile})})
        for (auto const& style : {EventStyle{}, EventStyle{.reveal = true}}) {
            auto const line = line_of(event, style);
            EXPECT_TRUE(nlohmann::json::accept(line));
            EXPECT_EQ(line.find('\n'), std::string::npos);
        }
}

// With --redact no field may hold a value of the profile, nor a hash that tells it to whoever
// can guess it.
TEST(AppendEvent, PublishesNoPersonalValue)
{
    std::string const secret = "867602020000002";
    TextFilter const filter = [&](std::string_view text) {
        std::string out{text};
        for (auto at = out.find(secret); at != std::string::npos; at = out.find(secret))
            out.replace(at, secret.size(), "\u2039imei/0\u203a");
        return out;
    };
    EventStyle const style{.redact = true, .filter = &filter};

    auto http = example_upload();
    http.url = "/v1?imei=" + secret;
    http.request_headers[0].value = secret;
    auto finding = example_finding();
    finding.path = {"json:$." + secret};
    finding.hostname = secret + ".example.com";
    auto file = example_file();
    file.filename = secret + ".jpg";
    auto app_finding = example_finding();
    app_finding.category = "apps";
    app_finding.item = "apps/com.example";
    app_finding.value = "com.example";

    for (auto const& event :
         {event_of(http), event_of(finding), event_of(file), event_of(example_flow()),
          event_of(app_finding),
          event_of(AppMessage{.protocol = "mqtt", .name = secret, .sha256 = "bb22"})}) {
        auto const line = line_of(event, style);
        for (auto const* unwanted : {"867602020000002", "aa11", "bb22", "cc33", "com.example\""})
            EXPECT_EQ(line.find(unwanted), std::string::npos) << unwanted << " in " << line;
    }
    EXPECT_EQ(nlohmann::json::parse(line_of(event_of(http), style))["http"]["url"],
              "/v1?imei=\u2039imei/0\u203a");
}

} // namespace
} // namespace petze

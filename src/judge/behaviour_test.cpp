#include "judge/behaviour.h"

#include "base/limits.h"
#include "dissect/message.h"

#include <gtest/gtest.h>

namespace petze {

namespace {

constexpr std::int64_t minute = 60'000'000'000;

Address address(std::string_view text)
{
    return *Address::parse(text);
}

FlowIdentity flow(std::uint64_t id, std::string_view source = "192.0.2.10",
                  std::string_view destination = "198.51.100.7")
{
    FlowIdentity out;
    out.id = id;
    out.source = address(source);
    out.destination = address(destination);
    out.protocol = protocol::tcp;
    out.destination_port = 443;
    return out;
}

FlowRecord record(std::int64_t start_ns, std::uint64_t up, std::uint64_t down)
{
    FlowRecord out;
    out.app_proto = "tls";
    out.start_ns = out.end_ns = start_ns;
    out.to_server.payload = up;
    out.to_client.payload = down;
    out.opened_to_server = up;
    out.opened_to_client = down;
    return out;
}

Finding finding(std::string category, std::string item, std::vector<std::string> path,
                Match match = Match::exact)
{
    Finding out;
    out.category = std::move(category);
    out.item = std::move(item);
    out.path = std::move(path);
    out.match = match;
    return out;
}

Device phone()
{
    return {{address("192.0.2.10")}, false, false};
}

// In use from the first minute to the second.
Circumstances used()
{
    return {{{minute, 2 * minute}}, {}, {}, true};
}

TEST(Behaviours, TellUseFromBackground)
{
    auto const circumstances = used();
    Behaviours behaviours{circumstances};
    behaviours.found(flow(1), finding("photo", "photos/a.jpg", {"tls"}), minute + 5);
    behaviours.ended(flow(1), record(minute, 5000, 100), "backup.example");
    behaviours.found(flow(2), finding("photo", "photos/b.jpg", {"http:request:body"}), 9 * minute);
    auto closed = record(9 * minute, 900, 100);
    closed.opened_to_server = 0;
    behaviours.ended(flow(2), closed, "backup.example");
    // Half a minute after the use still counts to it.
    behaviours.ended(flow(3), record(2 * minute + minute / 2, 10, 10), "backup.example");

    auto const all = behaviours.of(phone());
    ASSERT_EQ(all.size(), 1u);
    auto const& behaviour = all.at("backup.example");
    EXPECT_EQ(behaviour.flows, 3u);
    EXPECT_EQ(behaviour.flows_in_use, 2u);
    EXPECT_EQ(behaviour.up, 5910u);
    EXPECT_EQ(behaviour.down, 210u);
    EXPECT_EQ(behaviour.unread_up, 900u);
    EXPECT_EQ(behaviour.starts_ns,
              (std::vector<std::int64_t>{minute, 150 * minute / 60, 9 * minute}));
    auto const& photo = behaviour.sent.at("photo");
    EXPECT_EQ(photo.items, (std::set<std::string>{"photos/a.jpg", "photos/b.jpg"}));
    EXPECT_TRUE(photo.in_use);
    EXPECT_TRUE(photo.in_background);
    EXPECT_TRUE(photo.readable);
    EXPECT_FALSE(photo.hashed_only);
}

TEST(Behaviours, LeaveOutWhatCameAndWhatIsNobodys)
{
    auto const circumstances = used();
    Behaviours behaviours{circumstances};
    auto came = finding("message", "messages/0", {"http:response:body"});
    came.direction = Direction::to_client;
    behaviours.found(flow(1), came, 0);
    behaviours.found(flow(1), finding("email", "", {"http:request:body"}, Match::pattern), 0);
    behaviours.ended(flow(1), record(0, 10, 10), "news.example");
    EXPECT_TRUE(behaviours.of(phone()).at("news.example").sent.empty());
}

// Where the phone was called, what it answered left it.
TEST(Behaviours, TurnConversationsThatOthersOpened)
{
    auto const circumstances = used();
    Behaviours behaviours{circumstances};
    auto const called = flow(1, "198.51.100.7", "192.0.2.10");
    auto answered = finding("imei", "imei/0", {"stream"}, Match::hashed);
    answered.direction = Direction::to_client;
    behaviours.found(called, answered, 0);
    behaviours.ended(called, record(0, 10, 70), "198.51.100.7");
    auto const all = behaviours.of(phone());
    auto const& behaviour = all.at("198.51.100.7");
    EXPECT_EQ(behaviour.up, 70u);
    EXPECT_EQ(behaviour.down, 10u);
    EXPECT_TRUE(behaviour.sent.at("imei").hashed_only);
}

TEST(Behaviours, KeepWhatWentUpUnreadInOneGo)
{
    auto const circumstances = used();
    Behaviours behaviours{circumstances};
    auto closed = record(0, 10'000, 100);
    closed.opened_to_server = 0;
    closed.bursts = {{0, 1, 9'000, {0, 1, 9}}};
    behaviours.ended(flow(1), closed, "a.example");
    auto read = closed;
    read.opened_to_server = 9'500;
    behaviours.ended(flow(2), read, "a.example");
    auto const called = flow(3, "198.51.100.7", "192.0.2.10"); // what a caller sent to the phone
    behaviours.ended(called, closed, "198.51.100.7");
    EXPECT_FALSE(behaviours.left_out_bursts());
    closed.bursts.resize(limits::bursts, closed.bursts.front());
    behaviours.ended(flow(4), closed, "a.example");
    EXPECT_TRUE(behaviours.left_out_bursts());
    auto const of = behaviours.of(phone());
    EXPECT_EQ(of.at("a.example").unread_bursts.size(), limits::bursts);
    EXPECT_TRUE(of.at("198.51.100.7").unread_bursts.empty());
}

TEST(Behaviours, KeepDevicesApart)
{
    auto const circumstances = used();
    Behaviours behaviours{circumstances};
    behaviours.ended(flow(1), record(0, 10, 10), "a.example");
    behaviours.ended(flow(2, "192.0.2.99"), record(0, 70, 70), "a.example");
    EXPECT_EQ(behaviours.of(phone()).at("a.example").up, 10u);
}

TEST(Behaviours, KnowAConnectivityCheck)
{
    struct Row {
        std::string_view method, url;
        std::uint64_t body;
        std::uint64_t checks;
    };
    Row const rows[] = {
        {"GET", "/generate_204", 0, 1},        {"HEAD", "/gen_204?x=1", 0, 1},
        {"GET", "/hotspot-detect.html", 0, 1}, {"GET", "/connecttest.txt", 0, 1},
        {"POST", "/generate_204", 0, 0},       {"GET", "/generate_204", 300, 0},
        {"GET", "/pixel/generate_2040", 0, 0},
    };
    auto const circumstances = used();
    for (auto const& row : rows) {
        SCOPED_TRACE(row.url);
        Behaviours behaviours{circumstances};
        HttpExchange exchange;
        exchange.method = row.method;
        exchange.url = row.url;
        if (row.body > 0)
            exchange.request_body = HttpBody{.length = row.body};
        behaviours.exchanged(flow(1), exchange);
        behaviours.ended(flow(1), record(0, 10, 10), "check.example");
        EXPECT_EQ(behaviours.of(phone()).at("check.example").connectivity_checks, row.checks);
    }
}

} // namespace

} // namespace petze

#include "conversation/flow_table.h"

#include "base/limits.h"
#include "conversation/recording_test.h"
#include "testing/hex.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using namespace petze::testing;
using Rows = std::vector<Tally::Row>;

constexpr auto c = Side::client;
constexpr auto s = Side::server;

/// What a table tells of packets from one capture.
class Table {
public:
    explicit Table(std::size_t shard = 0)
        : m_table(m_observer, m_tally, shard)
    {
    }

    FlowTable& operator*() { return m_table; }
    std::vector<RecordingObserver::Told> finish()
    {
        m_table.finish({});
        EXPECT_EQ(m_table.size(), 0u);
        EXPECT_EQ(m_observer.broken, std::vector<std::string>{});
        return m_observer.told();
    }
    std::vector<std::uint64_t> const& order() const { return m_observer.order; }
    Rows rows() const { return m_tally.rows(); }

private:
    RecordingObserver m_observer;
    Tally m_tally;
    FlowTable m_table;
};

TEST(FlowTable, FindsWhoOpened)
{
    constexpr std::string_view hello{"\x16\x03\x01\x00\x01\x01", 6};
    constexpr std::string_view question{"\x12\x34\x01\0\0\1\0\0\0\0\0\0", 12};
    constexpr std::string_view answer{"\x12\x34\x81\x80\0\1\0\1\0\0\0\0", 12};
    struct {
        char const* name;
        std::uint8_t protocol;
        std::uint16_t client_port, server_port;
        std::vector<Line> lines;
    } const cases[] = {
        {"SYN", 6, 80, 40000, {{c, syn, 0}, {s, syn | ack, 0, "", 1}, {c, ack, 1, "GET ", 1}}},
        {"its answer alone", 6, 80, 40000, {{s, syn | ack, 0, "", 1}, {s, ack, 1, "GET ", 1}}},
        {"the answer before the SYN", 6, 80, 40000, {{s, syn | ack, 0, "", 1}, {c, syn, 0}}},
        {"SYN after other packets", 6, 80, 40000, {{s, ack, 900, "", 800}, {c, syn, 0}}},
        {"ports", 6, 40000, 443, {{s, ack, 1, "??"}, {c, ack, 1, "!!"}}},
        {"ports, nothing said", 6, 40000, 443, {{s, ack, 1}}},
        {"request against the ports", 6, 80, 40000, {{c, ack, 1, "GET / HTTP/1.1"}}},
        {"response against the ports", 6, 80, 40000, {{s, ack, 1, "HTTP/1.1 200 OK"}}},
        {"ClientHello against the ports", 6, 443, 40000, {{s, ack, 1}, {c, ack, 1, hello}}},
        {"nothing tells: whoever is seen first", 6, 40000, 50000, {{c, ack, 1, "?"}, {s, ack, 1}}},
        {"DNS question", 17, 50000, 53, {{c, 0, 0, question}, {s, 0, 0, answer}}},
        {"DNS answer first", 17, 50000, 53, {{s, 0, 0, answer}, {c, 0, 0, question}}},
        {"UDP by ports", 17, 50000, 443, {{s, 0, 0, "?"}, {c, 0, 0, "?"}}},
        {"echo", 1, 8, 0, {{c, 0, 0, "ping"}, {s, 0, 0, "pong"}}},
    };
    for (auto const& one : cases)
        for (bool swapped : {false, true}) {
            SCOPED_TRACE(one.name + std::string{swapped ? ", the server is lower" : ""});
            Table table;
            Talk::Setting setting;
            if (swapped)
                std::swap(setting.client, setting.server);
            setting.protocol = one.protocol;
            setting.client_port = one.client_port;
            setting.server_port = one.server_port;
            Talk{*table, setting}.take(one.lines);
            auto const told = table.finish();
            ASSERT_FALSE(told.empty());
            auto const& flow = told.back().flow;
            EXPECT_EQ(flow.source.text(), setting.client);
            EXPECT_EQ(flow.source_port, one.client_port);
            EXPECT_EQ(flow.destination.text(), setting.server);
            EXPECT_EQ(flow.destination_port, one.server_port);
            EXPECT_EQ(flow.protocol, one.protocol);
        }
}

TEST(FlowTable, RecordsWhatAConversationCameTo)
{
    Table table;
    Talk talk{*table, {}};
    App const app{10001, "com.example", "Example"};
    auto first = talk.make({c, syn, 0, "", 0, 0, 100});
    first.source_mac = {2, 0, 0, 0, 0, 7};
    (*table).take(first, 2);
    auto second = talk.make({s, syn | ack, 0, "", 1, 0, 200});
    second.app = &app;
    second.source_mac = {2, 0, 0, 0, 0, 8};
    (*table).take(second, 2);
    for (auto const& line :
         {Line{c, ack, 1, "hello", 1, 0, 300}, Line{c, ack, 1, "hello", 1, 0, 400},
          Line{c, ack, 6, "a", 1, 4, 500}, Line{s, ack, 1, "world!", 11, 0, 350}})
        (*table).take(talk.make(line), 3);
    auto const told = table.finish();
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0].flow.app, &app);
    EXPECT_EQ(told[0].flow.source_mac, first.source_mac);
    auto const& record = told[0].record;
    EXPECT_EQ(record.to_server.packets, 4u);
    EXPECT_EQ(record.to_server.bytes, 54u + 59u + 59u + 59u);
    EXPECT_EQ(record.to_server.payload, 6u); // sent again is not counted again
    EXPECT_EQ(record.to_server.gap, 4u);
    EXPECT_EQ(record.to_client.packets, 2u);
    EXPECT_EQ(record.to_client.bytes, 54u + 60u);
    EXPECT_EQ(record.to_client.payload, 6u);
    EXPECT_EQ(record.to_client.gap, 0u);
    EXPECT_EQ(record.start_ns, 100'000'000);
    EXPECT_EQ(record.end_ns, 500'000'000); // the clock went back at the last packet
    EXPECT_EQ(record.first_frame, 1u);
    EXPECT_EQ(record.last_frame, 6u);
    EXPECT_EQ(record.first_capture, 2u);
    EXPECT_EQ(record.last_capture, 3u);
}

TEST(FlowTable, CountsFragmentsWithThePacketTheyMade)
{
    Table table;
    Talk talk{*table, {}};
    auto packet = talk.make({c, ack, 1, "hello"});
    packet.earlier_packets = 2;
    packet.earlier_bytes = 120;
    (*table).take(packet, 0);
    auto const told = table.finish();
    EXPECT_EQ(told.at(0).record.to_server.packets, 3u);
    EXPECT_EQ(told.at(0).record.to_server.bytes, 59u + 120u);
}

TEST(FlowTable, CountsButDoesNotReadWhatHasNoHeader)
{
    Table table;
    Talk talk{*table, {}};
    auto packet = talk.make({c, syn | fin, 0});
    packet.truncated = true;
    (*table).take(packet, 0);
    talk.take({c, syn, 500});
    talk.take({c, ack, 501, "hi"});
    auto const told = table.finish();
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0].record.to_server.packets, 3u);
    EXPECT_EQ(told[0].to_server, "hi|");
}

TEST(FlowTable, TellsDatagramsOneByOne)
{
    Table table;
    Talk::Setting setting;
    setting.protocol = protocol::udp;
    Talk talk{*table, setting};
    for (auto const& line : {Line{c, 0, 0, "a"}, Line{s, 0, 0, "bb"}, Line{c, 0, 0, ""},
                             Line{c, 0, 0, "cc", 0, 3}, Line{s, 0, 0, "", 0, 5}})
        talk.take(line);
    auto const told = table.finish();
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0].to_server, "(a)(cc+3)|");
    EXPECT_EQ(told[0].to_client, "(bb)|");
    EXPECT_EQ(told[0].record.to_server.payload, 3u);
    EXPECT_EQ(told[0].record.to_server.gap, 3u);
    EXPECT_EQ(told[0].record.to_client.payload, 2u);
    EXPECT_EQ(told[0].record.to_client.gap, 5u);
    EXPECT_EQ(told[0].record.to_client.packets, 2u);
}

TEST(FlowTable, TellsConversationsInWhichNothingWasSaid)
{
    Table table;
    Talk talk{*table, {}};
    talk.take(Line{c, syn, 0});
    talk.take(Line{s, rst | ack, 0, "go away", 1}); // a message, no data
    auto const told = table.finish();
    ASSERT_EQ(told.size(), 1u);
    EXPECT_FALSE(told[0].spoke);
    EXPECT_EQ(told[0].record.to_server.packets, 1u);
    EXPECT_EQ(told[0].record.to_client.packets, 1u);
}

TEST(FlowTable, KnowsWhenPortsAreUsedAgain)
{
    struct {
        char const* name;
        std::vector<Line> lines;
        std::vector<std::string> to_server;
    } const cases[] = {
        {"the SYN came again", {{c, syn, 0}, {c, syn, 0}, {c, ack, 1, "a"}, {c, syn, 0}}, {"a|"}},
        {"another SYN",
         {{c, syn, 0}, {c, ack, 1, "a"}, {c, syn, 900}, {c, ack, 901, "b"}},
         {"a|", "b|"}},
        {"another SYN, nothing was said",
         {{c, syn, 0}, {c, syn, 900}, {c, ack, 901, "b"}},
         {"", "b|"}},
        {"another SYN after the end",
         {{c, syn, 0},
          {c, fin | ack, 1, "a"},
          {s, fin | ack, 1, "", 3},
          {c, syn, 2},
          {c, ack, 3, "b"}},
         {"a|", "b|"}},
        {"SYN after a beginning that was not captured",
         {{c, ack, 700, "a"}, {c, syn, 0}, {c, ack, 1, "b"}},
         {"a|", "b|"}},
        {"SYN after its answer", {{s, syn | ack, 0, "", 1}, {c, syn, 0}, {c, ack, 1, "a"}}, {"a|"}},
        {"SYN after the acknowledgment of another one",
         {{s, ack, 50, "", 700}, {c, syn, 0}, {c, ack, 1, "b"}},
         {"", "b|"}},
        {"another answer, of one side alone",
         {{s, syn | ack, 0, "", 1},
          {s, ack, 1, "x", 5},
          {s, syn | ack, 900, "", 801},
          {s, ack, 901, "y", 803}},
         {"[4]|", "[2]|"}},
        {"the answer came again",
         {{c, syn, 0}, {s, syn | ack, 0, "", 1}, {s, syn | ack, 0, "", 1}, {c, ack, 1, "a"}},
         {"a|"}},
        {"an answer that an acknowledgment denies",
         {{c, syn, 0}, {c, ack, 1, "", 900}, {s, syn | ack, 0, "", 1}, {c, ack, 1, "a"}},
         {"a|"}},
        {"an answer after data",
         {{c, syn, 0}, {s, ack, 1, "x", 1}, {s, syn | ack, 0, "", 1}, {c, ack, 1, "a"}},
         {"a|"}},
    };
    for (auto const& one : cases) {
        SCOPED_TRACE(one.name);
        Table table;
        Talk{*table, {}}.take(one.lines);
        std::vector<std::string> to_server;
        for (auto const& told : table.finish())
            to_server.push_back(told.to_server);
        EXPECT_EQ(to_server, one.to_server);
        EXPECT_EQ(table.rows(), Rows{});
    }
}

TEST(FlowTable, GivesEachConversationItsOwnNumber)
{
    for (std::size_t shard : {std::size_t{0}, std::size_t{5}, limits::shards - 1}) {
        Table table{shard};
        for (std::uint16_t i = 0; i < 3; ++i) {
            Talk::Setting setting;
            setting.client_port = static_cast<std::uint16_t>(40000 + i);
            Talk{*table, setting}.take(Line{c, ack, 1, "a"});
        }
        table.finish();
        EXPECT_EQ(table.order(), (std::vector<std::uint64_t>{shard + 1, shard + 1 + limits::shards,
                                                             shard + 1 + 2 * limits::shards}));
    }
}

TEST(FlowTable, KeepsConversationsApartWhoseHashesCollide)
{
    // They belong into a few places of the table side by side, half of them with the same tag too.
    constexpr std::uint16_t count = 500;
    Table table;
    auto const take = [&](std::uint16_t i, Line const& line) {
        Talk::Setting setting;
        setting.client_port = static_cast<std::uint16_t>(40000 + i);
        auto packet = Talk{*table, setting}.make(line);
        packet.hash = std::uint64_t{i % 50u} << 6 | (i % 2 == 0 ? 0 : std::uint64_t{i} << 32);
        (*table).take(packet, 0);
    };
    for (std::uint16_t i = 0; i < count; ++i)
        take(i, {c, ack, 1, "a"});
    EXPECT_EQ((*table).size(), count);
    for (std::uint16_t i = 0; i < count; i += 5) // a hundred of them end, all along the row
        take(i, {s, rst, 1});
    (*table).tick({0, 0, 16'000'000'000});
    EXPECT_EQ((*table).size(), count - 100u);
    for (std::uint16_t i = count; i-- > 0;)
        take(i, {c, ack, 2, "b"});
    EXPECT_EQ((*table).size(), count);
    std::map<std::string, int> streams;
    for (auto const& told : table.finish())
        ++streams[told.to_server];
    EXPECT_EQ(streams, (std::map<std::string, int>{{"a|", 100}, {"ab|", 400}, {"b|", 100}}));
}

} // namespace
} // namespace petze

#include "base/limits.h"
#include "conversation/flow_table.h"
#include "conversation/recording_test.h"

#include <gtest/gtest.h>

#include <limits>

namespace petze {
namespace {

using namespace petze::testing;
using Rows = std::vector<Tally::Row>;

constexpr auto c = Side::client;
constexpr auto s = Side::server;
constexpr std::int64_t second = 1'000'000'000;

/// Conversations that differ in the client's port, each line at a time in seconds.
class Timed {
public:
    explicit Timed(std::size_t most = 1000)
        : m_table(m_observer, m_tally, 0, {most, 1 << 20})
    {
    }

    void take(std::uint16_t port, Line line, std::int64_t seconds,
              std::uint8_t protocol = protocol::tcp)
    {
        Talk::Setting setting;
        setting.client_port = port;
        setting.protocol = protocol;
        line.time_ms = seconds * 1000;
        Talk{m_table, setting}.take(line);
    }
    Packet make(std::uint16_t port, Line const& line)
    {
        Talk::Setting setting;
        setting.client_port = port;
        return Talk{m_table, setting}.make(line);
    }
    void tick(std::int64_t time_ns) { m_table.tick({0, 77, time_ns}); }

    FlowTable& table() { return m_table; }
    RecordingObserver const& observer() const { return m_observer; }
    Rows rows() const { return m_tally.rows(); }
    /// The clients' ports, in the order in which their conversations ended.
    std::vector<std::uint16_t> ended() const
    {
        auto const told = m_observer.told();
        std::vector<std::uint16_t> out;
        for (auto id : m_observer.order)
            for (auto const& one : told)
                if (one.flow.id == id)
                    out.push_back(one.flow.source_port);
        return out;
    }

private:
    RecordingObserver m_observer;
    Tally m_tally;
    FlowTable m_table;
};

using Ports = std::vector<std::uint16_t>;

TEST(FlowTimeouts, DependOnWhatWasSeen)
{
    struct {
        char const* name;
        std::uint8_t protocol;
        std::vector<Line> lines;
        std::int64_t seconds;
    } const cases[] = {
        {"SYN without an answer", 6, {{c, syn, 0}}, limits::tcp_opening_seconds},
        {"SYN and its answer",
         6,
         {{c, syn, 0}, {s, syn | ack, 0, "", 1}},
         limits::tcp_idle_seconds},
        {"one side that speaks", 6, {{c, ack, 1, "a"}}, limits::tcp_idle_seconds},
        {"one FIN",
         6,
         {{c, ack, 1, "a"}, {c, fin | ack, 2}, {s, ack, 1, "", 3}},
         limits::tcp_idle_seconds},
        {"both", 6, {{c, fin | ack, 1}, {s, fin | ack, 1, "", 2}}, limits::tcp_closed_seconds},
        {"RST", 6, {{c, syn, 0}, {s, rst | ack, 0, "", 1}}, limits::tcp_closed_seconds},
        {"UDP", 17, {{c, 0, 0, "a"}}, limits::udp_idle_seconds},
        {"question and answer", 17, {{c, 0, 0, "a"}, {s, 0, 0, "b"}}, limits::udp_answered_seconds},
        {"more of UDP",
         17,
         {{c, 0, 0, "a"}, {s, 0, 0, "b"}, {c, 0, 0, "c"}},
         limits::udp_idle_seconds},
        {"another protocol", 50, {{c, 0, 0, "a"}}, limits::udp_idle_seconds},
    };
    for (auto const& one : cases) {
        SCOPED_TRACE(one.name);
        Timed timed;
        for (auto const& line : one.lines)
            timed.take(40000, line, 100, one.protocol);
        timed.tick((100 + one.seconds) * second);
        EXPECT_EQ(timed.table().size(), 1u);
        timed.tick((100 + one.seconds) * second + 1);
        EXPECT_EQ(timed.table().size(), 0u);
        EXPECT_EQ(timed.ended(), Ports{40000});
        auto const told = timed.observer().told();
        EXPECT_EQ(told.at(0).end, (Stamp{0, 77, (100 + one.seconds) * second + 1}));
        EXPECT_EQ(told.at(0).record.end_ns, 100 * second);
        EXPECT_EQ(timed.observer().broken, std::vector<std::string>{});
    }
}

TEST(FlowTimeouts, StartAgainWithEachPacket)
{
    Timed timed;
    timed.take(1001, {c, 0, 0, "a"}, 0, protocol::udp);
    timed.take(1002, {c, 0, 0, "a"}, 1, protocol::udp);
    timed.take(1003, {c, 0, 0, "a"}, 2, protocol::udp);
    timed.take(1001, {c, 0, 0, "b"}, 100, protocol::udp);
    timed.tick(183 * second);
    EXPECT_EQ(timed.ended(), (Ports{1002, 1003}));
    timed.tick(281 * second);
    EXPECT_EQ(timed.ended(), (Ports{1002, 1003, 1001}));
}

TEST(FlowTimeouts, StartAgainWithPacketsThatCannotBeRead)
{
    Timed timed;
    timed.take(1001, {c, ack, 1, "a"}, 0);
    timed.take(1002, {c, ack, 1, "a"}, 1);
    auto packet = timed.make(1001, {c, ack, 2, "b", 0, 0, 100'000});
    packet.truncated = true;
    timed.table().take(packet, 0);
    timed.tick((limits::tcp_idle_seconds + 2) * second); // nor do they keep others alive
    EXPECT_EQ(timed.ended(), Ports{1002});
}

TEST(FlowTimeouts, OverflowNowhere)
{
    constexpr auto first = std::numeric_limits<std::int64_t>::min();
    constexpr auto last = std::numeric_limits<std::int64_t>::max();
    Timed timed;
    auto packet = timed.make(1001, {c, ack, 1, "a"});
    packet.time_ns = last;
    timed.table().take(packet, 0);
    timed.tick(first);
    EXPECT_EQ(timed.ended(), Ports{});
    packet = timed.make(1002, {c, syn, 0});
    packet.time_ns = first;
    timed.table().take(packet, 0);
    timed.tick(last);
    EXPECT_EQ(timed.ended(), Ports{1002});
}

TEST(FlowTable, EndsAllByAgeAtTheEnd)
{
    Timed timed;
    timed.take(1001, {c, syn, 0}, 0);
    timed.take(1002, {c, ack, 1, "a"}, 0);
    timed.take(1003, {c, 0, 0, "a"}, 0, protocol::udp);
    timed.take(1004, {c, rst, 0}, 0);
    timed.take(1001, {c, ack, 1, "a"}, 5);
    timed.table().finish({1, 9, 6 * second});
    EXPECT_EQ(timed.ended(), (Ports{1001, 1002, 1003, 1004}));
    EXPECT_EQ(timed.observer().told().at(0).end, (Stamp{1, 9, 6 * second}));
    timed.table().finish({1, 9, 6 * second});
    EXPECT_EQ(timed.ended().size(), 4u);
}

TEST(FlowTable, MakesRoomWhereItCostsLeast)
{
    constexpr auto told = "flow: limit of conversations, the longest silent was ended";
    struct {
        char const* name;
        std::vector<std::uint16_t> order; // in which conversations begin
        std::uint16_t ended;
    } const cases[] = {
        // 1 opening, 2 open, 3 closed, 4 datagrams
        {"the closed one", {1, 2, 3, 4}, 3},
        {"then the one that was never answered", {1, 2, 4}, 1},
        {"then datagrams", {2, 4, 12}, 4},
        {"the longest silent of them", {14, 2, 4}, 14},
        {"then the longest silent connection", {2, 12, 22}, 2},
    };
    for (auto const& one : cases) {
        SCOPED_TRACE(one.name);
        Timed timed{one.order.size()};
        for (auto const port : one.order)
            switch (port % 10) {
            case 1:
                timed.take(port, {c, syn, 0}, 0);
                break;
            case 2:
                timed.take(port, {c, ack, 1, "a"}, 0);
                break;
            case 3:
                timed.take(port, {c, rst, 0}, 0);
                break;
            default:
                timed.take(port, {c, 0, 0, "a"}, 0, protocol::udp);
            }
        EXPECT_EQ(timed.rows(), Rows{});
        timed.take(40000, {c, syn, 0}, 1);
        EXPECT_EQ(timed.table().size(), one.order.size());
        ASSERT_EQ(timed.observer().order.size(), 1u);
        EXPECT_EQ(timed.rows(), (Rows{{told, 1}}));
        auto const ports = timed.ended();
        EXPECT_EQ(ports.at(0), one.ended);
    }
}

TEST(FlowTable, StaysWithinItsBounds)
{
    Timed timed{10};
    for (std::uint16_t port = 0; port < 1000; ++port) {
        timed.take(port, {c, ack, 1, "a"}, port);
        EXPECT_LE(timed.table().size(), 10u);
    }
    EXPECT_EQ(timed.observer().order.size(), 990u);
    EXPECT_EQ(timed.rows().at(0).count, 990u);
}

} // namespace
} // namespace petze

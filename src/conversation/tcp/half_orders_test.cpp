#include "conversation/tcp/stream_test.h"

#include <algorithm>

namespace petze {
namespace {

using namespace petze::testing;

TEST(TcpStream, DoesNotDependOnTheSplit)
{
    std::string const text = "eight go";
    for (unsigned cuts = 0; cuts < 1u << (text.size() - 1); ++cuts) {
        SCOPED_TRACE(cuts); // a bit for each place between two characters
        std::vector<Line> lines;
        std::size_t from = 0;
        for (std::size_t to = 1; to <= text.size(); ++to)
            if (to == text.size() || (cuts >> (to - 1) & 1) != 0) {
                lines.push_back({c, ack, static_cast<std::uint32_t>(1 + from),
                                 std::string_view{text}.substr(from, to - from)});
                from = to;
            }
        for (bool backwards : {false, true}) {
            if (backwards)
                std::reverse(lines.begin(), lines.end());
            Case const one[] = {{"split", lines, "eight go|", "|", {}}};
            expect_each(one, handshake);
        }
    }
}

TEST(TcpStream, DoesNotDependOnTheOrder)
{
    // Four segments that overlap by one byte each.
    std::vector<Line> const segments = {
        {c, ack, 1, "abc"}, {c, ack, 3, "cde"}, {c, ack, 5, "efg"}, {c, ack, 7, "gh"}};
    std::vector<std::size_t> order{0, 1, 2, 3};
    do {
        std::vector<Line> lines;
        for (auto index : order)
            lines.push_back(segments[index]);
        Case const one[] = {{"permuted", lines, "abcdefgh|", "|", {}}};
        expect_each(one, handshake);
    } while (std::ranges::next_permutation(order).found);
}

/// A conversation whose stream is looked at while it goes on.
class Live {
public:
    explicit Live(std::span<Line const> before = handshake) { m_talk.take(before); }

    void take(Line const& line) { m_talk.take(line); }
    void take(Packet const& packet) { m_table.take(packet, 0); }
    Packet make(Line const& line) { return m_talk.make(line); }
    std::string to_server() const { return m_observer.told().at(0).to_server; }
    RecordingObserver::Told told() const { return m_observer.told().at(0); }
    Rows rows() const { return m_tally.rows(); }

private:
    RecordingObserver m_observer;
    Tally m_tally;
    FlowTable m_table{m_observer, m_tally, 0};
    Talk m_talk{m_table, {}};
};

TEST(TcpStream, IsToldAtOnceWhereItIsInOrder)
{
    Live live; // the handshake was frames 1 to 3
    live.take({c, ack, 1, "aa"});
    EXPECT_EQ(live.to_server(), "aa");
    live.take({c, ack, 5, "cc"});
    live.take({c, ack, 7, "dd"});
    EXPECT_EQ(live.to_server(), "aa");
    live.take({c, ack, 3, "bb"});
    EXPECT_EQ(live.to_server(), "aabbccdd");
    EXPECT_EQ(live.told().carried, (std::vector<std::uint64_t>{4, 7, 5, 6}));
    EXPECT_EQ(live.told().now, (std::vector<std::uint64_t>{4, 7, 7, 7}));
}

TEST(TcpStream, EndsAtTheAcknowledgmentOfItsFin)
{
    Live live;
    live.take({c, fin | ack, 1, "aa"});
    EXPECT_EQ(live.to_server(), "aa");
    live.take({s, ack, 1, "", 3});
    EXPECT_EQ(live.to_server(), "aa");
    live.take({s, ack, 1, "", 4});
    EXPECT_EQ(live.to_server(), "aa|");
}

TEST(TcpStream, EndsThoughNobodyWasSeenToBegin)
{
    Live live{{}};
    live.take({c, fin | ack, 700, "", 50});
    live.take({s, ack, 50, "11", 701});
    EXPECT_EQ(live.to_server(), "|");
    EXPECT_EQ(live.told().to_client, "11");
}

TEST(TcpAnswer, WaitsForItsQuestion)
{
    Live live;
    live.take({s, ack, 1, "11", 3});
    live.take({s, ack, 3, "22", 5});
    EXPECT_EQ(live.told().to_client, "");
    live.take({c, ack, 1, "aa", 1});
    EXPECT_EQ(live.to_server(), "aa");
    EXPECT_EQ(live.told().to_client, "11");
    live.take({c, ack, 3, "bb", 3});
    EXPECT_EQ(live.to_server(), "aabb");
    EXPECT_EQ(live.told().to_client, "1122");
    EXPECT_EQ(live.told().carried, (std::vector<std::uint64_t>{6, 4, 7, 5}));
    EXPECT_EQ(live.told().now, (std::vector<std::uint64_t>{6, 6, 7, 7}));
}

TEST(TcpAnswer, DoesNotWaitForWhatNeverComes)
{
    Case const cases[] = {
        {"until the end", {{s, ack, 1, "11", 3}}, "[2]|", "11|", {}},
        {"each for the other, which cannot be",
         {{s, ack, 1, "11", 3}, {c, ack, 1, "aa", 3}},
         "aa|",
         "11|",
         {}},
    };
    expect_each(cases, handshake);
    Live late;
    late.take({s, ack, 1, "11", 3});
    late.take({s, ack, 3, "22", 3, 0, 999});
    EXPECT_EQ(late.told().to_client, "");
    late.take({s, ack, 5, "33", 3, 0, 1000});
    EXPECT_EQ(late.told().to_client, "112233");
    late.take({s, ack, 7, "44", 3, 0, 1000});
    EXPECT_EQ(late.told().to_client, "11223344");
    late.take({c, ack, 1, "aa", 9});
    EXPECT_EQ(late.to_server(), "aa");
    EXPECT_EQ(late.rows(), Rows{});

    Live many;
    for (std::uint32_t i = 0; i < 15; ++i)
        many.take({s, ack, 1 + i, "1", 3});
    EXPECT_EQ(many.told().to_client, "");
    many.take({s, ack, 16, "1", 3});
    EXPECT_EQ(many.told().to_client, std::string(16, '1'));
}

TEST(TcpAnswer, DoesNotWaitWhereNobodyWasHeardToAsk)
{
    Live live{{}};
    live.take({s, ack, 1, "11", 500});
    live.take({s, ack, 3, "22", 600});
    EXPECT_EQ(live.told().to_client.size() + live.told().to_server.size(), 4u);
}

TEST(TcpHole, BecomesAGapSomeTimeAfterItsAcknowledgment)
{
    constexpr auto second = std::int64_t{1'000};
    struct {
        char const* name;
        std::vector<Line> lines; // after "aa" and "cc" at time 0
        char const* expected;
    } const cases[] = {
        {"not acknowledged", {{s, ack, 1, "", 3, 0, 10 * second}}, "aa"},
        {"acknowledged at once", {{s, ack, 1, "", 7, 0, 0}}, "aa"},
        {"a little later", {{s, ack, 1, "", 7, 0, second - 1}}, "aa"},
        {"a second later", {{s, ack, 1, "", 7, 0, second}}, "aa[2]cc"},
        {"acknowledged early, seen a second later",
         {{s, ack, 1, "", 7, 0, 0}, {s, ack, 1, "", 7, 0, second}},
         "aa[2]cc"},
        {"acknowledged early, more waits a second later",
         {{s, ack, 1, "", 7, 0, 0}, {c, ack, 7, "dd", 1, 0, second}},
         "aa[2]ccdd"},
        {"only the hole was acknowledged", {{s, ack, 1, "", 5, 0, second}}, "aa[2]cc"},
        {"not all of the hole was", {{s, ack, 1, "", 4, 0, second}}, "aa"},
        {"clocks that go back", {{s, ack, 1, "", 7, 0, -second}}, "aa"},
        {"it comes after all",
         {{s, ack, 1, "", 7, 0, second}, {c, ack, 3, "bb", 1, 0, second}},
         "aa[2]cc"},
        {"the next hole waits as long",
         {{c, ack, 9, "ee"}, {s, ack, 1, "", 11, 0, second}, {s, ack, 1, "", 11, 0, second + 1}},
         "aa[2]cc"},
        {"the next hole has waited as long",
         {{c, ack, 9, "ee"}, {s, ack, 1, "", 11, 0, second}, {s, ack, 1, "", 11, 0, 2 * second}},
         "aa[2]cc[2]ee"},
    };
    for (auto const& one : cases) {
        SCOPED_TRACE(one.name);
        Live live;
        live.take({c, ack, 1, "aa"});
        live.take({c, ack, 5, "cc"});
        for (auto const& line : one.lines)
            live.take(line);
        EXPECT_EQ(live.to_server(), one.expected);
        EXPECT_EQ(live.rows(), Rows{});
    }
}

TEST(TcpHole, BecomesAGapSomePacketsAfterItsAcknowledgment)
{
    Live live;
    live.take({s, ack, 1, "", 100});
    live.take({c, ack, 1, "a"});
    for (std::uint32_t i = 0; i < 8; ++i)
        live.take({c, ack, 3 + i, "c"});
    for (std::uint32_t i = 0; i < 7; ++i)
        live.take({c, ack, 12 + i, "e"});
    EXPECT_EQ(live.to_server(), "a");
    live.take({c, ack, 19, "e"});
    EXPECT_EQ(live.to_server(), "a[1]cccccccc");
    // The next hole waits for as many packets.
    for (std::uint32_t i = 0; i < 15; ++i)
        live.take({c, ack, 20 + i, "e"});
    EXPECT_EQ(live.to_server(), "a[1]cccccccc");
    live.take({c, ack, 35, "e"});
    EXPECT_EQ(live.to_server(), "a[1]cccccccc[1]" + std::string(24, 'e'));
}

TEST(TcpHole, MayBeOfAnyAge)
{
    Live live;
    auto early = live.make({c, ack, 5, "cc"});
    early.time_ns = std::numeric_limits<std::int64_t>::min();
    auto late = live.make({s, ack, 1, "", 7});
    late.time_ns = std::numeric_limits<std::int64_t>::max();
    live.take(early);
    live.take(late);
    EXPECT_EQ(live.to_server(), "[4]cc");
}

} // namespace
} // namespace petze

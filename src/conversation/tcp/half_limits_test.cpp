#include "base/limits.h"
#include "conversation/tcp/stream_test.h"

#include <algorithm>

namespace petze {
namespace {

using namespace petze::testing;

constexpr auto limit_hit = "tcp: limit of waiting segments, hole told as a gap";
constexpr FlowTableLimits no_bounds{100, std::size_t{1} << 40};

/// Conversations of one shard.
class Shard {
public:
    explicit Shard(FlowTableLimits const& bounds)
        : m_table(m_observer, m_tally, 0, bounds)
    {
    }

    Talk talk()
    {
        Talk::Setting setting;
        setting.client_port = static_cast<std::uint16_t>(40000 + m_talks++);
        Talk out{m_table, setting};
        out.take(handshake);
        return out;
    }
    std::string to_server(std::size_t number) const
    {
        return m_observer.told().at(number).to_server;
    }
    Rows rows() const { return m_tally.rows(); }
    void finish() { m_table.finish({}); }

private:
    RecordingObserver m_observer;
    Tally m_tally;
    FlowTable m_table;
    unsigned m_talks = 0;
};

/// Segments with a hole of one byte before each.
void take_apart(Talk& talk, std::uint32_t& sequence, std::size_t count, std::string_view text)
{
    for (std::size_t i = 0; i < count; ++i) {
        talk.take({c, ack, sequence + 1, text});
        sequence += static_cast<std::uint32_t>(text.size()) + 1;
    }
}

TEST(TcpLimits, BoundTheSegmentsOfAStream)
{
    Shard shard{no_bounds};
    auto talk = shard.talk();
    std::uint32_t sequence = 1;
    take_apart(talk, sequence, limits::held_segments_stream, "x");
    EXPECT_EQ(shard.to_server(0), "");
    EXPECT_EQ(shard.rows(), Rows{});
    take_apart(talk, sequence, 2, "x");
    EXPECT_EQ(shard.to_server(0), "[1]x[1]x");
    EXPECT_EQ(shard.rows(), (Rows{{limit_hit, 2}}));
}

TEST(TcpLimits, BoundTheBytesOfAStream)
{
    std::string const large(65000, 'x');
    constexpr auto fit = limits::held_bytes_stream / 65000; // and there is some cost to each
    Shard shard{no_bounds};
    auto talk = shard.talk();
    std::uint32_t sequence = 1;
    take_apart(talk, sequence, fit - 1, large);
    EXPECT_EQ(shard.to_server(0), "");
    EXPECT_EQ(shard.rows(), Rows{});
    take_apart(talk, sequence, 2, large);
    EXPECT_EQ(shard.to_server(0).substr(0, 5), "[1]xx");
    EXPECT_EQ(shard.rows().size(), 1u);
}

TEST(TcpLimits, HoldWhereManySmallWaitBeforeFewLarge)
{
    std::string const large(65000, 'L');
    Shard shard{no_bounds};
    auto talk = shard.talk();
    std::uint32_t sequence = 1;
    take_apart(talk, sequence, 3000, "x");
    take_apart(talk, sequence, 100, large);
    auto const told = shard.to_server(0);
    auto const handed_on = static_cast<std::size_t>(std::ranges::count(told, 'L'));
    EXPECT_GE(handed_on + limits::held_bytes_stream, 100 * large.size());
}

TEST(TcpLimits, AreSharedByAShard)
{
    std::string const text(6000, 'x');
    Shard shard{{100, 10000}};
    auto one = shard.talk();
    auto other = shard.talk();
    one.take({c, ack, 3, text});
    EXPECT_EQ(shard.rows(), Rows{});
    other.take({c, ack, 3, text});
    EXPECT_EQ(shard.rows(), (Rows{{limit_hit, 1}}));
    EXPECT_EQ(shard.to_server(1), "[2]" + text);
    EXPECT_EQ(shard.to_server(0), ""); // the one that was there first may wait
    one.take({c, ack, 1, "aa"});
    EXPECT_EQ(shard.to_server(0), "aa" + text);
    other.take({c, ack, 6005, text}); // there is room again
    EXPECT_EQ(shard.rows(), (Rows{{limit_hit, 1}}));
}

TEST(TcpLimits, CountWhatASmallSegmentCosts)
{
    Shard shard{{100, 10000}};
    auto talk = shard.talk();
    std::uint32_t sequence = 1;
    take_apart(talk, sequence, 1000, "x"); // a thousand bytes, and far more to remember them
    EXPECT_EQ(shard.rows().size(), 1u);
}

TEST(TcpLimits, AreFreeAgainHoweverItEnded)
{
    std::string const text(6000, 'x');
    struct {
        char const* name;
        std::vector<Line> lines;
    } const cases[] = {
        {"filled", {{c, ack, 1, "aa"}}},
        {"filled by one that overlaps", {{c, ack, 1, "aaxxx"}}},
        {"acknowledged", {{s, ack, 1, "", 5000}, {s, ack, 1, "", 5000, 0, 2000}}},
        {"after the end", {{c, fin | ack, 1}, {s, ack, 1, "", 2}}},
        {"another began", {{c, syn, 500}, {c, ack, 501, "", 1}}},
    };
    for (auto const& one : cases) {
        SCOPED_TRACE(one.name);
        Shard shard{{100, 10000}};
        for (int i = 0; i < 10; ++i) {
            auto talk = shard.talk();
            talk.take({c, ack, 3, text});
            talk.take(one.lines);
        }
        auto last = shard.talk();
        last.take({c, ack, 3, text});
        auto const rows = shard.rows();
        EXPECT_TRUE(std::ranges::none_of(rows, [](auto const& r) { return r.kind == limit_hit; }));
    }
}

TEST(TcpStream, IsComparedOnlyWhereSomebodyReads)
{
    for (bool reads_content : {true, false}) {
        SCOPED_TRACE(reads_content);
        RecordingObserver observer;
        observer.reads_content = reads_content;
        Tally tally;
        FlowTable table{observer, tally, 0};
        Talk talk{table, {}};
        talk.take(handshake);
        talk.take({c, ack, 1, "aa"});
        talk.take({c, ack, 1, "xx"});
        EXPECT_EQ(observer.told().at(0).to_server, "aa");
        EXPECT_EQ(tally.rows().size(), reads_content ? 1u : 0u);
    }
}

} // namespace
} // namespace petze

#include "decrypt/quic/stream_table.h"

#include "base/limits.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace petze::quic {
namespace {

constexpr auto up = Direction::to_server, down = Direction::to_client;

class Told final : public StreamSink {
public:
    void stream(std::uint64_t stream, Direction direction, Bytes piece, Stamp const&) override
    {
        text(stream, direction) += as_text(piece);
    }
    void stream_gap(std::uint64_t stream, Direction direction, std::uint64_t count) override
    {
        text(stream, direction) += "[" + std::to_string(count) + "]";
    }
    void stream_end(std::uint64_t stream, Direction direction) override
    {
        text(stream, direction) += ".";
        order += std::to_string(stream) + (direction == up ? "^ " : "v ");
    }
    void damaged(std::string_view reason) override { ++reasons[std::string{reason}]; }

    std::string& text(std::uint64_t stream, Direction direction)
    {
        return streams[{stream, direction}];
    }

    std::map<std::pair<std::uint64_t, Direction>, std::string> streams;
    std::map<std::string, int> reasons;
    std::string order; // in which they ended
};

Frame stream(std::uint64_t id, std::uint64_t offset, std::string_view text, bool fin = false)
{
    return {FrameKind::stream, id, offset, as_bytes(text), {}, fin};
}

TEST(QuicStreams, PutsEachStreamInOrder)
{
    Told told;
    StreamTable table;
    table.take(stream(0, 2, "cd", true), up, {}, told);
    table.take(stream(4, 0, "xy"), up, {}, told);
    table.take(stream(0, 0, "answer", true), down, {}, told);
    table.take(stream(0, 0, "ab"), up, {}, told);
    table.take(stream(0, 0, "ab"), up, {}, told); // over: a late copy begins nothing anew
    table.take(stream(4, 2, "", true), up, {}, told);
    EXPECT_EQ(told.text(0, up), "abcd.");
    EXPECT_EQ(told.text(0, down), "answer.");
    EXPECT_EQ(told.text(4, up), "xy.");
    table.finish(told);
    EXPECT_EQ(told.streams.size(), 3u);
}

TEST(QuicStreams, EndsWhatIsOpenAtTheEnd)
{
    Told told;
    StreamTable table;
    table.take(stream(0, 3, "late", false), up, {}, told);
    table.take(stream(2, 0, "control"), up, {}, told);
    table.take(stream(4, 0, "ab"), up, {}, told);
    table.take(stream(4, 9, "", true), up, {}, told);
    table.finish(told);
    EXPECT_EQ(told.text(0, up), "[3]late.");
    EXPECT_EQ(told.text(2, up), "control.");
    EXPECT_EQ(told.text(4, up), "ab[7].");
    EXPECT_EQ(told.order, "2^ 0^ 4^ ");
    table.finish(told);
    EXPECT_EQ(told.order, "2^ 0^ 4^ ");
}

TEST(QuicStreams, HandsOnWhatAResetLeaves)
{
    Told told;
    StreamTable table;
    table.take(stream(0, 0, "ab"), up, {}, told);
    table.take(stream(0, 4, "ef"), up, {}, told);
    table.reset(0, up, told);
    table.reset(8, down, told); // of which nothing was seen
    EXPECT_EQ(told.text(0, up), "ab[2]ef.");
    EXPECT_EQ(told.streams.size(), 1u);
}

TEST(QuicStreams, IsBoundedByManyStreams)
{
    Told told;
    StreamTable table;
    for (std::uint64_t i = 0; i < 100'000; ++i) {
        table.take(stream(4 * i, 1, "x"), up, {}, told);
        told.streams.clear();
        told.order.clear();
    }
    EXPECT_EQ(told.reasons["quic: limit of open streams"],
              100'000 - static_cast<int>(limits::quic_streams));
    // Those closed with holes between them are remembered, as far as there is room.
    for (std::uint64_t i = 0; i < 100'000; ++i)
        table.take(stream(8 * i + 2, 0, "x", true), up, {}, told);
}

TEST(QuicStreams, RemembersNumbersInRanges)
{
    UsedNumbers used;
    for (auto const number : {5u, 1u, 3u, 2u, 9u, 2u})
        used.add(number);
    EXPECT_EQ(used.ranges(), 3u); // 1-3, 5, 9
    for (auto const number : {1u, 2u, 3u, 5u, 9u})
        EXPECT_TRUE(used.contains(number)) << number;
    for (auto const number : {0u, 4u, 6u, 8u, 10u})
        EXPECT_FALSE(used.contains(number)) << number;
    used.add(4);
    EXPECT_EQ(used.ranges(), 2u);
    used.forget_lowest_hole();
    EXPECT_EQ(used.ranges(), 1u);
    EXPECT_TRUE(used.contains(7));
}

} // namespace
} // namespace petze::quic

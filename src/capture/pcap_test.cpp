#include "base/limits.h"
#include "testing/capture_files.h"
#include "testing/hex.h"
#include "testing/read_capture.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using namespace petze::testing;

TEST(Pcap, ReadsEachVariant)
{
    // draft-ietf-opsawg-pcap §4 and §5: one packet of three bytes out of five, at 0x53cccd52
    // seconds and 0x0001e240 = 123456 parts of a second.
    struct {
        char const* name;
        char const* file_header;
        char const* record_header;
        ReadFrame expected;
    } const cases[] = {
        {"microseconds, little-endian",
         "d4c3b2a1 0200 0400 00000000 00000000 ffff0000 01000000",
         "52cdcc53 40e20100 03000000 05000000",
         {1405930834'123456000, 1, 5, "aabbcc"}},
        {"microseconds, big-endian",
         "a1b2c3d4 0002 0004 00000000 00000000 0000ffff 00000001",
         "53cccd52 0001e240 00000003 00000005",
         {1405930834'123456000, 1, 5, "aabbcc"}},
        {"nanoseconds, little-endian",
         "4d3cb2a1 0200 0400 00000000 00000000 ffff0000 01000000",
         "52cdcc53 40e20100 03000000 05000000",
         {1405930834'000123456, 1, 5, "aabbcc"}},
        {"nanoseconds, big-endian",
         "a1b23c4d 0002 0004 00000000 00000000 0000ffff 00000001",
         "53cccd52 0001e240 00000003 00000005",
         {1405930834'000123456, 1, 5, "aabbcc"}},
        {"Kuznetsov's, little-endian",
         "34cdb2a1 0200 0400 00000000 00000000 ffff0000 71000000",
         "52cdcc53 40e20100 03000000 05000000 02000000 0800 00 00",
         {1405930834'123456000, 113, 5, "aabbcc"}},
        {"Kuznetsov's, big-endian",
         "a1b2cd34 0002 0004 00000000 00000000 0000ffff 00000071",
         "53cccd52 0001e240 00000003 00000005 00000002 0008 00 00",
         {1405930834'123456000, 113, 5, "aabbcc"}},
        {"length of the FCS beside the link type",
         "d4c3b2a1 0200 0400 00000000 00000000 ffff0000 93000024",
         "52cdcc53 40e20100 03000000 05000000",
         {1405930834'123456000, 147, 5, "aabbcc"}},
        {"seconds beyond 2038",
         "d4c3b2a1 0200 0400 00000000 00000000 ffff0000 01000000",
         "ffffffff 00000000 03000000 03000000",
         {4294967295'000000000, 1, 3, "aabbcc"}},
        {"version 2.3, lengths swapped",
         "d4c3b2a1 0200 0300 00000000 00000000 ffff0000 01000000",
         "52cdcc53 40e20100 05000000 03000000",
         {1405930834'123456000, 1, 5, "aabbcc"}},
        {"snaplen smaller than the packet",
         "d4c3b2a1 0200 0400 00000000 00000000 02000000 01000000",
         "52cdcc53 40e20100 03000000 05000000",
         {1405930834'123456000, 1, 5, "aabbcc"}},
        {"wire length smaller than what was captured",
         "d4c3b2a1 0200 0400 00000000 00000000 ffff0000 01000000",
         "52cdcc53 40e20100 03000000 00000000",
         {1405930834'123456000, 1, 3, "aabbcc"}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const read = read_all(from_hex(c.file_header, c.record_header, "aabbcc"));
        EXPECT_FALSE(read.error);
        EXPECT_EQ(read.frames, std::vector{c.expected});
        EXPECT_EQ(read.tally, std::vector<Tally::Row>{});
    }
}

TEST(Pcap, HoldsNoPacket)
{
    auto const read = read_all(PcapFile{}.bytes());
    EXPECT_FALSE(read.error);
    EXPECT_TRUE(read.frames.empty());
    EXPECT_TRUE(read.tally.empty());
}

TEST(Pcap, NumbersFramesFromOne)
{
    auto const packet = from_hex("aa");
    auto const bytes = PcapFile{}.packet(packet).packet(packet).bytes();
    auto const reader = open_capture(memory_source(bytes), "test.pcap", 7).value();
    FrameBlock block;
    ASSERT_TRUE(reader->next(block).value());
    ASSERT_EQ(block.frames.size(), 2U);
    EXPECT_EQ(block.frames[0].stamp, (Stamp{7, 1, 0}));
    EXPECT_EQ(block.frames[1].stamp, (Stamp{7, 2, 0}));
    EXPECT_EQ(block.used, bytes.size() - first_bytes);
    EXPECT_FALSE(reader->next(block).value());
    EXPECT_TRUE(block.frames.empty());
}

TEST(Pcap, StopsAtLengthsThatMakeNoSense)
{
    struct {
        char const* name;
        std::uint32_t snap_length;
        std::uint32_t length; // as written in the second record, whose three bytes are all there
        std::size_t frames;
    } const cases[] = {
        {"beyond every snaplen", 65535, 0xffffffff, 1},
        {"beyond what a frame may be", 0xffffffff, limits::frame_bytes + 1, 1},
        {"just beyond the usual snaplen", 65535, 262145, 1},
        {"as it should be", 65535, 3, 2},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto bytes = PcapFile{{.snap_length = c.snap_length}}.packet(from_hex("aabbcc")).bytes();
        put(bytes, ByteOrder::little, 0, 8);
        put(bytes, ByteOrder::little, c.length, 4);
        put(bytes, ByteOrder::little, 3, 4);
        put(bytes, from_hex("ddeeff"));
        auto const read = read_all(bytes);
        EXPECT_FALSE(read.error);
        EXPECT_EQ(read.frames.size(), c.frames);
        auto const told = std::vector<Tally::Row>{
            {"capture: packet length makes no sense, the rest is unreadable", 1}};
        EXPECT_EQ(read.tally, c.frames == 1 ? told : std::vector<Tally::Row>{});
    }
}

TEST(Pcap, HandsOutWhatStandsBeforeTheCut)
{
    auto const packet = from_hex("aabbcc");
    auto const bytes = PcapFile{}.packet(packet).packet(packet).packet(packet).bytes();
    constexpr std::size_t header = 24;
    constexpr std::size_t record = 16 + 3;
    for (std::size_t length = 0; length <= bytes.size(); ++length) {
        SCOPED_TRACE(length);
        auto const read = read_all(Bytes{bytes}.first(length));
        EXPECT_EQ(read.error.has_value(), length < header);
        if (read.error)
            continue;
        EXPECT_EQ(read.frames.size(), (length - header) / record);
        EXPECT_EQ(read.tally.size(), (length - header) % record == 0 ? 0U : 1U);
    }
}

// Records lie across the borders of blocks in every way, and some are longer than a block.
TEST(Pcap, ReadsFramesAcrossBlocks)
{
    PcapFile file{{.snap_length = 4U << 20}};
    std::vector<std::size_t> lengths;
    for (std::size_t const length : {1U << 20, 3U << 20, 0U, 262144U, 1U})
        lengths.push_back(length);
    for (std::size_t i = 0; i < 5000; ++i)
        lengths.push_back(i % 1500);
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        Buffer packet(lengths[i], static_cast<std::uint8_t>(i));
        file.packet(packet, static_cast<std::uint32_t>(i));
    }
    auto const read = read_all(file.bytes());
    ASSERT_EQ(read.frames.size(), lengths.size());
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        SCOPED_TRACE(i);
        Buffer const expected(lengths[i], static_cast<std::uint8_t>(i));
        EXPECT_EQ(read.frames[i].time_ns, static_cast<std::int64_t>(i) * 1'000'000'000);
        EXPECT_TRUE(read.frames[i].bytes == to_hex(expected));
    }
    EXPECT_TRUE(read.tally.empty());
}

TEST(Pcap, GivesTheMemoryOfAHugeFrameBack)
{
    PcapFile file{{.snap_length = limits::frame_bytes}};
    file.packet(Buffer(limits::frame_bytes));
    for (int i = 0; i < 64; ++i)
        file.packet(Buffer(100'000));
    auto const reader = open_capture(memory_source(file.bytes()), "test.pcap", 0).value();
    FrameBlock block;
    std::size_t frames = 0;
    while (reader->next(block).value())
        frames += block.frames.size();
    EXPECT_EQ(frames, 65U);
    EXPECT_LE(block.buffer.size(), 4 * limits::capture_block);
}

TEST(Pcap, SaysWhatIsNoCapture)
{
    struct {
        char const* name;
        char const* bytes;
        char const* why;
    } const cases[] = {
        {"empty", "", "is empty; record or copy it again"},
        {"cut inside the header", "d4c3b2a1 0200 0400",
         "is cut off inside its header; record or copy it again"},
        {"a picture", "89504e47 0d0a1a0a 0000000d 49484452 00000001 00000001 08060000",
         "is no capture that Petze reads; give it pcap or pcapng, plain or compressed with gzip, "
         "zstd or xz"},
        {"gzip cut inside its header", "1f8b0800 0000",
         "is unreadable from its first bytes on (gzip stream is cut off); record or copy it "
         "again"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(read_all(from_hex(c.bytes)).error, (Error{"test.pcap", c.why}));
    }
}

} // namespace
} // namespace petze

#include "capture/pcapng.h"

#include "testing/capture_files.h"
#include "testing/hex.h"
#include "testing/read_capture.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using namespace petze::testing;
using Rows = std::vector<Tally::Row>;

constexpr auto little = ByteOrder::little, big = ByteOrder::big;

Bytes packet()
{
    static auto const bytes = from_hex("aabbcc");
    return bytes;
}

// draft-ietf-opsawg-pcapng §4.1 to §4.3, byte for byte: a section, an interface, a packet of
// three bytes out of five at 0x0004feaf'c7f25ac0 = 1405930834'123456 microseconds.
TEST(Pcapng, ReadsBothByteOrders)
{
    struct {
        char const* name;
        char const* bytes;
    } const cases[] = {
        {"little-endian",
         "0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000"
         "01000000 14000000 6500 0000 00000400 14000000"
         "06000000 24000000 00000000 affe0400 c05af2c7 03000000 05000000 aabbcc00 24000000"},
        {"big-endian",
         "0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c"
         "00000001 00000014 0065 0000 00040000 00000014"
         "00000006 00000024 00000000 0004feaf c7f25ac0 00000003 00000005 aabbcc00 00000024"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const read = read_all(from_hex(c.bytes));
        EXPECT_EQ(read.frames, (std::vector<ReadFrame>{{1405930834'123456000, 101, 5, "aabbcc"}}));
        EXPECT_EQ(read.tally, Rows{});
        EXPECT_EQ(read.comment, "");
    }
}

TEST(Pcapng, TellsTimeInAnyUnit)
{
    struct {
        char const* name;
        std::uint8_t resolution;
        std::int64_t offset;
        std::uint64_t units;
        std::int64_t expected;
    } const cases[] = {
        {"microseconds", 6, 0, 1405930834'123456, 1405930834'123456000},
        {"nanoseconds", 9, 0, 1405930834'123456789, 1405930834'123456789},
        {"picoseconds", 12, 0, 5'123456789012, 5'123456789},
        {"milliseconds", 3, 0, 1405930834'123, 1405930834'123000000},
        {"seconds", 0, 0, 1405930834, 1405930834'000000000},
        {"halves of a second", 0x81, 0, 3, 1'500000000},
        {"2^-10 seconds", 0x8a, 0, 1024 + 256, 1'250000000},
        {"2^-32 seconds, as NTP counts", 0xa0, 0, (5ULL << 32) + (1ULL << 31), 5'500000000},
        {"offset", 6, 1405930834, 123456, 1405930834'123456000},
        {"offset before 1970", 6, -10, 1'000000, -9'000000000},
        {"a unit finer than all", 0x7f, 0, ~0ULL, 0},
        {"a binary unit finer than all", 0xff, 0, ~0ULL, 0},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        pcapng::Interface interface;
        interface.resolution = c.resolution;
        interface.offset_seconds = c.offset;
        EXPECT_EQ(pcapng::time_ns(interface, c.units), c.expected);
    }
}

TEST(Pcapng, KeepsInterfacesApart)
{
    PcapngFile file;
    auto const nanoseconds = file.option(9, from_hex("09"));
    auto const offset = file.option(14, from_hex("0a00000000000000")); // 10 s, little-endian
    file.interface(1).interface(101, nanoseconds).interface(113, offset);
    file.enhanced(1, 5, packet()).enhanced(0, 5, packet()).enhanced(2, 5, packet());
    auto const read = read_all(file.bytes());
    EXPECT_EQ(read.frames, (std::vector<ReadFrame>{{5, 101, 3, "aabbcc"},
                                                   {5000, 1, 3, "aabbcc"},
                                                   {10'000005000, 113, 3, "aabbcc"}}));
    EXPECT_EQ(read.tally, Rows{});
}

TEST(Pcapng, BeginsAnewInEachSection)
{
    PcapngFile file{little};
    file.interface(1).interface(1).enhanced(1, 1, packet());
    file.section(big).interface(101).enhanced(0, 2, packet()).enhanced(1, 3, packet());
    file.section(little).interface(113).enhanced(0, 4, packet());
    auto const read = read_all(file.bytes());
    EXPECT_EQ(read.frames, (std::vector<ReadFrame>{
                               {1000, 1, 3, "aabbcc"},
                               {2000, 101, 3, "aabbcc"},
                               {4000, 113, 3, "aabbcc"},
                           }));
    EXPECT_EQ(read.tally, (Rows{{"capture: packet of an unknown interface", 1}}));
}

TEST(Pcapng, ReadsEachPacketBlock)
{
    for (auto const order : {little, big}) {
        SCOPED_TRACE(order == little ? "little-endian" : "big-endian");
        PcapngFile file{order};
        file.interface(101, {}, 2).interface(1);
        file.enhanced(1, 7, packet(), {}, 1500).obsolete(1, 8, packet());
        file.simple(from_hex("aabb"), 1500).simple(from_hex("aa"), 1);
        auto const read = read_all(file.bytes());
        EXPECT_EQ(read.frames, (std::vector<ReadFrame>{
                                   {7000, 1, 1500, "aabbcc"},
                                   {8000, 1, 3, "aabbcc"},
                                   {8000, 101, 1500, "aabb"}, // bounded by if_snaplen
                                   {8000, 101, 1, "aa"},
                               }));
        EXPECT_EQ(read.tally, Rows{});
    }
}

TEST(Pcapng, KeepsTheFirstSectionsComment)
{
    PcapngFile const plain;
    auto options = plain.option(4, as_bytes("an invented program"));
    put(options, plain.option(1, as_bytes("Re-enactment")));
    put(options, plain.option(1, as_bytes("second comment")));
    put(options, plain.option(0, {}));
    PcapngFile file{little, options};
    file.section(little, plain.option(1, as_bytes("second section")));
    EXPECT_EQ(read_all(file.bytes()).comment, "Re-enactment");
    EXPECT_EQ(read_all(plain.bytes()).comment, "");
}

TEST(Pcapng, PassesOverOtherBlocks)
{
    PcapngFile file;
    file.interface(1).block(4, Buffer(20)).block(5, Buffer(40)).secrets("CLIENT_RANDOM 00 00\n");
    file.block(0x0bad, from_hex("99999999 00")).block(0x40000bad, Buffer(100'000));
    file.block(0x80000001, Buffer(8)).block(0x7777, {}).enhanced(0, 1, packet());
    auto const read = read_all(file.bytes());
    EXPECT_EQ(read.frames, (std::vector<ReadFrame>{{1000, 1, 3, "aabbcc"}}));
    EXPECT_EQ(read.tally, Rows{});
}

TEST(Pcapng, ReadsBlocksLongerThanWhatIsReadAtOnce)
{
    Buffer const large(5U << 20, 0x5a);
    PcapngFile file;
    file.interface(1).enhanced(0, 1, large).block(0x7777, Buffer(3U << 20)).enhanced(0, 2, large);
    auto const read = read_all(file.bytes());
    ASSERT_EQ(read.frames.size(), 2U);
    EXPECT_EQ(read.frames[0].wire_length, large.size());
    EXPECT_EQ(read.frames[1].wire_length, large.size());
    EXPECT_TRUE(read.frames[1].bytes == to_hex(large));
    EXPECT_EQ(read.tally, Rows{});
}

} // namespace
} // namespace petze

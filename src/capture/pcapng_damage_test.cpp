#include "base/limits.h"
#include "testing/capture_files.h"
#include "testing/hex.h"
#include "testing/read_capture.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace petze {
namespace {

using namespace petze::testing;
using Rows = std::vector<Tally::Row>;

constexpr auto little = ByteOrder::little;

Bytes packet()
{
    static auto const bytes = from_hex("aabbcc");
    return bytes;
}

TEST(PcapngDamage, TellsDamageAndReadsOn)
{
    auto const whole = ReadFrame{1000, 1, 3, "aabbcc"};
    struct {
        char const* name;
        Buffer (*damage)(PcapngFile&);
        std::vector<ReadFrame> expected; // behind the whole packet with which each file begins
        Rows tally;
    } const cases[] = {
        {"lengths that differ",
         [](PcapngFile& file) {
             auto bytes = file.enhanced(0, 2, packet()).bytes();
             bytes[bytes.size() - 4] ^= 4;
             return bytes;
         },
         {{2000, 1, 3, "aabbcc"}},
         {{"capture: the two lengths of a block differ", 1}}},
        {"block without padding in its lengths",
         [](PcapngFile& file) {
             auto bytes = file.block(0x7777, from_hex("aabbcc")).bytes();
             bytes[bytes.size() - 12] -= 1;
             bytes[bytes.size() - 4] -= 1;
             put(bytes, PcapngFile{}.interface(1).enhanced(0, 2, packet()).bytes());
             return bytes;
         },
         {{2000, 1, 3, "aabbcc"}},
         {}},
        {"packet longer than its block",
         [](PcapngFile& file) {
             return file.block(6, from_hex("00000000 00000000 02000000 ff000000 ff000000 aabb"))
                 .enhanced(0, 3, packet())
                 .bytes();
         },
         {{2000, 1, 255, "aabb0000"}, {3000, 1, 3, "aabbcc"}},
         {{"capture: malformed packet block", 1}}},
        {"packet block without a packet",
         [](PcapngFile& file) {
             return file.block(6, from_hex("00000000")).enhanced(0, 3, packet()).bytes();
         },
         {{3000, 1, 3, "aabbcc"}},
         {{"capture: malformed packet block", 1}}},
        {"simple packet cut",
         [](PcapngFile& file) { return file.simple(from_hex("aabbccdd"), 9).bytes(); },
         {{1000, 1, 9, "aabbccdd"}},
         {{"capture: malformed packet block", 1}}},
        {"simple packet without an interface",
         [](PcapngFile& file) { return file.section(little).simple(packet(), 3).bytes(); },
         {},
         {{"capture: packet of an unknown interface", 1}}},
        {"interface cut",
         [](PcapngFile& file) {
             return file.block(1, from_hex("6500 0000")).enhanced(1, 2, packet()).bytes();
         },
         {{2000, 101, 3, "aabbcc"}},
         {{"capture: malformed interface description", 1}}},
        {"option longer than its block",
         [](PcapngFile& file) {
             return file.enhanced(0, 2, packet(), from_hex("0100 ff00 752d3530")).bytes();
         },
         {{2000, 1, 3, "aabbcc"}},
         {{"capture: malformed packet block", 1}}},
        {"block shorter than its lengths",
         [](PcapngFile& file) {
             auto bytes = file.bytes();
             put(bytes, from_hex("06000000 08000000 00000000 00000000"));
             return bytes;
         },
         {},
         {{"capture: block length makes no sense, the rest is unreadable", 1}}},
        {"block longer than all",
         [](PcapngFile& file) {
             auto bytes = file.bytes();
             put(bytes, from_hex("06000000 fcffffff 00000000 00000000"));
             return bytes;
         },
         {},
         {{"capture: block length makes no sense, the rest is unreadable", 1}}},
        {"section without a byte order",
         [](PcapngFile& file) {
             auto bytes = file.bytes();
             put(bytes, from_hex("0a0d0d0a 1c000000 00000000 00000000"));
             return bytes;
         },
         {},
         {{"capture: block length makes no sense, the rest is unreadable", 1}}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        PcapngFile begun;
        begun.interface(1).enhanced(0, 1, packet());
        auto const read = read_all(c.damage(begun));
        auto expected = c.expected;
        expected.insert(expected.begin(), whole);
        EXPECT_FALSE(read.error);
        EXPECT_EQ(read.frames, expected);
        EXPECT_EQ(read.tally, c.tally);
    }
}

TEST(PcapngDamage, HandsOutWhatStandsBeforeTheCut)
{
    auto bytes = PcapngFile{}.interface(1).bytes();
    std::vector<std::size_t> ends; // of the packets
    std::vector<std::size_t> borders{28, bytes.size()};
    for (int i = 0; i < 3; ++i) {
        PcapngFile packets;
        auto const before = packets.bytes().size();
        packets.enhanced(0, 1, packet());
        put(bytes, Bytes{packets.bytes()}.subspan(before));
        ends.push_back(bytes.size());
        borders.push_back(bytes.size());
    }
    for (std::size_t length = 0; length <= bytes.size(); ++length) {
        SCOPED_TRACE(length);
        auto const read = read_all(Bytes{bytes}.first(length));
        EXPECT_EQ(read.error.has_value(), length < first_bytes);
        auto const whole =
            std::count_if(ends.begin(), ends.end(), [&](std::size_t end) { return end <= length; });
        EXPECT_EQ(std::ssize(read.frames), whole);
        bool const at_border = std::count(borders.begin(), borders.end(), length) > 0;
        Rows const cut{{"capture: cut off in the middle of a packet", 1}};
        EXPECT_EQ(read.tally, at_border || read.error ? Rows{} : cut);
    }
}

TEST(PcapngDamage, BoundsTheInterfaces)
{
    PcapngFile file;
    for (std::size_t i = 0; i <= limits::pcapng_interfaces; ++i)
        file.interface(1);
    file.enhanced(static_cast<std::uint32_t>(limits::pcapng_interfaces), 1, packet());
    auto const read = read_all(file.bytes());
    EXPECT_TRUE(read.frames.empty());
    EXPECT_EQ(read.tally, (Rows{{"capture: limit of interfaces", 1},
                                {"capture: packet of an unknown interface", 1}}));
}

} // namespace
} // namespace petze

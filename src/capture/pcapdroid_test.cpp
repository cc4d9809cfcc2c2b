#include "base/limits.h"
#include "testing/capture_files.h"
#include "testing/hex.h"
#include "testing/read_capture.h"

#include <gtest/gtest.h>
#include <zlib.h>

namespace petze {
namespace {

using namespace petze::testing;
using Rows = std::vector<Tally::Row>;

// UDP from 192.0.2.1 to 192.0.2.2 with one byte, 29 bytes in all.
constexpr auto ipv4 = "4500001d 00000000 40110000 c0000201 c0000202 0400 0035 0009 0000 61";
constexpr auto ipv6 = "60000000 0009 11 40 20010db8000000000000000000000001"
                      "20010db8000000000000000000000002 0400 0035 0009 0000 61";
constexpr auto ethernet4 = "000000000000 000000000000 0800";
constexpr auto ethernet6 = "000000000000 000000000000 86dd";
// The magic, uid 10123, "Example Messenger" (invented).
constexpr auto trailer = "01072021 0000278b 4578616d706c65204d657373656e676572000000";

/// A frame as PCAPdroid writes it: the checksum over all before it, little-endian.
Buffer trailed(char const* ethernet, char const* ip, char const* padding, std::uint32_t damage = 0)
{
    auto frame = from_hex(ethernet, ip, padding, trailer);
    auto const checksum = crc32(0, frame.data(), static_cast<uInt>(frame.size()));
    put(frame, ByteOrder::little, static_cast<std::uint32_t>(checksum) ^ damage, 4);
    return frame;
}

TEST(Pcapdroid, NamesTheAppOfATrailer)
{
    auto const app = App{10123, "", "Example Messenger"};
    Rows const wrong{{"capture: PCAPdroid trailer with a wrong checksum", 1}};
    struct {
        char const* name;
        Buffer frame;
        ReadFrame expected; // its link type, bytes and app
        Rows tally;
    } const cases[] = {
        {"IPv4",
         trailed(ethernet4, ipv4, "00"),
         {0, 1, 0, to_hex(from_hex(ethernet4, ipv4)), app},
         {}},
        {"IPv6",
         trailed(ethernet6, ipv6, "00"),
         {0, 1, 0, to_hex(from_hex(ethernet6, ipv6)), app},
         {}},
        {"wrong checksum, behind the packet",
         trailed(ethernet4, ipv4, "00", 1),
         {0, 1, 0, to_hex(from_hex(ethernet4, ipv4)), app},
         wrong},
        {"right checksum, unknown packet",
         trailed(ethernet4, "0102", ""),
         {0, 1, 0, to_hex(from_hex(ethernet4, "0102")), app},
         {}},
        {"wrong checksum, unknown packet",
         trailed(ethernet4, "0102", "", 1),
         {0, 1, 0, to_hex(trailed(ethernet4, "0102", "", 1)), {}},
         {}},
        {"wrong checksum, inside the packet",
         trailed(ethernet4, "4500ffff 00000000 40110000 c0000201 c0000202", "", 1),
         {0,
          1,
          0,
          to_hex(trailed(ethernet4, "4500ffff 00000000 40110000 c0000201 c0000202", "", 1)),
          {}},
         {}},
        {"real addresses",
         trailed("020000000001 020000000002 0800", ipv4, "00"),
         {0, 1, 0, to_hex(trailed("020000000001 020000000002 0800", ipv4, "00")), {}},
         {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const read = read_all(PcapFile{}.packet(c.frame).bytes());
        auto expected = c.expected;
        // As tshark counts, and as the file says: with all that PCAPdroid added.
        expected.wire_length = static_cast<std::uint32_t>(c.frame.size());
        EXPECT_EQ(read.frames, std::vector{expected});
        EXPECT_EQ(read.tally, c.tally);
    }
}

TEST(Pcapdroid, LooksForTrailersInEthernetAlone)
{
    auto const frame = trailed(ethernet4, ipv4, "00");
    auto const read = read_all(PcapFile{{.link = 113}}.packet(frame).bytes());
    ASSERT_EQ(read.frames.size(), 1U);
    EXPECT_EQ(read.frames[0].bytes, to_hex(frame));
    EXPECT_FALSE(read.frames[0].app);
}

// An IP packet with which Ethernet, padding and trailer would not fit into the snaplen.
TEST(Pcapdroid, FindsBareIpInAnEthernetFile)
{
    auto const v4 = from_hex(ipv4);
    auto const v6 = from_hex(ipv6);
    struct {
        char const* name;
        Buffer frame;
        std::uint32_t wire_length;
        std::uint32_t snap_length;
        LinkType expected;
    } const cases[] = {
        {"IPv4", v4, 29, 75, 101},
        {"IPv4 where all would have fitted", v4, 29, 76, 1},
        {"IPv4 cut by snaplen", {v4.begin(), v4.begin() + 25}, 29, 25, 101},
        {"IPv6", v6, 49, 95, 101},
        {"length of another packet", v4, 30, 75, 1},
        {"Ethernet to an address that begins like IPv4",
         from_hex("4500001d 0001 020000000002 0800 4500000f 00000000 40110000 c0"), 29, 75, 1},
        {"nothing", {}, 0, 75, 1},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const read = read_all(
            PcapFile{{.snap_length = c.snap_length}}.packet(c.frame, 0, 0, c.wire_length).bytes());
        EXPECT_EQ(read.frames,
                  (std::vector<ReadFrame>{{0, c.expected, c.wire_length, to_hex(c.frame)}}));
    }
}

Buffer app_name(ByteOrder order, std::uint32_t uid, std::string_view package, std::string_view name)
{
    Buffer out;
    put(out, order, 62652, 4);
    put(out, order, 1, 2); // version
    put(out, order, 1, 1); // names an app
    put(out, order, 0, 1);
    put(out, order, uid, 4);
    put(out, order, package.size(), 1);
    put(out, order, name.size(), 1);
    put(out, as_bytes(package));
    put(out, as_bytes(name));
    return out;
}

TEST(Pcapdroid, NamesTheAppInPcapng)
{
    for (auto const order : {ByteOrder::little, ByteOrder::big}) {
        SCOPED_TRACE(order == ByteOrder::little ? "little-endian" : "big-endian");
        PcapngFile file{order};
        auto const of_10123 = file.option(1, as_bytes("u-10123"));
        auto both = file.option(1, as_bytes("a remark"));
        put(both, of_10123);
        auto const packet = from_hex(ipv4);
        file.interface(101).enhanced(0, 1, packet, of_10123);
        file.block(0x0bad, app_name(order, 10123, "com.example.messenger", "Example"));
        file.enhanced(0, 2, packet, of_10123).enhanced(0, 3, packet).enhanced(0, 4, packet, both);
        file.enhanced(0, 5, packet, file.option(1, as_bytes("u--1")));
        auto const named = App{10123, "com.example.messenger", "Example"};
        auto const bytes = to_hex(packet);
        auto const read = read_all(file.bytes());
        EXPECT_EQ(read.frames, (std::vector<ReadFrame>{
                                   {1000, 101, 29, bytes, App{10123, "", ""}},
                                   {2000, 101, 29, bytes, named},
                                   {3000, 101, 29, bytes, {}},
                                   {4000, 101, 29, bytes, named},
                                   {5000, 101, 29, bytes, App{-1, "", ""}},
                               }));
        EXPECT_EQ(read.tally, Rows{});
    }
}

TEST(Pcapdroid, BelievesNoOtherBlockOrComment)
{
    auto const order = ByteOrder::little;
    auto const whole = app_name(order, 5, "com.example", "Example");
    auto const changed = [&](std::size_t offset) {
        auto out = whole;
        out[offset] ^= 0x80;
        return out;
    };
    struct {
        char const* name;
        Buffer block;
        char const* comment;
        std::optional<App> expected;
        Rows tally;
    } const cases[] = {
        {"PCAPdroid's", whole, "u-5", App{5, "com.example", "Example"}, {}},
        {"another enterprise", changed(0), "u-5", App{5, "", ""}, {}},
        {"another version", changed(4), "u-5", App{5, "", ""}, {}},
        {"another kind of block", changed(6), "u-5", App{5, "", ""}, {}},
        {"cut in the second name",
         {whole.begin(), whole.end() - 4},
         "u-5",
         App{5, "com.example", ""},
         {{"capture: malformed name of an app", 1}}},
        {"comment with more behind the uid", whole, "u-5 and more", {}, {}},
        {"comment without digits", whole, "u-", {}, {}},
        {"comment with too large a uid", whole, "u-99999999999", {}, {}},
        {"comment of somebody else", whole, "uid 5", {}, {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        PcapngFile file;
        file.interface(101).block(0x0bad, c.block);
        file.enhanced(0, 0, from_hex("60"), file.option(1, as_bytes(c.comment)));
        auto const read = read_all(file.bytes());
        EXPECT_EQ(read.frames, (std::vector<ReadFrame>{{0, 101, 1, "60", c.expected}}));
        EXPECT_EQ(read.tally, c.tally);
    }
}

TEST(Pcapdroid, InternsEachApp)
{
    PcapFile file;
    auto const frame = trailed(ethernet4, ipv4, "00");
    file.packet(frame).packet(frame);
    auto const reader = open_capture(memory_source(file.bytes()), "test.pcap", 0).value();
    FrameBlock block;
    ASSERT_TRUE(reader->next(block).value());
    ASSERT_EQ(block.frames.size(), 2U);
    EXPECT_NE(block.frames[0].app, nullptr);
    EXPECT_EQ(block.frames[0].app, block.frames[1].app);
}

TEST(Pcapdroid, BoundsTheApps)
{
    PcapngFile file;
    file.interface(101);
    for (std::size_t uid = 0; uid <= limits::app_names; ++uid)
        file.enhanced(0, 0, {}, file.option(1, as_bytes("u-" + std::to_string(uid))));
    auto const read = read_all(file.bytes());
    ASSERT_EQ(read.frames.size(), limits::app_names + 1);
    EXPECT_TRUE(read.frames[limits::app_names - 1].app);
    EXPECT_FALSE(read.frames[limits::app_names].app);
    EXPECT_EQ(read.tally, (Rows{{"capture: limit of named apps", 1}}));
}

} // namespace
} // namespace petze

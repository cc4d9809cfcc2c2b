#include "conversation/link/wifi.h"

#include "base/text.h"
#include "testing/hex.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

// Addresses 1, 2, 3 and 4 of a frame, and an IPv4 packet of which only the first byte matters.
std::string const one = "0200000000a1", two = "0200000000b2", three = "0200000000c3",
                  four = "0200000000d4";
std::string const snap_ip = "aaaa03000000 0800 45aabb";
constexpr LinkType bare = 105, prism = 119, radiotap = 127, avs = 163, ppi = 192;

TEST(Wifi, GivesTheDataOfFramesInClear)
{
    struct {
        char const* name;
        std::string frame;
        std::uint16_t type;
        std::string bytes, source;
        char const* flaw;
    } const cases[] = {
        // IEEE 802.11-2020 table 9-30: who sent it, by the two DS bits
        {"to the access point", "0801 0000" + one + two + three + "0000" + snap_ip, 0x0800,
         "45aabb", two, ""},
        {"from the access point", "0802 0000" + one + two + three + "0000" + snap_ip, 0x0800,
         "45aabb", three, ""},
        {"between access points", "0803 0000" + one + two + three + "0000" + four + snap_ip, 0x0800,
         "45aabb", four, ""},
        {"ad hoc", "0800 0000" + one + two + three + "0000" + snap_ip, 0x0800, "45aabb", two, ""},
        {"with QoS", "8801 0000" + one + two + three + "0000 0000" + snap_ip, 0x0800, "45aabb", two,
         ""},
        {"with QoS and HT Control",
         "8881 0000" + one + two + three + "0000 0000 00000000" + snap_ip, 0x0800, "45aabb", two,
         ""},
        {"the first of several",
         "8801 0000" + one + two + three + "0000 8000" + one + two + "000b" + snap_ip, 0x0800,
         "45aabb", two, ""},
        {"no SNAP", "0801 0000" + one + two + three + "0000 4242030000000800 45", 0, "45", two, ""},
        {"null", "4801 0000" + one + two + three + "0000", 0, "", "000000000000", ""},
        {"beacon", "8000 0000" + one + two + three + "0000", 0, "", "000000000000", ""},
        {"encrypted", "0841 0000" + one + two + three + "0000 0102", 0, "", "000000000000",
         "Wi-Fi frame is encrypted"},
        {"cut off", "0801 0000" + one + two, 0, "", "000000000000", "truncated"},
        {"empty", "", 0, "", "000000000000", "truncated"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const bytes = from_hex(c.frame);
        auto const [out, flaw] = decode_link(bare, bytes);
        EXPECT_EQ(flaw ? flaw->what : "", c.flaw);
        if (flaw)
            continue;
        EXPECT_EQ(out.type, c.type);
        EXPECT_EQ(to_hex(out.bytes), c.bytes);
        EXPECT_EQ(to_hex(out.source_mac), c.source);
    }
}

TEST(Wifi, IsFoundBehindWhatMonitorsPutBeforeIt)
{
    auto const data = "0801 0000" + one + two + three + "0000" + snap_ip;
    auto const qos = "8801 0000" + one + two + three + "0000 0000";
    struct {
        char const* name;
        LinkType link;
        std::string frame;
    } const cases[] = {
        {"radiotap", radiotap, "0000 0800 00000000" + data},
        // https://www.radiotap.org/fields/TSFT and /Flags: aligned to eight bytes; 0x10 checksum
        {"radiotap with time, flags and checksum", radiotap,
         "0000 1400 03000000 0011223344556677 10 000000" + data + "deadbeef"},
        {"radiotap with a second word", radiotap,
         "0000 1100 02000080 00000000 10 00000000" + data + "deadbeef"},
        {"radiotap with padding", radiotap, "0000 0900 02000000 20" + qos + "0000" + snap_ip},
        {"AVS", avs, "80211001 0000000c 00000000" + data},
        {"Prism", prism, "44000000 0c000000 00000000" + data},
        {"PPI", ppi, "0000 0800 69000000" + data},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const bytes = from_hex(c.frame);
        auto const [out, flaw] = decode_link(c.link, bytes);
        EXPECT_FALSE(flaw);
        EXPECT_EQ(out.type, 0x0800);
        EXPECT_EQ(to_hex(out.bytes), "45aabb");
        for (std::size_t length = 0; length < bytes.size(); ++length)
            decode_link(c.link, Bytes{bytes}.first(length)); // no prefix is read beyond its end
    }
}

// IEEE 802.11-2020 §9.3.2.2: destination, source, length, payload; all but the last padded to four.
TEST(Wifi, GivesEachOfSeveralPayloadsInOneFrame)
{
    auto const frame =
        from_hex("8801 0000" + one + two + three + "0000 8500" + one + two + "000b" + snap_ip
                 + "000000" + one + three + "000a" + "aaaa03000000 86dd 6001");
    auto const [first, flaw] = decode_link(bare, frame);
    ASSERT_FALSE(flaw);
    EXPECT_EQ(first.type, 0x0800);
    EXPECT_EQ(to_hex(first.bytes), "45aabb");
    EXPECT_EQ(to_hex(first.source_mac), two);
    auto const [second, second_flaw] = decode_wifi_subframe(first.further);
    ASSERT_FALSE(second_flaw);
    EXPECT_EQ(second.type, 0x86dd);
    EXPECT_EQ(to_hex(second.bytes), "6001");
    EXPECT_EQ(to_hex(second.source_mac), three);
    EXPECT_TRUE(second.further.empty());
    for (std::size_t length = 0; length < first.further.size(); ++length)
        EXPECT_TRUE(decode_wifi_subframe(first.further.first(length)).flaw) << length;
}

} // namespace
} // namespace petze

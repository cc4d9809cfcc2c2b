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
        auto const [out, flaw] = decode_wifi(bytes);
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
        Decoded<LinkPayload> (*decode)(Bytes);
        std::string frame;
    } const cases[] = {
        {"radiotap", decode_radiotap, "0000 0800 00000000" + data},
        // https://www.radiotap.org/fields/TSFT and /Flags: aligned to eight bytes; 0x10 checksum
        {"radiotap with time, flags and checksum", decode_radiotap,
         "0000 1400 03000000 0011223344556677 10 000000" + data + "deadbeef"},
        {"radiotap with a second word", decode_radiotap,
         "0000 1100 02000080 00000000 10 00000000" + data + "deadbeef"},
        {"radiotap with padding", decode_radiotap,
         "0000 0900 02000000 20" + qos + "0000" + snap_ip},
        {"AVS", decode_avs, "80211001 0000000c 00000000" + data},
        {"Prism", decode_prism, "44000000 0c000000 00000000" + data},
        {"PPI", decode_ppi, "0000 0800 69000000" + data},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const bytes = from_hex(c.frame);
        auto const [out, flaw] = c.decode(bytes);
        EXPECT_FALSE(flaw);
        EXPECT_EQ(out.type, 0x0800);
        EXPECT_EQ(to_hex(out.bytes), "45aabb");
        for (std::size_t length = 0; length < bytes.size(); ++length)
            c.decode(Bytes{bytes}.first(length)); // no prefix is read beyond its end
    }
}

} // namespace
} // namespace petze

#include "conversation/ip/ip.h"

#include "base/limits.h"
#include "base/text.h"
#include "testing/hex.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

struct Expected {
    std::uint8_t protocol{};
    char const* payload = "";
    std::size_t length{}; // of the payload, on the wire
};

void expect(IpHeader const& header, Expected const& expected)
{
    EXPECT_EQ(header.protocol, expected.protocol);
    EXPECT_EQ(to_hex(header.payload), expected.payload);
    EXPECT_EQ(header.payload_length, expected.length);
}

constexpr auto v4_ends = "c0000201 c6336402"; // 192.0.2.1, 198.51.100.2

TEST(DecodeIpv4, ReadsWhatWasSent)
{
    struct {
        char const* name;
        char const* before_ends;
        char const* after_ends;
        std::size_t wire_length;
        Expected expected;
    } const cases[] = {
        {"UDP", "4500 0018 1234 0000 40 11 0000", "aabbccdd", 24, {17, "aabbccdd", 4}},
        {"nothing inside", "4500 0014 1234 0000 40 06 0000", "", 20, {6, "", 0}},
        {"router alert option",
         "4600 001a 1234 0000 01 02 0000",
         "94040000 aabb",
         26,
         {2, "aabb", 2}},
        {"forty bytes of options",
         "4f00 003d 1234 0000 40 11 0000",
         "01010101 01010101 01010101 01010101 01010101 01010101 01010101 01010101"
         "01010101 01010101 aa ffff",
         64,
         {17, "aa", 1}},
        {"link padding", "4500 0016 1234 0000 40 11 0000", "aabb 00000000", 26, {17, "aabb", 2}},
        {"cut by snaplen", "4500 05dc 1234 0000 40 06 0000", "aabb", 1500, {6, "aabb", 1480}},
        {"cut by snaplen after the header",
         "4500 05dc 1234 0000 40 06 0000",
         "",
         1500,
         {6, "", 1480}},
        {"do not fragment", "4500 0016 1234 4000 40 06 0000", "aabb", 22, {6, "aabb", 2}},
        {"offload leaves the length at 0",
         "4500 0000 1234 4000 40 06 0000",
         "aabbcc",
         23,
         {6, "aabbcc", 3}},
        {"offload, cut by snaplen",
         "4500 0000 1234 4000 40 06 0000",
         "aabbcc",
         65220,
         {6, "aabbcc", 65200}},
        {"offload, and longer than any frame",
         "4500 0000 1234 4000 40 06 0000",
         "aabbcc",
         0xffffffff,
         {6, "aabbcc", limits::frame_bytes - 20}},
        {"wire length unknown", "4500 0000 1234 4000 40 06 0000", "aabbcc", 0, {6, "aabbcc", 3}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const packet = from_hex(c.before_ends, v4_ends, c.after_ends);
        auto const decoded = decode_ipv4(packet, c.wire_length);
        EXPECT_FALSE(decoded.flaw);
        EXPECT_EQ(decoded.value.source.text(), "192.0.2.1");
        EXPECT_EQ(decoded.value.destination.text(), "198.51.100.2");
        EXPECT_FALSE(decoded.value.fragment);
        expect(decoded.value, c.expected);
    }
}

TEST(DecodeIpv4, TellsFragments)
{
    struct {
        char const* name;
        char const* flags_and_offset;
        bool fragment, more;
        std::uint32_t offset;
    } const cases[] = {
        {"whole", "0000", false, false, 0},           {"first", "2000", true, true, 0},
        {"second", "20b9", true, true, 1480},         {"last", "0172", true, false, 2960},
        {"the farthest", "1fff", true, false, 65528}, {"do not fragment", "4000", false, false, 0},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const decoded = decode_ipv4(
            from_hex("4500 0016 abcd", c.flags_and_offset, "40 11 0000", v4_ends, "aabb"), 22);
        EXPECT_FALSE(decoded.flaw);
        EXPECT_EQ(decoded.value.fragment, c.fragment);
        EXPECT_EQ(decoded.value.more_fragments, c.more);
        EXPECT_EQ(decoded.value.fragment_offset, c.offset);
        EXPECT_EQ(decoded.value.identification, 0xabcdu);
    }
}

TEST(DecodeIpv4, TellsWhatIsWrong)
{
    struct {
        char const* name;
        char const* before_ends;
        char const* after_ends;
        Flaw flaw;
    } const cases[] = {
        {"header of 16 bytes",
         "4400 0018 1234 0000 40 11 0000",
         "aabbccdd",
         {"header too short", 20}},
        {"options cut off", "4700 0020 1234 0000 40 11 0000", "0101", {"truncated", 20}},
        {"shorter than its header",
         "4500 0013 1234 0000 40 11 0000",
         "aabb",
         {"total length too short", 20}},
        {"shorter than its options",
         "4600 0016 1234 0000 40 11 0000",
         "01010101",
         {"total length too short", 24}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const packet = from_hex(c.before_ends, v4_ends, c.after_ends);
        auto const decoded = decode_ipv4(packet, packet.size());
        EXPECT_EQ(decoded.flaw, c.flaw);
        EXPECT_EQ(decoded.value.source.text(), "192.0.2.1"); // what was read stays
    }
}

TEST(DecodeIpv4, FlagsEveryPrefixOfItsHeader)
{
    auto const packet = from_hex("4600 001a 1234 0000 01 02 0000", v4_ends, "94040000 aabb");
    for (std::size_t length = 0; length < 24; ++length)
        EXPECT_TRUE(decode_ipv4(Bytes{packet}.first(length), packet.size()).flaw) << length;
}

} // namespace
} // namespace petze

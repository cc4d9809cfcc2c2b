#include "conversation/ip/ip.h"

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

constexpr auto v6_ends = "20010db8000000000000000000000001 20010db8000000000000000000000002";

TEST(DecodeIpv6, PassesExtensionHeaders)
{
    // RFC 8200 §4: next header, length in 8 bytes less 1, options. AH counts in 4 bytes less 2.
    struct {
        char const* name;
        char const* before_ends;
        char const* after_ends;
        Expected expected;
    } const cases[] = {
        {"none", "60000000 0004 11 40", "aabbccdd", {17, "aabbccdd", 4}},
        {"traffic class and flow label", "6fffffff 0001 06 40", "aa", {6, "aa", 1}},
        {"no next header", "60000000 0000 3b 40", "", {59, "", 0}},
        {"hop by hop", "60000000 000a 00 40", "3a00050200000100 aabb", {58, "aabb", 2}},
        {"hop by hop of 16 bytes",
         "60000000 0012 00 40",
         "1101010c000000000000000000000000 aabb",
         {17, "aabb", 2}},
        {"routing", "60000000 000a 2b 40", "0600000000000000 aabb", {6, "aabb", 2}},
        {"destination options", "60000000 000a 3c 40", "1100010400000000 aabb", {17, "aabb", 2}},
        {"AH with 12 bytes of check value",
         "60000000 001a 33 40",
         "0604000000000001000000010102030405060708090a0b0c aabb",
         {6, "aabb", 2}},
        {"AH of 12 bytes", "60000000 000e 33 40", "060100000000000100000001 aabb", {6, "aabb", 2}},
        {"mobility, HIP, shim6",
         "60000000 001a 87 40",
         "8b00000000000000 8c00000000000000 3b00000000000000 aabb",
         {59, "aabb", 2}},
        {"the recommended order",
         "60000000 0022 00 40",
         "3c00010400000000 2b00010400000000 3c00000000000000 0600010400000000 aabb",
         {6, "aabb", 2}},
        {"the opposite order",
         "60000000 001a 2b 40",
         "3c00000000000000 0000010400000000 1100010400000000 aabb",
         {17, "aabb", 2}},
        {"ESP hides the rest", "60000000 0004 32 40", "aabbccdd", {50, "aabbccdd", 4}},
        {"link padding", "60000000 0002 11 40", "aabb 0000", {17, "aabb", 2}},
        {"link padding after an extension",
         "60000000 000a 3c 40",
         "1100010400000000 aabb 0000",
         {17, "aabb", 2}},
        {"cut by snaplen", "60000000 05b4 06 40", "aabb", {6, "aabb", 1460}},
        {"cut by snaplen after an extension",
         "60000000 05b4 3c 40",
         "0600010400000000 aabb",
         {6, "aabb", 1452}},
        {"offload leaves the length at 0", "60000000 0000 06 40", "aabbcc", {6, "aabbcc", 3}},
        {"fifteen extensions",
         "60000000 007a 3c 40",
         "3c00010400000000 3c00010400000000 3c00010400000000 3c00010400000000 3c00010400000000"
         "3c00010400000000 3c00010400000000 3c00010400000000 3c00010400000000 3c00010400000000"
         "3c00010400000000 3c00010400000000 3c00010400000000 3c00010400000000 1100010400000000"
         "aabb",
         {17, "aabb", 2}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const packet = from_hex(c.before_ends, v6_ends, c.after_ends);
        auto const decoded = decode_ipv6(packet, packet.size());
        EXPECT_FALSE(decoded.flaw);
        EXPECT_EQ(decoded.value.source.text(), "2001:db8::1");
        EXPECT_EQ(decoded.value.destination.text(), "2001:db8::2");
        EXPECT_FALSE(decoded.value.fragment);
        expect(decoded.value, c.expected);
    }
}

TEST(DecodeIpv6, TellsFragments)
{
    struct {
        char const* name;
        char const* before_ends;
        char const* after_ends;
        bool fragment, more;
        std::uint32_t offset;
        Expected expected;
    } const cases[] = {
        {"first", "60000000 000a 2c 40", "11000001 89abcdef aabb", true, true, 0, {17, "aabb", 2}},
        {"second",
         "60000000 000a 2c 40",
         "110005a9 89abcdef aabb",
         true,
         true,
         1448,
         {17, "aabb", 2}},
        {"last",
         "60000000 000a 2c 40",
         "110005a8 89abcdef aabb",
         true,
         false,
         1448,
         {17, "aabb", 2}},
        {"RFC 6946: alone",
         "60000000 000a 2c 40",
         "11000000 89abcdef aabb",
         false,
         false,
         0,
         {17, "aabb", 2}},
        {"alone, with options behind it",
         "60000000 0012 2c 40",
         "3c000000 89abcdef 1100010400000000 aabb",
         false,
         false,
         0,
         {17, "aabb", 2}},
        // They are among the bytes that were fragmented: offsets count from their beginning.
        {"first, with options behind it",
         "60000000 0012 2c 40",
         "3c000001 89abcdef 1100010400000000 aabb",
         true,
         true,
         0,
         {60, "1100010400000000aabb", 10}},
        {"second, bytes that look like options",
         "60000000 0012 2c 40",
         "3c000011 89abcdef 1100010400000000 aabb",
         true,
         true,
         16,
         {60, "1100010400000000aabb", 10}},
        {"hop by hop before it",
         "60000000 0012 00 40",
         "2c00010400000000 06000001 89abcdef aabb",
         true,
         true,
         0,
         {6, "aabb", 2}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const packet = from_hex(c.before_ends, v6_ends, c.after_ends);
        auto const decoded = decode_ipv6(packet, packet.size());
        EXPECT_FALSE(decoded.flaw);
        EXPECT_EQ(decoded.value.fragment, c.fragment);
        EXPECT_EQ(decoded.value.more_fragments, c.more);
        EXPECT_EQ(decoded.value.fragment_offset, c.offset);
        EXPECT_EQ(decoded.value.identification, 0x89abcdefu);
        expect(decoded.value, c.expected);
    }
}

TEST(DecodeIpv6, TellsWhatIsWrong)
{
    constexpr auto options = "3c00010400000000";
    std::string seventeen;
    for (int i = 0; i < 17; ++i)
        seventeen += options;
    struct {
        char const* name;
        char const* before_ends;
        std::string after_ends;
        Flaw flaw;
    } const cases[] = {
        {"extension cut off", "60000000 0020 00 40", "0601 0000", {"truncated", 42}},
        {"fragment header cut off", "60000000 0020 2c 40", "0600 0001 0000", {"truncated", 44}},
        {"extension longer than the payload",
         "60000000 0006 3c 40",
         "1100010400000000 aabb",
         {"extension headers do not fit", 48}},
        {"too many extensions",
         "60000000 0088 3c 40",
         seventeen,
         {"extension headers do not fit", 176}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const packet = from_hex(c.before_ends, v6_ends, c.after_ends);
        auto const decoded = decode_ipv6(packet, packet.size());
        EXPECT_EQ(decoded.flaw, c.flaw);
        EXPECT_EQ(decoded.value.source.text(), "2001:db8::1"); // what was read stays
    }
}

TEST(DecodeReassembled, PassesExtensionsThatWereFragmented)
{
    struct {
        char const* name;
        char const* source;
        std::uint8_t protocol;
        char const* payload;
        Expected expected;
        std::optional<Flaw> flaw;
    } const cases[] = {
        {"none", "2001:db8::1", 17, "aabb", {17, "aabb", 2}, {}},
        {"options", "2001:db8::1", 60, "1100010400000000 aabb", {17, "aabb", 2}, {}},
        {"IPv4 has none",
         "192.0.2.1",
         60,
         "1100010400000000 aabb",
         {60, "1100010400000000aabb", 10},
         {}},
        {"fragmented once more",
         "2001:db8::1",
         44,
         "11000001 89abcdef aabb",
         {17, "aabb", 2},
         Flaw{"fragment in a fragment", 10}},
        {"options cut off", "2001:db8::1", 60, "1100", {17, "1100", 2}, Flaw{"truncated", 2}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const payload = from_hex(c.payload);
        IpHeader header;
        header.source = Address::parse(c.source).value();
        header.protocol = c.protocol;
        header.payload = payload;
        header.payload_length = payload.size();
        header.fragment = header.more_fragments = true;
        header.fragment_offset = 8;
        auto const decoded = decode_reassembled(header);
        EXPECT_EQ(decoded.flaw, c.flaw);
        expect(decoded.value, c.expected);
    }
}

TEST(DecodeIpv6, FlagsEveryPrefixOfItsHeaders)
{
    auto const packet =
        from_hex("60000000 0012 00 40", v6_ends, "2c00010400000000 06000001 89abcdef aabb");
    for (std::size_t length = 0; length < 56; ++length)
        EXPECT_TRUE(decode_ipv6(Bytes{packet}.first(length), packet.size()).flaw) << length;
}

} // namespace
} // namespace petze

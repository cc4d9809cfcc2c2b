#include "conversation/decoding_test.h"
#include "testing/hex.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using namespace petze::testing;

constexpr unsigned more = 0x2000;

/// Fragments of at most so many bytes, a multiple of eight.
std::vector<Buffer> fragmented(unsigned protocol, Buffer const& payload, std::size_t size,
                               unsigned identification = 7)
{
    std::vector<Buffer> out;
    for (std::size_t at = 0; at < payload.size(); at += size) {
        auto const end = std::min(at + size, payload.size());
        auto const from = payload.begin() + static_cast<std::ptrdiff_t>(at);
        auto const to = payload.begin() + static_cast<std::ptrdiff_t>(end);
        out.push_back(ipv4("10.0.0.1", "10.0.0.2", protocol, {from, to}, identification,
                           static_cast<unsigned>(at / 8) | (end < payload.size() ? more : 0)));
    }
    return out;
}

TEST(FragmentedPackets, AreToldByTheOneThatCompletesThem)
{
    Decoding decoding;
    auto const pieces = fragmented(17, udp(1000, 53, bytes_of("four fragments are one")), 8);
    ASSERT_EQ(pieces.size(), 4u);
    for (std::size_t i : {2u, 0u, 3u})
        EXPECT_FALSE(decoding.take(pieces[i]));
    auto const whole = decoding.take(pieces[1]);
    EXPECT_EQ(told(whole), "UDP 10.0.0.1:1000 > 10.0.0.2:53: four fragments are one");
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->frame, 4u);
    EXPECT_EQ(whole->wire_length, 28u);
    EXPECT_EQ(whole->earlier_packets, 3u);
    EXPECT_EQ(whole->earlier_bytes, 28u + 28u + 26u);
    EXPECT_EQ(decoding.rows(), Rows{});
}

TEST(FragmentedPackets, StayValidWhileOthersCome)
{
    Decoding decoding;
    std::vector<std::optional<Packet>> packets;
    for (unsigned id = 0; id < 100; ++id) {
        auto const text = "number " + std::to_string(id);
        for (auto const& piece : fragmented(17, udp(1000, 53, bytes_of(text)), 8, id))
            if (auto const packet = decoding.take(piece))
                packets.push_back(packet);
    }
    ASSERT_EQ(packets.size(), 100u);
    EXPECT_EQ(told(packets[0]), "UDP 10.0.0.1:1000 > 10.0.0.2:53: number 0");
    EXPECT_EQ(told(packets[99]), "UDP 10.0.0.1:1000 > 10.0.0.2:53: number 99");
}

TEST(FragmentedPackets, MayHoldATunnel)
{
    Decoding decoding;
    auto const pieces = fragmented(47, gre(0, 0x0800, {}, question()), 24);
    ASSERT_EQ(pieces.size(), 2u);
    EXPECT_FALSE(decoding.take(pieces[0]));
    auto const whole = decoding.take(pieces[1]);
    EXPECT_EQ(told(whole), answer);
    EXPECT_EQ(whole ? whole->earlier_packets : 0, 1u);
}

TEST(FragmentedPackets, MayStandInATunnel)
{
    struct {
        char const* name;
        Buffer (*wrap)(Buffer const&);
    } const cases[] = {
        {"IP in IP", [](Buffer const& in) { return inside(4, in); }},
        {"GRE", [](Buffer const& in) { return inside(47, gre(0, 0x0800, {}, in)); }},
        {"VXLAN", [](Buffer const& in) { return inside(17, vxlan(ethernet(0x0800, in))); }},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Decoding decoding;
        auto const pieces = fragmented(17, udp(1000, 53, bytes_of("hi")), 8);
        ASSERT_EQ(pieces.size(), 2u);
        EXPECT_FALSE(decoding.take(c.wrap(pieces[0]))); // else it would be counted twice
        auto const whole = decoding.take(c.wrap(pieces[1]));
        EXPECT_EQ(told(whole), answer);
        EXPECT_EQ(whole ? whole->earlier_packets : 0, 1u);
        EXPECT_EQ(decoding.rows(), Rows{});
    }
}

TEST(FragmentedPackets, OfIpv6MayHaveExtensionHeadersInside)
{
    // RFC 8200 §4.5: a fragment header, then destination options that were fragmented too.
    auto const first =
        ipv6("2001:db8::1", "2001:db8::2", 44, from_hex("3c000001 0000002a", "1100010400000000"));
    auto const second = ipv6("2001:db8::1", "2001:db8::2", 44,
                             from_hex("3c000008 0000002a", "03e8 0035 000a 0000 6869"));
    for (bool backwards : {false, true}) {
        SCOPED_TRACE(backwards);
        Decoding decoding;
        EXPECT_FALSE(decoding.take(backwards ? second : first));
        EXPECT_EQ(told(decoding.take(backwards ? first : second)),
                  "UDP 2001:db8::1:1000 > 2001:db8::2:53: hi");
        EXPECT_EQ(decoding.rows(), Rows{});
    }
}

TEST(FragmentedPackets, ThatMakeNoSenseAreCounted)
{
    struct {
        char const* name;
        std::vector<Buffer> pieces;
        Rows tally;
    } const cases[] = {
        {"fragment in a fragment",
         {ipv6("2001:db8::1", "2001:db8::2", 44, from_hex("2c000001 0000002a 11000001 0000002b")),
          ipv6("2001:db8::1", "2001:db8::2", 44, from_hex("2c000008 0000002a 6869"))},
         {{"ip: fragment in a fragment", 1}}},
        {"the rest never came",
         {ipv4("10.0.0.1", "10.0.0.2", 17, from_hex("03e8 0035 0100 0000"), 7, more)},
         {{"ip: fragments without the rest of their datagram", 1}}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Decoding decoding;
        for (auto const& piece : c.pieces)
            EXPECT_FALSE(decoding.take(piece));
        EXPECT_EQ(decoding.rows(), c.tally);
    }
}

} // namespace
} // namespace petze

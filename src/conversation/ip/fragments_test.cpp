#include "conversation/ip/fragments.h"

#include "base/limits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

namespace petze {
namespace {

using Rows = std::vector<Tally::Row>;

constexpr auto differs = "ip: overlapping fragment differs, the first copy was kept";
constexpr auto incomplete = "ip: fragments without the rest of their datagram";
constexpr auto limit_hit = "ip: limit of held fragments, datagram given up";
constexpr std::int64_t second = 1'000'000'000;

enum class Family { v4, v6 };

struct Piece {
    std::uint32_t offset{};
    std::string_view text;
    bool more{};
};

IpHeader header(Family family, Piece const& piece, std::uint32_t identification = 7,
                std::uint8_t protocol = 17)
{
    IpHeader out;
    out.source = Address::parse(family == Family::v4 ? "192.0.2.1" : "2001:db8::1").value();
    out.destination = Address::parse(family == Family::v4 ? "192.0.2.2" : "2001:db8::2").value();
    out.protocol = protocol;
    out.payload = as_bytes(piece.text);
    out.payload_length = piece.text.size();
    out.fragment = true;
    out.more_fragments = piece.more;
    out.fragment_offset = piece.offset;
    out.identification = identification;
    return out;
}

std::string text_of(std::optional<Reassembled> const& whole)
{
    return whole ? std::string{whole->payload.begin(), whole->payload.end()} : "nothing";
}

TEST(Fragments, AreOneDatagramAgain)
{
    struct {
        char const* name;
        std::vector<Piece> pieces; // the last of them completes it
        char const* expected;
        Rows tally;
    } const cases[] = {
        {"in order",
         {{0, "aaaaaaaa", true}, {8, "bbbbbbbb", true}, {16, "c", false}},
         "aaaaaaaabbbbbbbbc",
         {}},
        {"backwards",
         {{16, "c", false}, {8, "bbbbbbbb", true}, {0, "aaaaaaaa", true}},
         "aaaaaaaabbbbbbbbc",
         {}},
        {"twice", {{0, "aaaaaaaa", true}, {0, "aaaaaaaa", true}, {8, "b", false}}, "aaaaaaaab", {}},
        {"overlap, the same",
         {{0, "aaaaaaaabbbb", true}, {8, "bbbbcccc", false}},
         "aaaaaaaabbbbcccc",
         {}},
        {"overlap differs behind",
         {{0, "aaaaaaaabbbb", true}, {8, "xxxxcccc", false}},
         "aaaaaaaabbbbcccc",
         {{differs, 1}}},
        {"overlap differs before",
         {{8, "bbbbcccc", false}, {0, "aaaaaaaaxxxx", true}},
         "aaaaaaaabbbbcccc",
         {{differs, 1}}},
        {"overlap with two, the hole between them filled",
         {{0, "aaaaaaaa", true}, {16, "cccccccc", false}, {0, "xxxxxxxxbbbbbbbbyyyyyyyy", true}},
         "aaaaaaaabbbbbbbbcccccccc",
         {{differs, 1}}},
        {"inside another",
         {{0, "aaaaaaaabbbbbbbb", true}, {8, "xx", true}, {16, "c", false}},
         "aaaaaaaabbbbbbbbc",
         {{differs, 1}}},
        {"two that end it differently: the first is believed",
         {{8, "bbbb", false}, {8, "bbbbbbbb", false}, {0, "aaaaaaaa", true}},
         "aaaaaaaabbbb",
         {}},
        {"bytes after the end",
         {{8, "bbbb", false}, {0, "aaaaaaaabbbbcccc", true}},
         "aaaaaaaabbbb",
         {}},
        {"nothing in one of them",
         {{8, "", true}, {0, "aaaaaaaa", true}, {8, "b", false}},
         "aaaaaaaab",
         {}},
    };
    for (auto const& c : cases)
        for (auto const family : {Family::v4, Family::v6}) {
            SCOPED_TRACE(std::string{c.name} + (family == Family::v4 ? ", v4" : ", v6"));
            Tally tally;
            Fragments fragments{tally};
            for (std::size_t i = 0; i + 1 < c.pieces.size(); ++i)
                EXPECT_EQ(text_of(fragments.take(header(family, c.pieces[i]), 60, 0)), "nothing");
            auto const whole = fragments.take(header(family, c.pieces.back()), 60, 0);
            EXPECT_EQ(text_of(whole), c.expected);
            ASSERT_TRUE(whole);
            EXPECT_EQ(whole->protocol, 17);
            EXPECT_EQ(whole->earlier_packets, c.pieces.size() - 1);
            EXPECT_EQ(whole->earlier_bytes, 60 * (c.pieces.size() - 1));
            fragments.finish();
            EXPECT_EQ(tally.rows(), c.tally);
        }
}

TEST(Fragments, MayComeInAnyOrder)
{
    Piece const pieces[] = {
        {0, "aaaaaaaa", true}, {8, "bbbbbbbb", true}, {16, "cccccccc", true}, {24, "d", false}};
    std::vector<int> order{0, 1, 2, 3};
    do {
        Tally tally;
        Fragments fragments{tally};
        std::string told;
        for (int index : order)
            told = text_of(fragments.take(header(Family::v4, pieces[index]), 60, 0));
        EXPECT_EQ(told, "aaaaaaaabbbbbbbbccccccccd") << testing::PrintToString(order);
    } while (std::ranges::next_permutation(order).found);
}

TEST(Fragments, OfOtherDatagramsAreNotMixed)
{
    Piece const first{0, "aaaaaaaa", true};
    Piece const last{8, "b", false};
    auto from = header(Family::v4, last);
    from.source = Address::parse("192.0.2.9").value();
    auto to = header(Family::v4, last);
    to.destination = Address::parse("192.0.2.9").value();
    struct {
        char const* name;
        IpHeader one, other;
        char const* expected;
    } const cases[] = {
        {"another source", header(Family::v4, first), from, "nothing"},
        {"another destination", header(Family::v4, first), to, "nothing"},
        {"another identification", header(Family::v4, first, 7), header(Family::v4, last, 8),
         "nothing"},
        {"another protocol", header(Family::v4, first, 7, 17), header(Family::v4, last, 7, 6),
         "nothing"},
        // RFC 8200 §4.5: only the first fragment's next header counts.
        {"another protocol, v6", header(Family::v6, first, 7, 17), header(Family::v6, last, 7, 6),
         "aaaaaaaab"},
        {"another family", header(Family::v4, first), header(Family::v6, last), "nothing"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Tally tally;
        Fragments fragments{tally};
        EXPECT_EQ(text_of(fragments.take(c.one, 60, 0)), "nothing");
        auto const whole = fragments.take(c.other, 60, 0);
        EXPECT_EQ(text_of(whole), c.expected);
        EXPECT_TRUE(!whole || whole->protocol == 17);
    }
}

TEST(Fragments, AreGivenUpAfterAWhile)
{
    constexpr auto first_time = std::numeric_limits<std::int64_t>::min();
    constexpr auto last_time = std::numeric_limits<std::int64_t>::max();
    struct {
        char const* name;
        std::int64_t from, to;
        char const* expected;
        Rows tally;
    } const cases[] = {
        {"at once", 0, 0, "aaaaaaaab", {}},
        {"at the limit", 0, 30 * second, "aaaaaaaab", {}},
        {"after it", 0, 30 * second + 1, "nothing", {{incomplete, 1}}},
        {"clocks that go back", 100 * second, 0, "aaaaaaaab", {}},
        {"centuries later", first_time, last_time, "nothing", {{incomplete, 1}}},
        {"centuries earlier", last_time, first_time, "aaaaaaaab", {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Tally tally;
        Fragments fragments{tally};
        fragments.take(header(Family::v4, {0, "aaaaaaaa", true}), 60, c.from);
        EXPECT_EQ(text_of(fragments.take(header(Family::v4, {8, "b", false}), 60, c.to)),
                  c.expected);
        EXPECT_EQ(tally.rows(), c.tally);
    }
}

TEST(Fragments, AreCountedWhereTheRestNeverCame)
{
    Tally tally;
    Fragments fragments{tally};
    fragments.take(header(Family::v4, {0, "aaaaaaaa", true}, 1), 60, 0);
    fragments.take(header(Family::v6, {8, "b", false}, 2), 60, 0);
    fragments.finish();
    EXPECT_EQ(tally.rows(), (Rows{{incomplete, 2}}));
}

TEST(Fragments, CannotBeLargerThanADatagram)
{
    Tally tally;
    Fragments fragments{tally};
    fragments.take(header(Family::v4, {65528, "1234567", false}, 1), 60, 0); // the last byte
    EXPECT_EQ(tally.rows(), Rows{});
    fragments.take(header(Family::v4, {65528, "12345678", false}, 2), 60, 0);
    EXPECT_EQ(tally.rows(), (Rows{{"ip: fragment beyond the largest datagram", 1}}));
}

TEST(Fragments, CutBySnaplenAreCounted)
{
    Tally tally;
    Fragments fragments{tally};
    auto cut = header(Family::v4, {0, "aaaa", true});
    cut.payload_length = 8;
    EXPECT_FALSE(fragments.take(cut, 60, 0));
    EXPECT_FALSE(fragments.take(header(Family::v4, {8, "b", false}), 60, 0));
    fragments.finish();
    EXPECT_EQ(tally.rows(), (Rows{{"ip: fragment cut by snaplen", 1}, {incomplete, 1}}));
}

TEST(Fragments, AreBoundedInNumber)
{
    Tally tally;
    Fragments fragments{tally};
    auto const last = static_cast<std::uint32_t>(limits::fragment_datagrams);
    for (std::uint32_t id = 0; id <= last; ++id)
        fragments.take(header(Family::v4, {0, "aaaaaaaa", true}, id), 60, 0);
    EXPECT_EQ(tally.rows(), (Rows{{limit_hit, 1}}));
    // The oldest was given up, the second oldest was not.
    EXPECT_EQ(text_of(fragments.take(header(Family::v4, {8, "b", false}, 1), 60, 0)), "aaaaaaaab");
    EXPECT_EQ(text_of(fragments.take(header(Family::v4, {8, "b", false}, 0), 60, 0)), "nothing");
}

TEST(Fragments, AreBoundedInBytes)
{
    // Eight bytes that make room for 65528: 256 such datagrams fit into 16 MiB.
    static_assert(limits::fragment_bytes / 65528 == 256);
    struct {
        char const* name;
        bool small_first; // all begin small, and grow later
    } const cases[] = {{"large at once", false}, {"growing", true}};
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Tally tally;
        Fragments fragments{tally};
        for (std::uint32_t id = 0; c.small_first && id < 300; ++id)
            fragments.take(header(Family::v4, {0, "aaaaaaaa", true}, id), 60, 0);
        EXPECT_EQ(tally.rows(), Rows{});
        for (std::uint32_t id = 0; id < 300; ++id)
            fragments.take(header(Family::v4, {65520, "aaaaaaaa", true}, id), 60, 0);
        EXPECT_EQ(tally.rows(), (Rows{{limit_hit, 300 - 256}}));
        // The last one stayed.
        fragments.take(header(Family::v4, {65528, "b", false}, 299), 60, 0);
        std::string const rest(65520, 'r');
        auto const whole = fragments.take(header(Family::v4, {0, rest, true}, 299), 60, 0);
        EXPECT_EQ(whole ? whole->payload.size() : 0, 65529u);
    }
}

TEST(Fragments, MakeRoomForTheOneThatGrows)
{
    Tally tally;
    Fragments fragments{tally};
    fragments.take(header(Family::v4, {0, "aaaaaaaa", true}, 0), 60, 0); // the oldest of all
    for (std::uint32_t id = 1; id <= 256; ++id)
        fragments.take(header(Family::v4, {65520, "aaaaaaaa", true}, id), 60, 0);
    EXPECT_EQ(tally.rows(), Rows{});
    std::string const rest(65000, 'r');
    auto const whole = fragments.take(header(Family::v4, {8, rest, false}, 0), 60, 0);
    EXPECT_EQ(whole ? whole->payload.size() : 0, 65008u);
    EXPECT_EQ(tally.rows(), (Rows{{limit_hit, 1}}));
}

TEST(Fragments, LeaveRoomWhenTheyAreComplete)
{
    Tally tally;
    Fragments fragments{tally};
    fragments.take(header(Family::v4, {0, "aaaaaaaa", true}, 1000), 60, 0);
    std::string const large(65000, 'r');
    for (std::uint32_t id = 0; id < 300; ++id) {
        fragments.take(header(Family::v4, {0, large, true}, id), 60, 0);
        EXPECT_TRUE(fragments.take(header(Family::v4, {65000, "b", false}, id), 60, 0));
    }
    EXPECT_EQ(text_of(fragments.take(header(Family::v4, {8, "b", false}, 1000), 60, 0)),
              "aaaaaaaab");
    EXPECT_EQ(tally.rows(), Rows{});
}

} // namespace
} // namespace petze

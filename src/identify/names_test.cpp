#include "identify/names.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

constexpr std::int64_t second = 1'000'000'000;

TEST(Names, KnowWhatAnAddressWasCalledAtATime)
{
    auto const address = *Address::parse("203.0.113.7");
    Names names;
    names.learn(address, "a.example", {0, 10, 100 * second});
    names.learn(address, "a.example", {0, 20, 200 * second}); // the same again says nothing new
    names.learn(address, "b.example", {0, 30, 300 * second});
    names.learn(address, "a.example", {1, 1, 400 * second});
    struct {
        char const* name;
        std::int64_t seconds;
        char const* expected;
        std::uint64_t frame; // of the answer
    } const cases[] = {
        {"before all", 99, "", 0},           {"at the first answer", 100, "a.example", 10},
        {"between", 250, "a.example", 10},   {"after the second name", 399, "b.example", 30},
        {"at the end", 400, "a.example", 1}, {"later", 9999, "a.example", 1},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const* known = names.at(address, c.seconds * second);
        EXPECT_EQ(known ? known->name : "", c.expected);
        EXPECT_EQ(known ? known->told.frame : 0, c.frame);
    }
    EXPECT_EQ(names.at(*Address::parse("203.0.113.8"), 9999 * second), nullptr);
}

TEST(Names, AnAddressOfManyNamesForgetsTheOldest)
{
    auto const address = *Address::parse("203.0.113.7");
    Names names;
    for (int i = 0; i < 1000; ++i)
        names.learn(address, "host" + std::to_string(i) + ".example", {0, 1, i * second});
    EXPECT_EQ(names.at(address, 0), nullptr);
    EXPECT_EQ(names.at(address, 990 * second)->name, "host990.example");
    EXPECT_EQ(names.at(address, 2000 * second)->name, "host999.example");
}

TEST(Names, Ipv4IsTheSameInIpv6)
{
    Names names;
    names.learn(*Address::parse("::ffff:203.0.113.7"), "a.example", {0, 1, second});
    ASSERT_NE(names.at(*Address::parse("203.0.113.7"), second), nullptr);
    EXPECT_EQ(names.at(*Address::parse("203.0.113.7"), second)->name, "a.example");
}

// RFC 1035 §3.5, RFC 3596 §2.5 (its example).
TEST(Names, OfReverseDns)
{
    struct {
        char const* name;
        char const* asked;
        char const* address;
    } const cases[] = {
        {"IPv4", "157.48.62.42.in-addr.arpa", "42.62.48.157"},
        {"letter case does not matter", "157.48.62.42.IN-ADDR.ARPA", "42.62.48.157"},
        {"IPv6", "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa",
         "4321:0:1:2:3:4:567:89ab"},
        {"a network", "48.62.42.in-addr.arpa", ""},
        {"too long", "1.157.48.62.42.in-addr.arpa", ""},
        {"no number", "a.48.62.42.in-addr.arpa", ""},
        {"a label of two",
         "ba.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.0.ip6.arpa", ""},
        {"the zone itself", ".in-addr.arpa", ""},
        {"another name", "www.example.com", ""},
        {"nothing", "", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const address = reverse_address(c.asked);
        EXPECT_EQ(address ? address->text() : "", c.address);
    }
    auto const address = *Address::parse("203.0.113.7");
    Names names;
    for (int i = 0; i < 20; ++i)
        names.learn_reverse(address, "h" + std::to_string(i / 2) + ".example", {0, 1, 0});
    EXPECT_EQ(names.reverse(address).size(), 8u); // each once, and no more than that
    EXPECT_TRUE(names.reverse(*Address::parse("203.0.113.8")).empty());
    EXPECT_FALSE(names.at(address, 1)); // nobody asked for that name
}

} // namespace
} // namespace petze

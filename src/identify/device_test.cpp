#include "testing/counting.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace petze {
namespace {

using testing::Counting;
using testing::other_mac;
using testing::phone_mac;
using testing::router_mac;
using testing::Said;
using testing::Texts;
using testing::texts;

constexpr auto phone = "192.168.1.10";

TEST(Device, WhichAddressesAreThePhones)
{
    struct {
        char const* name;
        Texts device; // as the profile names them
        std::vector<Said> said;
        Texts addresses;
        std::uint64_t others; // conversations of other devices
    } const cases[] = {
        {"as the profile says", {"198.51.100.10"}, {{phone, "203.0.113.7"}}, {"198.51.100.10"}, 1},
        {"by its MAC address",
         {"64:09:80:00:00:01"},
         {{phone, "203.0.113.7", "", nullptr, phone_mac},
          {"fe80::10", "ff02::fb", "", nullptr, phone_mac},
          {"192.168.1.11", "203.0.113.7", "", nullptr, other_mac}},
         {phone, "fe80::10"},
         1},
        {"guessed: who opened most to the world",
         {},
         {{phone, "203.0.113.7"}, {phone, "203.0.113.8"}, {"192.168.1.11", "203.0.113.7"}},
         {phone},
         1},
        {"guessed: talk inside the network counts less",
         {},
         {{phone, "203.0.113.7"},
          {"192.168.1.1", "192.168.1.11"},
          {"192.168.1.1", "192.168.1.12"},
          {"192.168.1.1", "224.0.0.1"}},
         {phone},
         3},
        {"guessed: a public address",
         {},
         {{"10.0.0.1", "10.0.0.2"},
          {"198.51.100.10", "203.0.113.7"},
          {"198.51.100.10", "203.0.113.8"}},
         {"198.51.100.10"},
         1},
        {"guessed: a private address before a public one",
         {},
         {{phone, "203.0.113.7"}, {"203.0.113.66", "203.0.113.1"}, {"203.0.113.66", "203.0.113.2"}},
         {phone},
         2},
        {"guessed: other addresses of the same card",
         {},
         {{phone, "203.0.113.7", "", nullptr, phone_mac},
          {phone, "203.0.113.7", "", nullptr, phone_mac},
          {"2001:db8::10", "2001:db8::7", "", nullptr, phone_mac},
          {"192.168.1.11", "203.0.113.7", "", nullptr, other_mac}},
         {phone, "2001:db8::10"},
         1},
        {"nobody has an address yet but the phone",
         {},
         {{"0.0.0.0", "255.255.255.255", "", nullptr, phone_mac},
          {"::", "ff02::1", "", nullptr, phone_mac},
          {phone, "203.0.113.7", "", nullptr, phone_mac}},
         {phone},
         0},
        {"somebody else has no address yet either",
         {},
         {{"0.0.0.0", "255.255.255.255", "", nullptr, phone_mac},
          {"0.0.0.0", "255.255.255.255", "", nullptr, other_mac},
          {phone, "203.0.113.7", "", nullptr, phone_mac}},
         {phone},
         2},
        {"nothing was said", {}, {}, {}, 0},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Counting counting{c.device};
        for (auto const& said : c.said)
            counting.add(said);
        auto const result = counting.finish();
        auto addresses = texts(result.device.addresses);
        std::sort(addresses.begin(), addresses.end());
        auto expected = c.addresses;
        std::sort(expected.begin(), expected.end());
        EXPECT_EQ(addresses, expected);
        EXPECT_EQ(result.device.guessed, c.device.empty());
        EXPECT_EQ(result.other_devices_flows, c.others);
    }
}

// A card that many addresses come from is a router's: they are not all the phone's.
TEST(Device, ARoutersCardIsNotThePhones)
{
    Counting counting;
    counting.add({phone, "203.0.113.7", "", nullptr, router_mac});
    counting.add({phone, "203.0.113.7", "", nullptr, router_mac});
    for (int i = 100; i < 130; ++i) {
        auto const source = "192.168.1." + std::to_string(i);
        counting.add({source.c_str(), "203.0.113.7", "", nullptr, router_mac});
    }
    auto const result = counting.finish();
    EXPECT_EQ(texts(result.device.addresses), Texts{phone});
    EXPECT_EQ(result.other_devices_flows, 30u);
}

// Where nobody said which address is the phone's, the owner's data tells.
TEST(Device, WhoeverSentTheOwnersDataIsThePhone)
{
    struct {
        char const* name;
        Texts device;
        Texts addresses;
    } const cases[] = {
        {"nobody said", {}, {"192.168.1.11"}},
        {"the profile says otherwise", {phone}, {phone}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Counting counting{c.device};
        for (int i = 0; i < 5; ++i)
            counting.add({phone, "203.0.113.7"});
        counting.add({"192.168.1.11", "203.0.113.8"});
        counting.owner("192.168.1.11");
        EXPECT_EQ(texts(counting.finish().device.addresses), c.addresses);
    }
}

TEST(Device, AddressesOfNoUseAreIgnored)
{
    Counting counting{{"the phone", "64:09:80:00:00", phone}};
    counting.add({phone, "203.0.113.7"});
    EXPECT_EQ(texts(counting.finish().device.addresses), Texts{phone});
}

} // namespace
} // namespace petze

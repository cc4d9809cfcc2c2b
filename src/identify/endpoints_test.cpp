#include "testing/counting.h"

#include <gtest/gtest.h>

#include <ostream>

namespace petze {

static void PrintTo(EndpointName const& name, std::ostream* out)
{
    *out << name.name << " by " << name.source << " x " << name.flows << " frame "
         << name.first.frame;
}

namespace {

using testing::Counting;
using testing::ids;
using testing::Said;
using testing::Texts;
using testing::texts;

constexpr auto phone = "192.168.1.10";

TEST(Endpoints, EachConversationCountsToOne)
{
    struct {
        char const* name;
        Said said;
        char const* id;
        Texts names; // "name source"
    } const cases[] = {
        {"its own name",
         {phone, "203.0.113.7", "API.example.com:8080"},
         "api.example.com",
         {"api.example.com http"}},
        {"its own name before that of DNS",
         {phone, "203.0.113.7", "api.example.com", "cdn.example.net"},
         "api.example.com",
         {"api.example.com http", "cdn.example.net dns"}},
        {"the name of DNS",
         {phone, "203.0.113.7", "", "cdn.example.net"},
         "cdn.example.net",
         {"cdn.example.net dns"}},
        {"the address", {phone, "203.0.113.7"}, "203.0.113.7", {}},
        {"an address as Host is no name",
         {phone, "203.0.113.7", "203.0.113.7:80"},
         "203.0.113.7",
         {}},
        {"IPv6 as Host", {phone, "2001:db8::7", "[2001:db8:0::7]"}, "2001:db8::7", {}},
        {"the name of the root is none", {phone, "203.0.113.7", "", ""}, "203.0.113.7", {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Counting counting{{phone}};
        EXPECT_EQ(counting.add(c.said), c.id);
        auto const result = counting.finish();
        ASSERT_EQ(ids(result), Texts{c.id});
        EXPECT_EQ(texts(result.endpoints[0].addresses), Texts{c.said.destination});
        Texts names;
        for (auto const& name : result.endpoints[0].names)
            names.push_back(name.name + " " + name.source);
        EXPECT_EQ(names, c.names);
    }
}

TEST(Endpoints, AddUpWhatWasSaid)
{
    Counting counting{{phone}};
    counting.add({.source = phone,
                  .destination = "203.0.113.7",
                  .hostname = "a.example",
                  .to_server = {10, 1000, 700, 0},
                  .to_client = {20, 9000, 8000, 0},
                  .opened_to_server = 700,
                  .opened_to_client = 500});
    counting.add({.source = phone,
                  .destination = "203.0.113.8",
                  .hostname = "a.example",
                  .to_server = {1, 100, 60, 0},
                  .to_client = {2, 300, 200, 0}});
    // More opened than was sent: what is inside may be longer. No more than the payload counts.
    counting.add({.source = phone,
                  .destination = "203.0.113.7",
                  .hostname = "a.example",
                  .to_server = {1, 50, 10, 0},
                  .to_client = {1, 40, 0, 0},
                  .opened_to_server = 99,
                  .opened_to_client = 99});
    counting.add({.source = phone, .destination = "198.51.100.1"});
    auto const result = counting.finish();
    EXPECT_EQ(ids(result), (Texts{"198.51.100.1", "a.example"}));
    auto const& a = result.endpoints.at(1);
    EXPECT_EQ(texts(a.addresses), (Texts{"203.0.113.7", "203.0.113.8"}));
    EXPECT_EQ(a.flows, 3u);
    EXPECT_EQ(a.bytes_to_server, 1150u);
    EXPECT_EQ(a.bytes_to_client, 9340u);
    EXPECT_EQ(a.payload_to_server, 770u);
    EXPECT_EQ(a.payload_to_client, 8200u);
    EXPECT_EQ(a.opened_to_server, 710u);
    EXPECT_EQ(a.opened_to_client, 500u);
    EXPECT_EQ(a.opaque_to_server, 60u);
    EXPECT_EQ(a.opaque_to_client, 7700u);
    EXPECT_EQ(a.clear_flows, 2u);
    EXPECT_EQ(a.first_ns, 1'000'000'000);
    EXPECT_EQ(a.last_ns, 3'000'000'500);
    EXPECT_EQ(a.names, (std::vector<EndpointName>{{"a.example", "http", 3, {0, 1, 0}}}));
    EXPECT_FALSE(a.local);
}

TEST(Endpoints, FurtherNamesAreThoseOfTheConversation)
{
    Counting counting{{phone}};
    for (auto const* name : {"*.Example.com", "*.example.com.", "", "www.example.com"})
        counting.name(name);
    counting.add({phone, "203.0.113.7", "www.example.com"});
    counting.name("www.example.com");
    counting.add({phone, "203.0.113.7", "www.example.com"});
    auto const result = counting.finish();
    ASSERT_EQ(ids(result), Texts{"www.example.com"});
    EXPECT_EQ(result.endpoints[0].names,
              (std::vector<EndpointName>{{"*.example.com", "certificate", 1, {0, 1, 0}},
                                         {"www.example.com", "certificate", 2, {0, 1, 0}},
                                         {"www.example.com", "http", 2, {0, 1, 0}}}));
}

// Whoever calls the phone is the endpoint; what the phone sends is "to server" all the same.
TEST(Endpoints, ConversationsThatOthersOpened)
{
    struct {
        char const* name;
        Texts device;
    } const cases[] = {
        {"the phone is known", {phone}},
        {"the phone is guessed", {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Counting counting{c.device};
        counting.add({.source = "203.0.113.9",
                      .destination = phone,
                      .hostname = "phone.example",
                      .to_server = {1, 100, 60, 0},
                      .to_client = {2, 900, 800, 0},
                      .opened_to_server = 60,
                      .opened_to_client = 300});
        counting.add({phone, "203.0.113.7"});
        counting.add({phone, "203.0.113.7"});
        auto const result = counting.finish();
        EXPECT_EQ(ids(result), (Texts{"203.0.113.7", "203.0.113.9"}));
        auto const& caller = result.endpoints.at(1);
        EXPECT_EQ(texts(caller.addresses), Texts{"203.0.113.9"});
        EXPECT_EQ(caller.names, std::vector<EndpointName>{});
        EXPECT_EQ(caller.bytes_to_server, 900u);
        EXPECT_EQ(caller.bytes_to_client, 100u);
        EXPECT_EQ(caller.opened_to_server, 300u);
        EXPECT_EQ(caller.opaque_to_server, 500u);
        EXPECT_EQ(caller.opened_to_client, 60u);
        EXPECT_EQ(caller.opaque_to_client, 0u);
        EXPECT_EQ(result.other_devices_flows, 0u);
    }
}

TEST(Endpoints, ConversationsOfOthersAreCountedAlone)
{
    Counting counting{{phone}};
    counting.add({phone, "203.0.113.7"});
    counting.add({"192.168.1.11", "203.0.113.7"});
    counting.add({"192.168.1.11", "203.0.113.8", "b.example"});
    auto const result = counting.finish();
    EXPECT_EQ(ids(result), Texts{"203.0.113.7"});
    EXPECT_EQ(result.endpoints[0].flows, 1u);
    EXPECT_EQ(result.other_devices_flows, 2u);
    EXPECT_FALSE(result.device.guessed);
}

TEST(Endpoints, OwnNetworkIsLocal)
{
    struct {
        char const* name;
        char const* destination;
        bool local;
    } const cases[] = {
        {"world", "203.0.113.7", false},      {"router", "192.168.1.1", true},
        {"multicast", "224.0.0.251", true},   {"broadcast", "255.255.255.255", true},
        {"IPv6 link-local", "fe80::1", true}, {"IPv6 multicast", "ff02::fb", true},
        {"IPv6 world", "2001:db8::7", false},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Counting counting{{phone}};
        counting.add({phone, c.destination});
        auto const result = counting.finish();
        ASSERT_EQ(result.endpoints.size(), 1u);
        EXPECT_EQ(result.endpoints[0].local, c.local);
    }
}

// One phone with two addresses: what it says to one host is one endpoint.
TEST(Endpoints, OneForAllAddressesOfThePhone)
{
    Counting counting{{phone, "2001:db8::10"}};
    counting.add({"2001:db8::10", "2001:db8::7", "a.example"});
    counting.add({phone, "203.0.113.7", "a.example"});
    counting.add({phone, "192.168.1.1", "a.example"});
    auto const result = counting.finish();
    ASSERT_EQ(ids(result), Texts{"a.example"});
    auto const& a = result.endpoints[0];
    EXPECT_EQ(a.flows, 3u);
    EXPECT_EQ(a.names, (std::vector<EndpointName>{{"a.example", "http", 3, {0, 1, 0}}}));
    EXPECT_EQ(a.addresses.size(), 3u);
    EXPECT_TRUE(std::is_sorted(a.addresses.begin(), a.addresses.end()));
    EXPECT_FALSE(a.local); // not all of it
}

TEST(Endpoints, KeepTheCertificatesThatWereShown)
{
    Counting counting{{"192.168.1.10"}};
    auto const show = [&](char const* fingerprint, char const* name) {
        EndpointCertificate shown;
        shown.fingerprint = fingerprint;
        shown.name = name;
        shown.flows = 1;
        counting.certificate(std::move(shown));
    };
    Said const said{"192.168.1.10", "203.0.113.7", "a.example"};
    show("bb", "a.example");
    counting.add(said);
    show("aa", "a.example");
    counting.add(said);
    show("bb", "a.example");
    counting.add(said);
    show("cc", "b.example"); // somebody called the phone
    counting.add({"203.0.113.9", "192.168.1.10"});
    auto const result = counting.finish();
    ASSERT_EQ(ids(result), (Texts{"203.0.113.9", "a.example"}));
    EXPECT_TRUE(result.endpoints[0].certificates.empty());
    auto const& certificates = result.endpoints[1].certificates;
    ASSERT_EQ(certificates.size(), 2u);
    EXPECT_EQ(certificates[0].fingerprint, "aa");
    EXPECT_EQ(certificates[1].fingerprint, "bb");
    EXPECT_EQ(certificates[1].flows, 2u);
    EXPECT_EQ(certificates[1].first, (Stamp{0, 1, 0}));
}

} // namespace
} // namespace petze

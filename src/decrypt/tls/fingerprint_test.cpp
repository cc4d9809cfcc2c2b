#include "decrypt/tls/fingerprint.h"

#include "testing/tls.h"

#include <gtest/gtest.h>

namespace petze::tls {
namespace {

using namespace petze::testing;

ClientHello decoded(testing::Buffer const& body)
{
    return decode_client_hello(body).value;
}

testing::Buffer list16(Numbers const& values)
{
    return with_length16(numbers16(values));
}

// The examples of github.com/salesforce/ja3, README.md.
TEST(Ja3, IsThatOfItsReadme)
{
    auto const with = client_hello(
        0x0301, {47, 53, 5, 10, 49161, 49162, 49171, 49172, 50, 56, 19, 4},
        {{0, server_name_data("www.example.com")}, {10, list16({23, 24, 25})}, {11, {1, 0}}});
    EXPECT_EQ(ja3_text(decoded(with)),
              "769,47-53-5-10-49161-49162-49171-49172-50-56-19-4,0-10-11,23-24-25,0");
    EXPECT_EQ(ja3(decoded(with)), "ada70206e40642a3e4461f35503241d5");

    auto const without = client_hello(0x0301, {4, 5, 10, 9, 100, 98, 3, 6, 19, 18, 99}, {});
    EXPECT_EQ(ja3_text(decoded(without)), "769,4-5-10-9-100-98-3-6-19-18-99,,,");
    EXPECT_EQ(ja3(decoded(without)), "de350869b8c85de67a350c8d186f11e6");
}

TEST(Ja3, LeavesGreaseOut)
{
    auto const body = client_hello(0x0303, {0x1a1a, 4}, {{0x2a2a, {}}, {10, list16({0x3a3a, 29})}});
    EXPECT_EQ(ja3_text(decoded(body)), "771,4,10,29,");
}

TEST(Ja3s, IsVersionSuiteAndExtensions)
{
    auto const body = server_hello(0x0303, 0xc02f,
                                   {{0xff01, {0}}, {0, {}}, {11, {1, 0}}, {16, alpn_data({"h2"})}});
    EXPECT_EQ(ja3s_text(decode_server_hello(body).value), "771,49199,65281-0-11-16");
}

// The worked example of technical_details/JA4.md, GREASE and all:
// t13d1516h2_8daaf6152771_e5627efa2ab1.
testing::Buffer ja4_example()
{
    return client_hello(
        0x0303,
        {0x2a2a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013,
         0xc014, 0x009c, 0x009d, 0x002f, 0x0035},
        {{0x4a4a, {}},
         {0x001b, {2, 0, 2}},
         {0x0000, server_name_data("www.example.com")},
         {0x0033, {0, 0}},
         {0x0010, alpn_data({"h2", "http/1.1"})},
         {0x4469, {0, 0}},
         {0x0017, {}},
         {0x002d, {1, 1}},
         {0x000d, list16({0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601})},
         {0x0005, {1, 0, 0, 0, 0}},
         {0x0023, {}},
         {0x0012, {}},
         {0x002b, with_length8(numbers16({0x6a6a, 0x0304, 0x0303}))},
         {0xff01, {0}},
         {0x000b, {1, 0}},
         {0x000a, list16({0x8a8a, 0x1d, 0x17, 0x18})},
         {0x0015, {0}}});
}

TEST(Ja4, IsThatOfItsDefinition)
{
    EXPECT_EQ(ja4(decoded(ja4_example()), Transport::tcp), "t13d1516h2_8daaf6152771_e5627efa2ab1");
    EXPECT_EQ(ja4(decoded(ja4_example()), Transport::quic).front(), 'q');
    EXPECT_EQ(ja4(decoded(ja4_example()), Transport::dtls).front(), 'd');
}

// JA4.md: "6d807ffa2a79" is the same example without signature algorithms.
TEST(Ja4, EndsWithoutUnderscoreWhereNoAlgorithmsStand)
{
    Extensions extensions;
    for (auto type : {0x0005, 0x000a, 0x000b, 0x000d, 0x0012, 0x0015, 0x0017, 0x001b, 0x0023,
                      0x002b, 0x002d, 0x0033, 0x4469, 0xff01})
        extensions.push_back({static_cast<unsigned>(type), {}});
    auto const text = ja4(decoded(client_hello(0x0303, {4}, extensions)), Transport::tcp);
    EXPECT_EQ(text.substr(text.size() - 12), "6d807ffa2a79");
}

// The rules of JA4.md for the ten characters in front.
TEST(Ja4, BeginsWithWhatTheHelloOffers)
{
    auto const alpn = [](std::string_view name) {
        return client_hello(0x0303, {4}, {{16, alpn_data({name})}});
    };
    auto const versions = [](Numbers const& values) {
        return client_hello(0x0303, {4}, {{43, with_length8(numbers16(values))}});
    };
    struct {
        char const* name;
        testing::Buffer body;
        char const* expected;
    } const cases[] = {
        {"nothing but a suite", client_hello(0x0303, {4}, {}), "t12i010000"},
        {"SSL 3.0", client_hello(0x0300, {4, 5}, {}), "ts3i020000"},
        {"more than 99 suites", client_hello(0x0301, Numbers(120, 4), {}), "t10i990000"},
        {"an empty server name is there", client_hello(0x0303, {4}, {{0, {}}}), "t12d010100"},
        {"ALPN of letters and digits", alpn("http/1.1"), "t12i0101h1"},
        {"ALPN of one letter", alpn("h"), "t12i0101hh"},
        {"ALPN ab", alpn("\xab"), "t12i0101ab"},
        {"ALPN ab cd", alpn("\xab\xcd"), "t12i0101ad"},
        {"ALPN 30 ab", alpn("\x30\xab"), "t12i01013b"},
        {"ALPN 30 31 ab cd", alpn("\x30\x31\xab\xcd"), "t12i01013d"},
        {"ALPN 30 ab cd 31", alpn("\x30\xab\xcd\x31"), "t12i010101"},
        {"ALPN without a name", client_hello(0x0303, {4}, {{16, {0, 0}}}), "t12i010100"},
        {"highest version, not the first", versions({0x0302, 0x0304, 0x0303}), "t13i010100"},
        {"GREASE is no version", versions({0xfafa, 0x0303}), "t12i010100"},
        {"an unknown version", versions({0x7f1c, 0x0303}), "t00i010100"},
        {"DTLS counts down", versions({0xfefd, 0xfefc}), "td3i010100"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(ja4(decoded(c.body), Transport::tcp).substr(0, 10), c.expected);
    }
}

TEST(Ja4, HashesNothingToZeros)
{
    EXPECT_EQ(ja4(decoded(client_hello(0x0300, {}, {})), Transport::tcp),
              "ts3i000000_000000000000_000000000000");
}

} // namespace
} // namespace petze::tls

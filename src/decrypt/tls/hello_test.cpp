#include "decrypt/tls/hello.h"

#include "base/text.h"
#include "testing/tls.h"

#include <gtest/gtest.h>

namespace petze::tls {
namespace {

using namespace petze::testing;
using Values = std::vector<std::uint16_t>;

TEST(DecodeClientHello, ReadsThatOfRfc8448)
{
    auto const body = rfc8448_client_hello();
    auto const [hello, flaw] = decode_client_hello(body);
    EXPECT_FALSE(flaw);
    EXPECT_EQ(hello.version, 0x0303);
    EXPECT_EQ(to_hex(hello.random),
              "cb34ecb1e78163ba1c38c6dacb196a6dffa21a8d9912ec18a2ef6283024dece7");
    EXPECT_TRUE(hello.session_id.empty());
    EXPECT_EQ(hello.cipher_suites, (Values{0x1301, 0x1303, 0x1302}));
    EXPECT_EQ(hello.server_name, "server");
    EXPECT_EQ(hello.groups, (Values{0x1d, 0x17, 0x18, 0x19, 0x100, 0x101, 0x102, 0x103, 0x104}));
    EXPECT_EQ(hello.versions, (Values{0x0304}));
    EXPECT_EQ(hello.signature_algorithms.size(), 15u);
    EXPECT_EQ(hello.extensions.size(), 9u);
    EXPECT_TRUE(hello.find(extension::session_ticket));
    EXPECT_FALSE(hello.find(extension::alpn));
}

TEST(DecodeClientHello, KeepsWhatWasReadOfEveryPrefix)
{
    auto const body = rfc8448_client_hello();
    auto const whole = decode_client_hello(body).value;
    for (std::size_t length = 0; length < body.size(); ++length) {
        SCOPED_TRACE(length);
        auto const cut = Bytes{body}.first(length);
        auto const [hello, flaw] = decode_client_hello(cut);
        // SSL 3.0 ends before the extensions: there a prefix is a whole hello.
        constexpr std::size_t before_extensions = 45;
        EXPECT_EQ(flaw.has_value(), length != before_extensions);
        // The name is there as soon as its bytes are.
        constexpr std::size_t after_name = 62;
        EXPECT_EQ(hello.server_name, length >= after_name ? "server" : hello.server_name);
    }
}

TEST(DecodeClientHello, ReadsWhatWasSent)
{
    struct {
        char const* name;
        testing::Buffer body;
        char const* server_name;
        std::vector<std::string_view> alpn;
        std::string_view flaw;
    } const cases[] = {
        {"SSL 3.0, no extensions", client_hello(0x0300, {4, 5}, {}), "", {}, ""},
        {"ALPN",
         client_hello(0x0303, {4}, {{16, alpn_data({"h2", "http/1.1"})}}),
         "",
         {"h2", "http/1.1"},
         ""},
        {"name of another type",
         client_hello(0x0303, {4}, {{0, from_hex("0005 01 0002 6869")}}),
         "",
         {},
         ""},
        {"the first of two names counts",
         client_hello(0x0303, {4},
                      {{0, server_name_data("a.example")}, {0, server_name_data("b.example")}}),
         "a.example",
         {},
         ""},
        {"list of names that lies about its length",
         client_hello(0x0303, {4}, {{0, from_hex("ffff 00 0002 6869")}}),
         "hi",
         {},
         ""},
        {"odd list of suites",
         from_hex("0303", std::string(64, '0'), "00 0003 000405 0100"),
         "",
         {},
         ""},
        {"bytes left over",
         joined({client_hello(0x0303, {4}, {{16, alpn_data({"h2"})}}), {0}}),
         "",
         {"h2"},
         "bytes after the last field"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const [hello, flaw] = decode_client_hello(c.body);
        EXPECT_EQ(hello.server_name, c.server_name);
        EXPECT_EQ(hello.alpn, c.alpn);
        EXPECT_EQ(flaw ? flaw->what : "", c.flaw);
    }
}

TEST(DecodeServerHello, ReadsThatOfRfc8448)
{
    auto const body = rfc8448_server_hello();
    auto const [hello, flaw] = decode_server_hello(body);
    EXPECT_FALSE(flaw);
    EXPECT_EQ(hello.version, 0x0303);
    EXPECT_EQ(hello.negotiated(), 0x0304);
    EXPECT_EQ(hello.cipher_suite, 0x1301);
    EXPECT_FALSE(hello.is_retry_request());
    for (std::size_t length = 0; length < body.size(); ++length) {
        constexpr std::size_t before_extensions = 38;
        EXPECT_EQ(decode_server_hello(Bytes{body}.first(length)).flaw.has_value(),
                  length != before_extensions)
            << length;
    }
}

TEST(DecodeServerHello, ReadsWhatWasSent)
{
    auto const retry = from_hex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");
    struct {
        char const* name;
        testing::Buffer body;
        unsigned negotiated;
        unsigned suite;
        std::string_view alpn;
        bool retry;
    } const cases[] = {
        {"SSL 3.0", server_hello(0x0300, 5, {}), 0x0300, 5, "", false},
        {"TLS 1.2 with ALPN", server_hello(0x0303, 0xc02f, {{16, alpn_data({"h2"})}}), 0x0303,
         0xc02f, "h2", false},
        {"draft 28", server_hello(0x0303, 0x1301, {{43, {0x7f, 0x1c}}}), 0x7f1c, 0x1301, "", false},
        {"draft 18, without session id and compression method",
         from_hex("7f12", std::string(64, '0'), "1301 0000"), 0x7f12, 0x1301, "", false},
        {"HelloRetryRequest", server_hello(0x0303, 0x1301, {{43, {3, 4}}}, {}, retry), 0x0304,
         0x1301, "", true},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const [hello, flaw] = decode_server_hello(c.body);
        EXPECT_FALSE(flaw);
        EXPECT_EQ(hello.negotiated(), c.negotiated);
        EXPECT_EQ(hello.cipher_suite, c.suite);
        EXPECT_EQ(hello.alpn, c.alpn);
        EXPECT_EQ(hello.is_retry_request(), c.retry);
    }
}

// RFC 5246 appendix E.2.
TEST(DecodeSsl2ClientHello, ReadsTheSuitesOfLaterVersions)
{
    auto const body =
        from_hex("01 0301 0009 0000 0010 010080 00002f 000005", "000102030405060708090a0b0c0d0e0f");
    auto const [hello, flaw] = decode_ssl2_client_hello(body);
    EXPECT_FALSE(flaw);
    EXPECT_EQ(hello.version, 0x0301);
    EXPECT_EQ(hello.cipher_suites, (Values{0x002f, 0x0005}));
    EXPECT_EQ(hello.random.size(), 16u);
    for (std::size_t length = 0; length < body.size(); ++length)
        EXPECT_TRUE(decode_ssl2_client_hello(Bytes{body}.first(length)).flaw) << length;
}

} // namespace
} // namespace petze::tls

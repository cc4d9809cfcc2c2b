#include "dissect/dns/rdata.h"

#include "dissect/dns/types.h"
#include "testing/hex.h"

#include <gtest/gtest.h>

namespace petze::dns {
namespace {

constexpr auto foo_example_com = "03666f6f 076578616d706c65 03636f6d 00";

// Wire and presentation form from the RFCs named, and from what dig prints.
TEST(ReadRdata, WritesThePresentationForm)
{
    struct {
        char const* name;
        Type type;
        std::string data;
        std::string expected;
    } const cases[] = {
        {"A", Type::a, "c0000201", "192.0.2.1"},
        {"AAAA", Type::aaaa, "20010db8000000000000000000000001", "2001:db8::1"},
        {"AAAA, IPv4-mapped", Type::aaaa, "00000000000000000000ffffc0000201", "::ffff:192.0.2.1"},
        {"CNAME", Type::cname, foo_example_com, "foo.example.com"},
        {"CNAME with a pointer into the message", Type::cname, "0361 2d62 c000", "a-b.net"},
        {"MX", Type::mx, std::string{"000a "} + foo_example_com, "10 foo.example.com"},
        {"SOA", Type::soa, "c000 c000 78499b35 00000e10 00000708 00093a80 0000003c",
         "net net 2018089781 3600 1800 604800 60"},
        {"TXT", Type::txt, "03 612262 02 c3bc 00", "\"a\\\"b\" \"\\195\\188\" \"\""},
        {"SRV", Type::srv, std::string{"0001 0002 1466 "} + foo_example_com,
         "1 2 5222 foo.example.com"},
        {"HINFO", Type::hinfo, "05 41524d3634 05 4c494e5558", "\"ARM64\" \"LINUX\""},
        {"NAPTR", Type::naptr, "0064 000a 01 75 07 4532552b736970 00 00",
         "100 10 \"u\" \"E2U+sip\" \"\" ."},
        {"CAA", Type::caa, "00 05 6973737565 63612e6578616d706c65", "0 issue \"ca.example\""},
        {"URI", Type::uri, "000a 0001 66", "10 1 \"f\""},
        // RFC 9460 appendix D.
        {"SVCB alias", Type::svcb, std::string{"0000 "} + foo_example_com, "0 foo.example.com"},
        {"SVCB root", Type::svcb, "0001 00", "1 ."},
        {"SVCB port", Type::svcb, std::string{"0010 "} + foo_example_com + "0003 0002 0035",
         "16 foo.example.com port=53"},
        {"SVCB unknown key", Type::svcb,
         std::string{"0001 "} + foo_example_com + "029b 0005 68656c6c6f",
         "1 foo.example.com key667=\"hello\""},
        {"SVCB ipv6hint", Type::svcb,
         std::string{"0001 "} + foo_example_com
             + "0006 0020 20010db8000000000000000000000001 20010db8000000000000000000530001",
         "1 foo.example.com ipv6hint=2001:db8::1,2001:db8::53:1"},
        {"HTTPS", Type::https,
         "0010 00 0000 0004 0001 0004 0001 0009 02 6832 05 68332d3139 0002 0000 0004 0004 c0000201",
         "16 . mandatory=alpn,ipv4hint alpn=\"h2,h3-19\" no-default-alpn ipv4hint=192.0.2.1"},
        {"HTTPS ech", Type::https, "0001 00 0005 0003 fefefe", "1 . ech=/v7+"},
        // RFC 4034 section 5.4, 3.3, 4.3; RFC 5155 appendix A.
        {"DS", Type::ds, "ec45 05 01 2bb183af5f22588179a53b0a98631fad1a292118",
         "60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118"},
        {"DNSKEY", Type::dnskey, "0100 03 05 fefe", "256 3 5 /v4="},
        {"RRSIG", Type::rrsig,
         std::string{"0001 05 03 00015180 3e7c9dd7 3e5510d7 0a52 "} + foo_example_com + "a090",
         "A 5 3 86400 20030322173103 20030220173103 2642 foo.example.com oJA="},
        {"NSEC", Type::nsec,
         std::string{foo_example_com} + "0006 400100000003 041b" + std::string(52, '0') + "20",
         "foo.example.com A MX RRSIG NSEC TYPE1234"},
        {"NSEC3", Type::nsec3,
         "01 01 000c 04 aabbccdd 14 174eb2409fe28bcb4887a1836f957f0a8425e27b 0007 220100000000 02",
         "1 1 12 AABBCCDD 2T7B4G4VSA5SMI47K61MV5BV1A22BOJR NS SOA MX TYPE54"},
        {"NSEC3 without salt", Type::nsec3, "01 00 0000 00 01 f8", "1 0 0 - V0"},
        {"SSHFP", Type::sshfp, "0201 123456789abcdef0", "2 1 123456789ABCDEF0"},
        {"TLSA", Type::tlsa, "030101 d2abde240d7cd3ee", "3 1 1 D2ABDE240D7CD3EE"},
        // RFC 3597 section 5.
        {"unknown type", static_cast<Type>(62347), "abcdef01 2345", "\\# 6 ABCDEF012345"},
        {"unknown type without data", static_cast<Type>(62347), "", "\\# 0"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto message = from_hex("036e6574 00");
        auto const offset = message.size();
        auto const data = from_hex(c.data);
        message.insert(message.end(), data.begin(), data.end());
        message.push_back(0xff); // of the next record, never to be read
        std::optional<Flaw> flaw;
        auto const rdata =
            read_rdata(static_cast<std::uint16_t>(c.type), message, offset, data.size(), flaw);
        EXPECT_EQ(rdata.text, c.expected);
        EXPECT_FALSE(flaw);
    }
}

TEST(ReadRdata, WritesWhatDoesNotFitItsTypeAsBytes)
{
    struct {
        char const* name;
        Type type;
        char const* data;
        char const* expected;
    } const cases[] = {
        {"A of three bytes", Type::a, "c00002", "\\# 3 C00002"},
        {"A of five bytes", Type::a, "c000020100", "\\# 5 C000020100"},
        {"TXT that ends early", Type::txt, "05 6162", "\\# 3 056162"},
        {"MX without its name", Type::mx, "000a", "\\# 2 000A"},
        {"port of one byte", Type::svcb, "0001 00 0003 0001 35", "\\# 8 0001000003000135"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const data = from_hex(c.data);
        std::optional<Flaw> flaw;
        auto const rdata =
            read_rdata(static_cast<std::uint16_t>(c.type), data, 0, data.size(), flaw);
        EXPECT_EQ(rdata.text, c.expected);
        EXPECT_EQ(flaw ? flaw->what : "", "record data does not fit its type");
    }
}

// What was cut into strings of 255 bytes is searched whole too.
TEST(ReadRdata, JoinsTheStringsOfAText)
{
    auto const data = from_hex("02 6162 02 6364");
    std::optional<Flaw> flaw;
    auto const rdata = read_rdata(static_cast<std::uint16_t>(Type::txt), data, 0, 6, flaw);
    EXPECT_EQ(rdata.words, (std::vector<std::string>{"ab", "cd", "abcd"}));
}

} // namespace
} // namespace petze::dns

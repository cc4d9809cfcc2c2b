#include "conversation/host.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

TEST(NormalHost, IsOneNameHoweverItIsWritten)
{
    struct {
        char const* name;
        char const* host;
        char const* expected;
    } const cases[] = {
        {"as it should be", "www.example.com", "www.example.com"},
        {"upper case", "WWW.Example.COM", "www.example.com"},
        {"port", "www.example.com:8080", "www.example.com"},
        {"empty port", "www.example.com:", "www.example.com"},
        {"final dot", "www.example.com.", "www.example.com"},
        {"final dot and port", "www.Example.com.:8080", "www.example.com"},
        {"blanks around it", " www.example.com\t", "www.example.com"},
        {"IPv4", "192.0.2.1", "192.0.2.1"},
        {"IPv4 with a port", "192.0.2.1:80", "192.0.2.1"},
        // RFC 3986 section 3.2.2 and RFC 5952 section 4.
        {"IPv6 in brackets", "[2001:DB8::1]", "2001:db8::1"},
        {"IPv6 in brackets with a port", "[2001:db8:0:0:0:0:0:1]:443", "2001:db8::1"},
        {"IPv6 without brackets", "2001:db8::1", "2001:db8::1"},
        {"IPv6 with an open bracket", "[2001:db8::1", "2001:db8::1"},
        {"brackets with nothing", "[]:80", ""},
        {"port alone", ":80", ""},
        {"the root", ".", ""},
        {"nothing", "", ""},
        {"no name at all", "a:b:c", "a:b:c"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(normal_host(c.host), c.expected);
    }
}

} // namespace
} // namespace petze

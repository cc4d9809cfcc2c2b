#include "identify/operator/certificate.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

TEST(Certificate, AttributesOfADistinguishedName)
{
    struct {
        char const* name;
        char const* text;
        char const* attribute;
        char const* value;
    } const cases[] = {
        {"the first", "CN=www.example.com,O=Invented,C=DE", "CN", "www.example.com"},
        {"the last", "CN=www.example.com,O=Invented,C=DE", "C", "DE"},
        {"letter case does not matter", "cn=www.example.com,o=Invented", "O", "Invented"},
        // RFC 4514 section 4 has the next three.
        {"a comma that is escaped", R"(CN=Before\0DAfter,O=Test\, Inc.,C=GB)", "O", "Test, Inc."},
        {"a byte in hex", R"(CN=Lu\C4\8Di\C4\87)", "CN", "Lu\xC4\x8Di\xC4\x87"},
        {"two attributes in one part", "OU=Sales+CN=J.  Smith,DC=example,DC=net", "CN",
         "J.  Smith"},
        {"an equals sign in a value", "O=a=b,C=DE", "O", "a=b"},
        {"another attribute that ends alike", "STREET=CO,O=Invented", "O", "Invented"},
        {"none", "CN=www.example.com", "O", ""},
        {"an escape at the end", R"(O=Invented\)", "O", R"(Invented\)"},
        {"no value", "O=", "O", ""},
        {"no name", "=Invented", "O", ""},
        {"nothing", "", "O", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(attribute_of(c.text, c.attribute), c.value);
    }
    std::string const whole = R"(CN=Lu\C4\8Di,O=Test\, Inc.+OU=b,C=GB)";
    for (std::size_t length = 0; length <= whole.size(); ++length)
        attribute_of(std::string_view{whole}.substr(0, length), "C");
}

TEST(Certificate, SaysWhoseItIsAndForWhichName)
{
    struct {
        char const* name;
        char const* subject;
        char const* issuer;
        std::vector<std::string> names;
        char const* asked;
        EndpointCertificate expected;
    } const cases[] = {
        {"made for the name",
         "CN=*.example.com,O=Invented\\, Inc.,C=DE",
         "CN=Issuing CA 1,O=Example Trust,C=AT",
         {"example.com", "*.example.com"},
         "API.example.com",
         {"ab",
          "Invented, Inc.",
          "DE",
          "Example Trust",
          "2014-07-01",
          "example.com",
          "api.example.com",
          true,
          false,
          1,
          {0, 7, 0}}},
        {"made for another name",
         "CN=other.example",
         "CN=Issuing CA 1",
         {"other.example"},
         "api.example.com",
         {"ab",
          "",
          "",
          "Issuing CA 1",
          "2014-07-01",
          "other.example",
          "api.example.com",
          false,
          false,
          1,
          {0, 7, 0}}},
        {"of its own making, without a list of names",
         "CN=notes.example",
         "CN=notes.example",
         {},
         "notes.example",
         {"ab",
          "",
          "",
          "notes.example",
          "2014-07-01",
          "notes.example",
          "notes.example",
          true,
          true,
          1,
          {0, 7, 0}}},
        {"nobody knows what was asked for",
         "CN=notes.example",
         "CN=Issuing CA 1",
         {"notes.example"},
         "",
         {"ab",
          "",
          "",
          "Issuing CA 1",
          "2014-07-01",
          "notes.example",
          "",
          false,
          false,
          1,
          {0, 7, 0}}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(describe_certificate({c.subject, c.issuer, c.names, "ab", "2014-07-01T00:00:00Z"},
                                       c.asked, {0, 7, 0}),
                  c.expected);
    }
}

} // namespace
} // namespace petze

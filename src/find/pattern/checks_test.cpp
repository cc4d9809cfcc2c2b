#include "find/pattern/checks.h"

#include "base/text.h"

#include <gtest/gtest.h>

#include <string>

namespace petze::pattern {
namespace {

using Check = bool (*)(std::string_view);

// The ISO's and registries' own examples, and numbers whose check digits were worked out in
// Python; what is refused differs in one thing.
TEST(PatternChecks, AcceptAndRefuse)
{
    auto const named_mac = [](std::string_view text) { return is_device_mac(text, true); };
    auto const mac = [](std::string_view text) { return is_device_mac(text, false); };
    struct {
        char const* name;
        Check check;
        std::vector<char const*> accepted, refused;
    } const cases[] = {
        {"luhn",
         passes_luhn,
         {"79927398713", "4111111111111111"},
         {"79927398710", "", "0", "00000000"}},
        {"imei",
         is_imei,
         {"352099001761481", "867602029141772"},
         {"352099001761482", "123456789012347", "35209900176148", "3520990017614811"}},
        {"imsi",
         is_imsi,
         {"262011234567890", "460001234567890"},
         {"999011234567890", "26201123456789", "262010000000000", "26201123456789x"}},
        {"iccid",
         is_iccid,
         {"8949020000000123451", "89490200000001234561"},
         {"8949020000000123452", "4949020000000123451", "894902000000012345"}},
        {"mac",
         mac,
         {"64:09:80:ab:cd:01", "64-09-80-AB-CD-01", "3a:00:11:22:33:44"},
         {"65:09:80:ab:cd:01", "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "02:00:00:00:00:00",
          "64:09-80:ab:cd:01", "44:44:44:12:34:56", "64:09:80:ab:cd:0g", "64:09:80:ab:cd:0",
          "640980abcd01"}},
        {"mac in a field named so",
         named_mac,
         {"640980abcd01", "44:44:44:12:34:56"},
         {"640980abcd0", "640980abcd0x"}},
        {"email",
         is_email,
         {"anna@example.org", "a.b+c@mail.example.co.uk", "x@example.xn--p1ai"},
         {"anna@example", "@example.org", "anna@.org", "icon@2x.png", "a..b@example.org",
          "anna@example.1", "anna@exa mple.org", "anna@@example.org", "anna@"}},
        {"card",
         is_card,
         {"4111111111111111", "378282246310005", "5555 5555 5555 4444"},
         {"4111111111111112", "1234567890123452", "4111 1111  1111 1111", ""}},
        {"grouped card",
         is_grouped_card,
         {"4111 1111 1111 1111", "4111-1111-1111-1111"},
         {"4111111111111111", "4111 1111-1111 1111", "4111 1111 1111 1112"}},
        {"iban",
         is_iban,
         {"DE89370400440532013000", "GB82 WEST 1234 5698 7654 32"},
         {"DE88370400440532013000", "DE8937040044053201300", "XX89370400440532013000", "",
          "GB82 west 1234 5698 7654 32"}},
        {"uuid",
         is_uuid,
         {"38400000-8cf0-11bd-b23e-10b96e40000d"},
         {"00000000-0000-0000-0000-000000000000", "38400000-8cf0-11bd-b23e-10b96e40000",
          "3840000008cf0-11bd-b23e-10b96e40000d"}},
        {"android id",
         is_android_id,
         {"9774d56d682e549c"},
         {"9774056066205490", "9774d56d682e549", "aaaaaaaaaaaaaaaa", "9774d56d682e549g"}},
        {"package",
         is_package_name,
         {"com.example.mail", "org.example.a_b.c1"},
         {"com.example", "www.example.com", "com..mail", "com.example.", "com.1x.mail",
          "com.a/b.c"}},
        {"jwt",
         is_jwt,
         {"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhIjoxfQ.c2ln"},
         {"eyJ0eXAiOiJKV1QifQ.eyJhIjoxfQ.c2ln", "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhIjoxfQ",
          "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9..c2ln",
          "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.a.b.c"}}};
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        for (auto const* text : c.accepted) {
            EXPECT_TRUE(c.check(text)) << text;
            for (std::size_t length = 0; length < std::string_view{text}.size(); ++length)
                c.check(std::string{text}.substr(0, length)); // in bounds: ASan looks on
        }
        for (auto const* text : c.refused)
            EXPECT_FALSE(c.check(text)) << text;
    }
}

} // namespace
} // namespace petze::pattern

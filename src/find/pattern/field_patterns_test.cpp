#include "find/pattern/field_patterns.h"

#include "base/text.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace petze::pattern {
namespace {

using Found = std::vector<std::string>;

Found found_in(std::string const& value, std::string const& step,
               char const* outer = "http:request:body")
{
    Found out;
    Origin const body{nullptr, outer};
    Origin const origin{&body, step};
    look_for_patterns({value, &origin, {0, 1, 1}, {}}, Name{&origin},
                      [&](std::string_view category, std::string_view text) {
                          out.push_back(std::string{category} + " " + std::string{text});
                      });
    return out;
}

TEST(FieldPatterns, NeedNameAndForm)
{
    struct {
        char const* value;
        char const* step;
        Found found;
    } const cases[] = {
        {"352099001761481", "json:$.imei", {"imei 352099001761481"}},
        {" 352099001761481 ", "form:device_id", {"imei 352099001761481"}},
        {"352099001761481", "json:$.order", {}},
        {"352099001761482", "json:$.imei", {}},
        {"262011234567890", "json:$['X-IMSI']", {"imsi 262011234567890"}},
        {"262011234567890", "json:$.time", {}},
        {"8949020000000123451", "json:$.iccid", {"iccid 8949020000000123451"}},
        {"8949020000000123451", "json:$.id", {}},
        {"89490200000001234561", "json:$.id", {"iccid 89490200000001234561"}},
        {"64:09:80:ab:cd:01", "json:$.x", {"mac 64:09:80:ab:cd:01"}},
        {"64:09:80:ab:cd:01", "json:$.ap[*].bssid", {"bssid 64:09:80:ab:cd:01"}},
        {"640980abcd01", "json:$.wifiMac", {"mac 640980abcd01"}},
        {"640980abcd01", "json:$.build", {}},
        {"Invented WLAN", "json:$.ap[*].ssid", {"ssid Invented WLAN"}},
        {"<unknown ssid>", "json:$.ssid", {}},
        {"+49 30 23125000", "json:$.phone", {"phone_number +49 30 23125000"}},
        {"tel:+493023125000", "json:$.x", {"phone_number tel:+493023125000"}},
        {"+49 30 23125000", "json:$.x", {}},
        {"+4930", "json:$.phone", {}},
        {"9774d56d682e549c", "json:$.android_id", {"android_id 9774d56d682e549c"}},
        {"9774d56d682e549c", "json:$.hash", {}},
        {"38400000-8cf0-11bd-b23e-10b96e40000d",
         "json:$.gaid",
         {"advertising_id 38400000-8cf0-11bd-b23e-10b96e40000d"}},
        {"38400000-8cf0-11bd-b23e-10b96e40000d", "json:$.request", {}},
        {"4111111111111111", "json:$.cardNumber", {"payment 4111111111111111"}},
        {"4111111111111111", "json:$.id", {}},
        {"4111 1111 1111 1111", "json:$.id", {"payment 4111 1111 1111 1111"}},
        {"DE89 3704 0044 0532 0130 00", "json:$.id", {"payment DE89 3704 0044 0532 0130 00"}},
        {"1234567890123", "json:$.time", {}},
        {"352099001761481", "json:$.imeis[*]", {"imei 352099001761481"}},
        {"352099001761481", "json:$.orders[*]", {}},
        {"64:09:80:ab:cd:01", "json:$.wifiAccessPoints[*].macAddress", {"bssid 64:09:80:ab:cd:01"}},
        {"640980abcd01", "json:$.wifi[*].mac", {"bssid 640980abcd01"}},
        {"64:09:80:ab:cd:01", "json:$.wifi.mac", {"mac 64:09:80:ab:cd:01"}},
        {"64:09:80:ab:cd:01", "json:$.devices[*].mac", {"mac 64:09:80:ab:cd:01"}},
        {"64:09:80:ab:cd:01,-51;64:09:80:ab:cd:02,-70",
         "form:wf",
         {"bssid 64:09:80:ab:cd:01", "bssid 64:09:80:ab:cd:02"}},
        {"at 64:09:80:ab:cd:01.", "json:$.log", {"mac 64:09:80:ab:cd:01"}},
        {"64:09:80:ab:cd:01:64:09:80:ab:cd:02", "json:$.fingerprint", {}},
        {"x64:09:80:ab:cd:01", "json:$.log", {}},
        {"38400000-8cf0-11bd-b23e-10b96e40000d",
         "json:$.oaid",
         {"advertising_id 38400000-8cf0-11bd-b23e-10b96e40000d"}},
        {"ok", "json:$.status", {}},
    };
    for (auto const& c : cases)
        EXPECT_EQ(found_in(c.value, c.step), c.found) << c.value << " in " << c.step;
}

TEST(FieldPatterns, EmailsInsideTexts)
{
    struct {
        char const* value;
        char const* step;
        Found found;
    } const cases[] = {
        {"anna@example.org", "json:$.x", {"email anna@example.org"}},
        {"Anna <anna@example.org>, Bo <bo@example.net>.",
         "json:$.x",
         {"email anna@example.org", "email bo@example.net"}},
        {"mailto:anna@example.org?subject=x", "json:$.x", {"email anna@example.org"}},
        {"Write to anna@example.org.", "json:$.x", {"email anna@example.org"}},
        {"https://anna:word@example.org/", "json:$.x", {}},
        {"https://anna@example.org/", "json:$.x", {}},
        {"image@2x.png", "json:$.x", {}},
        {"<1234@mail.example.org>", "mail:header:Message-ID", {}},
        {"@", "json:$.x", {}},
        {"@@@@", "json:$.x", {}},
    };
    for (auto const& c : cases)
        EXPECT_EQ(found_in(c.value, c.step), c.found) << c.value;
}

// "anna:s3cret" and "annas3cret" in base64.
TEST(FieldPatterns, CredentialsInClear)
{
    auto const header = "http:request:header:authorization";
    std::string const token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhIjoxfQ.c2ln";
    EXPECT_EQ(found_in("Basic YW5uYTpzM2NyZXQ=", header), (Found{"credential YW5uYTpzM2NyZXQ="}));
    EXPECT_EQ(found_in("Basic YW5uYXMzY3JldA==", header), Found{});
    EXPECT_EQ(found_in("Bearer abcdef", header), (Found{"credential abcdef"}));
    EXPECT_EQ(found_in("Digest abcdef", header), Found{});
    EXPECT_EQ(found_in(token, "json:$.x"), (Found{"credential " + token}));
    EXPECT_EQ(found_in("s3cret!", "form:user_password"), (Found{"credential s3cret!"}));
    EXPECT_EQ(found_in("********", "form:password"), Found{});
    EXPECT_EQ(found_in("false", "form:token"), Found{});
    EXPECT_EQ(found_in("of at least 8 letters", "form:password"), Found{});
    EXPECT_EQ(found_in("s3cret!", "form:password", "tls"), Found{});
    EXPECT_EQ(found_in("s3cret!", "form:access_token"), (Found{"credential s3cret!"}));
    EXPECT_EQ(found_in("s3cret!", "form:csrf_token"), Found{});
    EXPECT_EQ(found_in("s3cret!", "json:$.nextPageToken"), Found{});
    // Invented, of GitHub's form: 36 letters and digits behind its beginning.
    std::string const github = "ghp_inventedinventedinventedinvented0001";
    EXPECT_EQ(found_in(github, "json:$.x"), (Found{"credential " + github}));
    EXPECT_EQ(found_in(github.substr(0, 30), "json:$.x"), Found{});
    EXPECT_EQ(found_in("sk-" + std::string(60, 'a'), "json:$.x"), Found{});
    EXPECT_EQ(found_in(token, "json:$.x", "quic"), Found{});
}

TEST(FieldPatterns, EveryPrefix)
{
    std::string const whole = "mailto:anna@example.org tel:+493023125000 4111 1111 1111 1111";
    for (std::size_t length = 0; length <= whole.size(); ++length)
        EXPECT_LE(found_in(whole.substr(0, length), "json:$.password").size(), 1U);
    EXPECT_EQ(found_in("x", ""), Found{});
}

} // namespace
} // namespace petze::pattern

#include "conversation/link/wifi_network.h"

#include "base/text.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

TEST(WifiNetwork, IsReadFromWhatTheOwnerWrites)
{
    std::string const digits(64, 'f');
    struct {
        char const* name;
        std::string text, ssid, key;
    } const cases[] = {
        // IEEE 802.11-2020 annex J.4.2
        {"first vector", "IEEE:password", "IEEE",
         "f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e"},
        {"second vector", "ThisIsASSID:ThisIsAPassword", "ThisIsASSID",
         "0dc0d6eb90555ed6419756b9a15ec3e3209b63df707dd508d14581f8982721af"},
        {"third vector, the longest name", std::string(32, 'Z') + ":" + std::string(32, 'a'),
         std::string(32, 'Z'), "becb93866bb8c3832cb777c2f559807c8c59afcb6eae734885001300a981cc62"},
        {"the key itself", "a name:" + digits, "a name", digits},
        {"the key, capital digits", "a name:" + std::string(64, 'F'), "a name", digits},
        {"the key, and a name with a colon", "a:name:" + digits, "a:name", digits},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const network = parse_wifi_network(c.text);
        ASSERT_TRUE(network);
        EXPECT_EQ(network->ssid, c.ssid);
        EXPECT_EQ(to_hex(network->master_key), c.key);
    }
    auto const network = parse_wifi_network("name:with: a colon");
    ASSERT_TRUE(network);
    EXPECT_EQ(network->ssid, "name");
}

TEST(WifiNetwork, SaysWhatIsWrong)
{
    struct {
        char const* name;
        std::string text, why;
    } const cases[] = {
        {"nothing", "", "there is no colon"},
        {"no colon", "name", "there is no colon"},
        {"no name", ":passphrase", "1 to 32 bytes"},
        {"name too long", std::string(33, 'n') + ":passphrase", "1 to 32 bytes"},
        {"eight characters are enough", "name:eight!88", ""},
        {"passphrase too short", "name:1234567", "8 to 63"},
        {"passphrase too long", "name:" + std::string(65, 'p'), "8 to 63"},
        {"64 characters that are no key", "name:" + std::string(64, 'p'), "8 to 63"},
        {"not ASCII", "name:pass\xc3\xa4phrase", "8 to 63"},
        {"control character", "name:pass\nphrase", "8 to 63"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const network = parse_wifi_network(c.text);
        if (c.why.empty()) {
            EXPECT_TRUE(network);
            continue;
        }
        ASSERT_FALSE(network);
        EXPECT_EQ(network.error().what, "--wifi");
        EXPECT_NE(network.error().why.find(c.why), std::string::npos);
    }
}

} // namespace
} // namespace petze

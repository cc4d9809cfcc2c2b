#include "find/pattern/learned.h"

#include <gtest/gtest.h>

namespace petze::pattern {
namespace {

TEST(Learned, WhatMayBeAnIdentifier)
{
    struct {
        char const* text;
        bool expected;
    } const cases[] = {
        {"5f0c3f8e-1d55-4d7a-9b0a-0c4de1f5a001", true},
        {"00000000-0000-0000-0000-000000000000", false},
        {"8a2b6c1d9e0f4a73", true},
        {"8A2B6C1D9E0F4A738A2B6C1D9E0F4A73", true},
        {"8a2b6c1d9e0f4a7", false},      // half a byte
        {"0000000000000001", false},     // of few digits
        {"490154203237518", true},       // 3GPP's example of an IMEI
        {"490154203237519", false},      // its check digit is wrong
        {"1700000000123456", false},     // microseconds
        {"17000000001234567890", false}, // a number
        {"aGVsbG8gd29ybGQxMjM0NTY3", true},
        {"thisIsAnOrdinaryLongWord", false},
        {"Invented-Phone-Model-Seven", false},
        {"com.invented.application1", false},
        {"two words and the 3rd Word 456", false},
        {"", false},
    };
    for (auto const& c : cases)
        EXPECT_EQ(is_identifier(c.text), c.expected) << c.text;
}

TEST(Learned, WhatFieldsAreCalled)
{
    for (auto const* step :
         {"json:$.device_id", "form:oaid", "json:$.a[*].deviceId", "form:UUID"}) {
        Origin const origin{nullptr, step};
        EXPECT_TRUE(names_device(Name{&origin})) << step;
    }
    for (auto const* step : {"json:$.session_id", "form:nonce", "json:$.fingerprint", "form:paid",
                             "json:$.request_uuid", "json"}) {
        Origin const origin{nullptr, step};
        EXPECT_FALSE(names_device(Name{&origin})) << step;
    }
}

TEST(Learned, InHeaders)
{
    EXPECT_EQ(
        identifier_in_user_agent("App/3.1 (Linux; Android 14; Invented 7 Build/UP1A.231005.007) "
                                 "id/8a2b6c1d9e0f4a738a2b6c1d9e0f4a73"),
        "8a2b6c1d9e0f4a738a2b6c1d9e0f4a73");
    EXPECT_EQ(identifier_in_user_agent("App/3.1 (5f0c3f8e-1d55-4d7a-9b0a-0c4de1f5a001)"),
              "5f0c3f8e-1d55-4d7a-9b0a-0c4de1f5a001");
    EXPECT_EQ(identifier_in_user_agent("Dalvik/2.1.0 (Linux; U; Build/QKQ1.190828.002)"), "");
}

} // namespace
} // namespace petze::pattern

#include "conversation/link/eapol.h"

#include "base/text.h"
#include "testing/hex.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

std::string repeated(char const* byte, int count)
{
    std::string out;
    while (count-- > 0)
        out += byte;
    return out;
}

// IEEE 802.11-2020 figure 12-33: descriptor, information, key length, replay counter, nonce,
// initialisation vector, sequence counter, reserved, code, length of data, data.
std::string key_frame(char const* descriptor, char const* information, std::string const& data)
{
    return descriptor + std::string{information} + "0010 0000000000000001" + repeated("a1", 32)
           + repeated("00", 16 + 8 + 8) + repeated("c3", 16) + data;
}

TEST(EapolKey, IsRead)
{
    auto const frame = from_hex("02 03 0063" + key_frame("02", "13ca", "0004 d4d4d4d4") + "0000");
    auto const [message, flaw] = decode_eapol_key(frame);
    ASSERT_FALSE(flaw);
    EXPECT_EQ(message.descriptor, 2);
    EXPECT_EQ(message.version(), 2u);
    EXPECT_TRUE(message.is_pairwise() && message.asks() && message.has_code()
                && message.is_wrapped());
    EXPECT_EQ(to_hex(message.nonce), repeated("a1", 32));
    EXPECT_EQ(to_hex(message.code), repeated("c3", 16));
    EXPECT_EQ(to_hex(message.data), "d4d4d4d4");
    EXPECT_EQ(message.frame.size(), frame.size() - 2); // without the padding
    auto const zeroed = to_hex(message.without_code());
    EXPECT_EQ(zeroed.find("c3"), std::string::npos);
    EXPECT_EQ(zeroed.size(), message.frame.size() * 2);
    for (std::size_t length = 0; length + 2 < frame.size(); ++length)
        EXPECT_TRUE(decode_eapol_key(Bytes{frame}.first(length)).flaw) << length;
}

TEST(EapolKey, TellsWhatItIsNot)
{
    struct {
        char const* name;
        std::string frame;
        bool flawed;
    } const cases[] = {
        {"start", "02 01 0000", false},
        {"a key of another descriptor", "02 03 005f" + key_frame("fe", "0089", "0000"), false},
        {"longer than the frame", "02 03 0400" + key_frame("02", "008a", "0000"), true},
        {"data longer than the key", "02 03 005f" + key_frame("02", "008a", "0001"), true},
        {"nothing", "", true},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const frame = from_hex(c.frame);
        auto const [message, flaw] = decode_eapol_key(frame);
        EXPECT_EQ(flaw.has_value(), c.flawed);
        EXPECT_FALSE(!flaw && message.descriptor == 2);
    }
}

TEST(GroupKey, IsFoundAmongWhatElseThereIs)
{
    auto const key = repeated("9a", 16);
    struct {
        char const* name;
        std::string data, found;
        int number;
    } const cases[] = {
        // §12.7.2, figure 12-37: dd, length, 00-0F-AC, type 1; number, reserved, key
        {"alone", "dd16 000fac01 0100" + key, key, 1},
        {"behind an element, and padding", "3002 0100 dd16 000fac01 0200" + key + "dd000000", key,
         2},
        {"behind another key",
         "dd16 000fac09 0400" + repeated("11", 16) + "dd16 000fac01 0300" + key, key, 3},
        {"number and transmit bit", "dd16 000fac01 0500" + key, key, 1},
        {"of TKIP", "dd26 000fac01 0100" + key + key, key + key, 1},
        {"of another organisation", "dd16 0050f201 0100" + key, "", 0},
        {"too short", "dd06 000fac01 0100", "", 0},
        {"cut off", "dd16 000fac01 0100 9a9a", "", 0},
        {"padding alone", "dd0000", "", 0},
        {"nothing", "", "", 0},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const data = from_hex(c.data);
        auto const found = find_group_key(data);
        EXPECT_EQ(to_hex(found.key), c.found);
        EXPECT_EQ(found.number, c.number);
    }
}

} // namespace
} // namespace petze

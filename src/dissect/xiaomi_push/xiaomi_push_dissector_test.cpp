#include "dissect/xiaomi_push/xiaomi_push_dissector.h"

#include "base/text.h"
#include "decrypt/crypto/cipher.h"
#include "dissect/xiaomi_push/frame.h"
#include "testing/check_conversations.h"
#include "testing/hex.h"

namespace petze {
namespace {

using testing::Recorder;

constexpr auto up = Direction::to_server, down = Direction::to_client;

std::string hex(std::string_view digits)
{
    auto const bytes = from_hex(digits);
    return {bytes.begin(), bytes.end()};
}

// Written by a short Python program with an RC4 of its own, from invented values: the phone says
// CONN with its id, the server CONN with its challenge; BIND and SECMSG are encrypted.
std::string const conn =
    hex("c2fe000500000050000100080000004008002a04434f4e4e086a120a5265646d69204e6f7465222a"
        "612d3031323334353637383961626364656630313233343536373839616263646566303132333435"
        "363732047769666952d71517");
std::string const resp =
    hex("c2fe00050000002a000100080000001a08002a04434f4e4e0a0a7137476b325a704c3078120c7075"
        "73682e6578616d706c65ef170bcd");
std::string const bind =
    hex("c2fe000500000036065e150a636f129fd97ebf691ec9c5ef54c3e5d92ba81d012fcf17055d3204fd"
        "2b7f9d525cafb1fee160ca9ea695e3c3913b6a188eb80e321bfd");
std::string const ping = hex("c2fe0005000000000d2301c6");
std::string const msg =
    hex("c2fe000500000029065c151b636f1299d97e8580983c40b31d88a7ad00fc5e0124dd1b1254775a96"
        "5414b27838def2bfb1a6c81368");

std::string const id = "a-0123456789abcdef0123456789abcdef01234567";

std::vector<std::string> const handshake{
    "xiaomi-push > protobuf:5 = CONN",        "xiaomi-push > protobuf:2 = Redmi Note",
    "xiaomi-push > protobuf:4 = " + id,       "xiaomi-push > protobuf:6 = wifi",
    "xiaomi-push > protobuf:5 = CONN",        "xiaomi-push > protobuf:1 = q7Gk2ZpL0x",
    "xiaomi-push > protobuf:2 = push.example"};

std::vector<std::string> after_handshake(std::vector<std::string> const& more)
{
    auto all = handshake;
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

std::vector<testing::ConversationRow> rows()
{
    return {
        {"opened with what travels in clear",
         {{up, conn}, {down, resp}, {up, bind + ping}, {down, msg}},
         {"> CONN [64]", "< CONN [26]", "> BIND [18]", "> PING [0]", "< SECMSG X [20]"},
         after_handshake(
             {"xiaomi-push:rc4 > protobuf:2 = 4711000815",
              "xiaomi-push:rc4 > protobuf:3 = push.example", "xiaomi-push:rc4 > protobuf:5 = BIND",
              "xiaomi-push:rc4 > protobuf:1 = anna@example.com",
              "xiaomi-push:rc4 > protobuf:5 = SECMSG", "xiaomi-push:rc4 > protobuf:6 = X",
              "xiaomi-push:rc4 > payload > xml:/ = message",
              "xiaomi-push:rc4 > payload > xml:/message = to",
              "xiaomi-push:rc4 > payload > xml:/message/@to = anna"})},
        {"joined in the middle",
         {{up, bind + ping}},
         {"> PING [0]"},
         {"stream = " + bind},
         {"xiaomi-push: beginning of the connection not seen 1"}},
        {"what is none",
         {{up, "abcdefghijkl"}},
         {},
         {"stream = abcdefghijkl"},
         {"xiaomi-push: no frame where one should begin 1"}},
        {"cut off",
         {{up, conn.substr(0, 30)}},
         {},
         {"stream = " + conn.substr(0, 30)},
         {"xiaomi-push: cut off 1"}},
    };
}

TEST(XiaomiPush, ReadsConversations)
{
    if (!crypto::has_legacy_ciphers())
        GTEST_SKIP() << "OpenSSL without its legacy provider";
    testing::check_conversations(make_xiaomi_push_dissector, rows());
}

TEST(XiaomiPush, GoesOnBehindAGap)
{
    Recorder recorder;
    testing::play(make_xiaomi_push_dissector,
                  {{up, conn}, {down, resp}, {up, bind.substr(0, 20)}, {up, "", 30}, {up, bind}},
                  recorder);
    EXPECT_EQ(testing::messages_in_short(recorder),
              (std::vector<std::string>{"> CONN [64]", "< CONN [26]", "> BIND [18]"}));
    EXPECT_EQ(testing::flaws(recorder),
              std::vector<std::string>{"xiaomi-push: gap in the stream 1"});
}

TEST(XiaomiPush, SaysWhatIsDamaged)
{
    auto damaged = conn;
    damaged.back() ^= 1;
    Recorder recorder;
    testing::play(make_xiaomi_push_dissector, {{up, damaged}}, recorder);
    EXPECT_EQ(testing::messages_in_short(recorder), std::vector<std::string>{"> CONN [64]"});
    EXPECT_EQ(testing::flaws(recorder), std::vector<std::string>{"xiaomi-push: wrong checksum 1"});

    auto wrong = bind;
    wrong[11] ^= 1;
    Recorder other;
    testing::play(make_xiaomi_push_dissector, {{up, conn}, {down, resp}, {up, wrong}}, other);
    EXPECT_EQ(testing::messages_in_short(other).size(), 2u);
    EXPECT_EQ(other.tally.rows().size(), 2u);
}

TEST(XiaomiPush, DerivesTheKey)
{
    auto const key = xiaomi_push::derive_key("q7Gk2ZpL0x", id);
    ASSERT_TRUE(key);
    EXPECT_EQ(to_hex(*key), "9c6e2252f227e6ab0651619e43cb4dc63f6bef5a7e6da8f2ddb4");
}

TEST(XiaomiPush, IsRecognised)
{
    EXPECT_EQ(looks_like_xiaomi_push(up, as_bytes(conn)), Likeness::yes);
    EXPECT_EQ(looks_like_xiaomi_push(down, as_bytes(conn.substr(0, 3))), Likeness::maybe);
    EXPECT_EQ(looks_like_xiaomi_push(up, as_bytes("<stream")), Likeness::no);
}

} // namespace
} // namespace petze

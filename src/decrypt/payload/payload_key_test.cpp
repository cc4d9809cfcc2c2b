#include "decrypt/payload/payload_key.h"

#include "base/text.h"
#include "testing/hex.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>

namespace petze {
namespace {

constexpr std::string_view key_128 = "000102030405060708090a0b0c0d0e0f";
constexpr std::string_view key_256 =
    "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";
constexpr std::string_view key_192 = "404142434445464748494a4b4c4d4e4f5051525354555657";
constexpr std::string_view vector = "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf";
constexpr std::string_view nonce = "a0a1a2a3a4a5a6a7a8a9aaab";
constexpr std::string_view clear = R"({"imei":"867602029141772","model":"invented"})";

bool is_ascii(Bytes bytes, Part)
{
    return std::all_of(bytes.begin(), bytes.end(),
                       [](auto byte) { return byte >= ' ' && byte < 0x7f; });
}

std::optional<std::string> open(std::string const& option, Bytes sealed)
{
    auto const key = parse_payload_key(option);
    if (!key) {
        ADD_FAILURE() << key.error().why;
        return {};
    }
    std::uint64_t work = 0;
    auto const opened = open_payload(*key, sealed, is_ascii, work);
    return opened ? std::optional{std::string{as_text(*opened)}} : std::nullopt;
}

struct Row {
    char const* name;
    std::string_view key;
    std::string_view vector; // empty: the cipher takes none
    std::string_view sealed;
};

// By `openssl enc` 3.0 (CBC, ECB, CTR), python3-cryptography (192 bits, GCM, ChaCha20), RC4 by a
// few lines of Python that give the known "Key", "Plaintext", bbf316e8d940af0ad3.
constexpr Row rows[] = {
    {"aes-128-cbc", key_128, vector,
     "0df920c2ca9a960bc0323b526e102b493ee9c7e9d11058aa6385e4b0138940dbbef80802e026ca61f13f2a85691c2"
     "ce0"},
    {"aes-192-cbc", key_192, vector,
     "a275df9e259f5da4c852e0c72c096b7ae52a448e8b81fc023cee44d9d6fc20a4231c9ad7ad767ead8be28472f917f"
     "d69"},
    {"aes-256-cbc", key_256, vector,
     "b2ec21535517f1278279694d8915d1c98f59f5129f7aed30f900ec2651e2c92f125648fe726fd4716fd3c28d8d235"
     "74c"},
    {"aes-128-ecb", key_128, "",
     "32f1f194579610366066ed10ad9192846a6b3b3ff744d9a6f655877d6642a89a5f1f6d2e0546c00570e14502a563d"
     "15f"},
    {"aes-192-ecb", key_192, "",
     "e14c19a3af0a79144b03e3b055c130360802b32829e8cc605a3e557088e4693f22acced80dd0d2dea975b2ac07afc"
     "0f1"},
    {"aes-256-ecb", key_256, "",
     "16df21c023d586ee4aa1d59bed6b181062857a623abeb2eb391271bd0ac6dc6537d786000b952618afede3fcb8fa9"
     "2c4"},
    {"aes-128-ctr", key_128, vector,
     "253ab89393742a44e29b08e00297a3bf28fb8ee8a6c24ea373cd9ade5a884fb7867e452214bbd0907d67ab5c13"},
    {"aes-192-ctr", key_192, vector,
     "f23f71142401355f887618fbc267b5e731cb7de93c78ffeada6317e618b25edb5cb7b1aeec45ad8838079e13ad"},
    {"aes-256-ctr", key_256, vector,
     "8a0599cac136f338b933177685f8406c3d2cbbeb1dc0b472ea97248eadd4d5314ea2efee18f6d4338976f85e25"},
    {"aes-128-gcm", key_128, nonce,
     "d1a451d61be01130a84083377022825061d7123cb2200a9d073c53f62de9eac4b8996758619c89030bbb86e6d2fb5"
     "4ac225dea969023f20285dd72a241"},
    {"aes-192-gcm", key_192, nonce,
     "a6d93788ecf770dffc7de4b87f2f4cd09712a7a929e830586c2999893246a35bbfddae2b9514bb59ae36303bb6022"
     "245d39563f0a3a8a99f030bd0e44a"},
    {"aes-256-gcm", key_256, nonce,
     "051ecd59a1bea29083109b8d106d4496a346f0330d8311102dbee994bc02ca943d6f1fdd68dfa614be87b7cf337f5"
     "2592ccd9395800a3ae8d488242877"},
    {"rc4", "4b6579214b6579", "",
     "778176779a6f8542dd4d82e151f218bac04c1628b190b875047473b5837743a0f9db913140f0f5b4d39fb86784"},
    {"chacha20-poly1305", key_256, nonce,
     "219d74abac8fa23054e562963974d29828dc7f184bc5341f26addad860cc63477627c8716403f77bcb469b0137687"
     "9c81982360d0f880de4b68c4086e3"},
};

std::string option(Row const& row)
{
    return "n=" + std::string{row.key} + ":" + row.name;
}

TEST(PayloadKey, OpensEachAlgorithm)
{
    for (auto const& row : rows) {
        SCOPED_TRACE(row.name);
        auto const in_front = from_hex(row.vector, row.sealed);
        EXPECT_EQ(open(option(row), in_front), clear);
        if (!row.vector.empty()) {
            EXPECT_EQ(open(option(row) + ":" + std::string{row.vector}, from_hex(row.sealed)),
                      clear);
        }
    }
}

TEST(PayloadKey, OpensNothingUnderAnotherKey)
{
    for (auto const& row : rows) {
        SCOPED_TRACE(row.name);
        auto other = option(row);
        other[2] = other[2] == '1' ? '2' : '1';
        EXPECT_EQ(open(other, from_hex(row.vector, row.sealed)), std::nullopt);
    }
}

// Only where nothing vouches for the end does a prefix open, and then as far as it goes.
TEST(PayloadKey, SurvivesEveryPrefix)
{
    for (auto const& row : rows) {
        SCOPED_TRACE(row.name);
        auto const sealed = from_hex(row.vector, row.sealed);
        auto const front = row.vector.size() / 2;
        auto const streams =
            std::string_view{row.name}.ends_with("ctr") || std::string_view{row.name} == "rc4";
        for (std::size_t length = 0; length < sealed.size(); ++length) {
            auto const opened = open(option(row), Bytes{sealed}.first(length));
            if (streams && length >= front + shortest_payload) {
                EXPECT_EQ(opened, clear.substr(0, length - front));
            } else {
                EXPECT_EQ(opened, std::nullopt) << length;
            }
        }
    }
}

TEST(PayloadKey, AsksForNoWordsWhereATagVouches)
{
    auto const sealed = from_hex(nonce, "aa873ab348222bfcf8b6bd173af544b817462d");
    EXPECT_EQ(open("n=" + std::string{key_128} + ":aes-128-gcm", sealed), (std::string{0, 1, 2}));
}

TEST(PayloadKey, WorksLittleInVain)
{
    std::vector<std::uint8_t> const sealed(1u << 20, 0x5a);
    auto const key = parse_payload_key("n=" + std::string{key_128} + ":aes-128-cbc");
    ASSERT_TRUE(key);
    std::uint64_t work = 0;
    EXPECT_FALSE(open_payload(*key, sealed, is_ascii, work));
    EXPECT_LE(work, 128u);
}

TEST(PayloadKey, RefusesWithASentenceAndWithoutTheKey)
{
    struct Refused {
        char const* text;
        char const* why; // part of it
    };
    constexpr Refused refused[] = {
        {"", "NAME=HEX:ALGORITHM"},
        {"000102030405060708090a0b0c0d0e0f", "NAME=HEX:ALGORITHM"},
        {"n=000102030405060708090a0b0c0d0e0f", "NAME=HEX:ALGORITHM"},
        {"=000102030405060708090a0b0c0d0e0f:aes-128-cbc", "name"},
        {"a b=000102030405060708090a0b0c0d0e0f:aes-128-cbc", "name"},
        {"n=000102030405060708090a0b0c0d0e0f:aes", "known are aes-128-cbc"},
        {"n=000102030405060708090a0b0c0d0e0f:aes-256-cbc", "32 bytes"},
        {"n=000102030405060708090a0b0c0d0e0:aes-128-cbc", "16 bytes"},
        {"n=000102030405060708090a0b0c0d0exx:aes-128-cbc", "16 bytes"},
        {"n=:rc4", "1 to 64"},
        {"n=000102030405060708090a0b0c0d0e0f:aes-128-cbc:00", "vector"},
        {"n=000102030405060708090a0b0c0d0e0f:aes-128-gcm:", "12 bytes"},
        {"n=000102030405060708090a0b0c0d0e0f:aes-128-ecb:00", "takes none"},
    };
    for (auto const& [text, why] : refused) {
        SCOPED_TRACE(text);
        auto const key = parse_payload_key(text);
        ASSERT_FALSE(key);
        EXPECT_EQ(key.error().what, "--payload-key");
        EXPECT_NE(key.error().why.find(why), std::string::npos) << key.error().why;
        EXPECT_EQ(key.error().why.find("0102030405"), std::string::npos);
    }
}

TEST(PayloadKey, TakesAlgorithmsInCapitals)
{
    auto const key = parse_payload_key("n=000102030405060708090A0B0C0D0E0F:AES-128-CBC");
    ASSERT_TRUE(key);
    EXPECT_EQ(key->step, "payload-key:n");
    EXPECT_EQ(key->cipher.name, "AES-128-CBC");
}

} // namespace
} // namespace petze

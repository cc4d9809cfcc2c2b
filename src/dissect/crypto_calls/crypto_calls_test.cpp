#include "dissect/crypto_calls/crypto_calls.h"

#include "base/limits.h"
#include "base/text.h"
#include "testing/hex.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace petze {
namespace {

// What decrypt/payload's test has from openssl and python3-cryptography:
// {"imei":"867602029141772","model":"invented"} under the keys 00… (128 bits) and 40… (192).
constexpr std::string_view key = "000102030405060708090a0b0c0d0e0f";
constexpr std::string_view key_192 = "404142434445464748494a4b4c4d4e4f5051525354555657";
constexpr std::string_view other_key = "ffeeddccbbaa99887766554433221100";
constexpr std::string_view vector = "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf";
constexpr std::string_view nonce = "a0a1a2a3a4a5a6a7a8a9aaab";
constexpr std::string_view clear =
    "7b22696d6569223a22383637363032303239313431373732222c226d6f64656c223a22696e76656e746564227d";
constexpr std::string_view sealed_cbc =
    "0df920c2ca9a960bc0323b526e102b493ee9c7e9d11058aa6385e4b0138940dbbef80802e026ca61f13f2a85691c2c"
    "e0";
constexpr std::string_view sealed_ecb =
    "32f1f194579610366066ed10ad9192846a6b3b3ff744d9a6f655877d6642a89a5f1f6d2e0546c00570e14502a563d1"
    "5f";
constexpr std::string_view sealed_gcm_192 =
    "a6d93788ecf770dffc7de4b87f2f4cd09712a7a929e830586c2999893246a35bbfddae2b9514bb59ae36303bb60222"
    "45d39563f0a3a8a99f030bd0e44a";
constexpr std::string_view sealed_rc4 = // under 4b6579214b6579
    "778176779a6f8542dd4d82e151f218bac04c1628b190b875047473b5837743a0f9db913140f0f5b4d39fb86784";

// As PiRogue's script writes it.
std::string record(std::string_view algorithm, std::string_view record_key,
                   std::string_view iv = {}, std::string_view in = {}, std::string_view out = {})
{
    std::string text = R"({"type": "aes_info_log", "dump": "aes_info.json", "data_type": "json",)"
                       R"( "timestamp": 1700000000000, "data": {"iv": ")";
    text.append(iv).append(R"(", "alg": ")").append(algorithm).append(R"(", "in": ")").append(in);
    text.append(R"(", "out": ")").append(out).append(R"(", "key": ")").append(record_key);
    return text + R"("}, "pid": 4711, "process": "com.example.invented"})";
}

std::string list(std::vector<std::string> const& records)
{
    std::string out = "[";
    for (auto const& one : records)
        out += (out.size() > 1 ? ", " : "") + one;
    return out + "]";
}

// "AES-128-CBC 0001… a0a1…" for each key.
std::vector<std::string> lines(CryptoCalls const& calls)
{
    std::vector<std::string> out;
    for (auto const& one : calls.keys) {
        EXPECT_EQ(one.step, "payload-key:aes_info");
        out.push_back(std::string{one.cipher.name} + " " + to_hex(one.key) + " "
                      + to_hex(one.vector));
    }
    return out;
}

std::string line(std::string_view cipher, std::string_view key_digits, std::string_view iv = {})
{
    return std::string{cipher} + " " + std::string{key_digits} + " " + std::string{iv};
}

TEST(CryptoCalls, FindTheKeyOfEachCall)
{
    struct {
        char const* name;
        std::vector<std::string> records;
        std::vector<std::string> keys;
        std::uint64_t broken;
    } const rows[] = {
        {"encrypted",
         {record("AES", key), record("AES/CBC/PKCS5Padding", "", vector, clear, sealed_cbc)},
         {line("AES-128-CBC", key, vector), line("AES-128-CBC", key)},
         0},
        {"decrypted",
         {record("AES", key), record("AES/CBC/PKCS7Padding", "", vector, sealed_cbc, clear)},
         {line("AES-128-CBC", key, vector), line("AES-128-CBC", key)},
         0},
        {"the newest key is not the one",
         {record("AES", key), record("AES", key_192),
          record("AES_128/CBC/PKCS5Padding", "", vector, clear, sealed_cbc),
          record("AES/GCM/NoPadding", "", nonce, clear, sealed_gcm_192)},
         {line("AES-128-CBC", key, vector), line("AES-192-GCM", key_192, nonce),
          line("AES-128-CBC", key), line("AES-192-GCM", key_192)},
         0},
        {"Java's own choice of mode",
         {record("AES", key), record("AES", "", "", clear, sealed_ecb)},
         {line("AES-128-ECB", key)},
         0},
        {"a cipher without a vector",
         {record("RC4", "4b6579214b6579"), record("ARC4", "", "", clear, sealed_rc4)},
         {line("RC4", "4b6579214b6579")},
         0},
        {"twice the same",
         {record("AES", key), record("AES", key),
          record("AES/CBC/PKCS5Padding", "", vector, clear, sealed_cbc),
          record("AES/CBC/PKCS5Padding", "", vector, clear, sealed_cbc)},
         {line("AES-128-CBC", key, vector), line("AES-128-CBC", key)},
         0},
        {"a key that no call used is tried in all modes, after those that one used",
         {record("AES", other_key), record("AES", key),
          record("AES/ECB/PKCS5Padding", "", "", clear, sealed_ecb)},
         {line("AES-128-ECB", key), line("AES-128-CBC", other_key), line("AES-128-ECB", other_key),
          line("AES-128-CTR", other_key), line("AES-128-GCM", other_key)},
         0},
        {"a call whose key was made before anybody looked",
         {record("AES/CBC/PKCS5Padding", "", vector, clear, sealed_cbc)},
         {},
         0},
        {"no cipher", {record("HmacSHA256", key), record("RSA", "", "", clear, clear)}, {}, 0},
        {"no hex",
         {record("AES", "0102x4"), record("RC4", "4b6579214b6579")},
         {line("RC4", "4b6579214b6579")},
         1},
        {"an odd digit", {record("AES", "012")}, {}, 1},
        {"nothing in it", {record("AES", "")}, {}, 1},
        {"no algorithm", {record("", key)}, {}, 1},
        {"another record", {R"({"type": "socket_trace", "data": {"ip": "192.0.2.1"}})"}, {}, 1},
        {"no record at all",
         {record("AES", key), R"("text")", "5",
          record("AES/CBC/PKCS5Padding", "", vector, clear, sealed_cbc)},
         {line("AES-128-CBC", key, vector), line("AES-128-CBC", key)},
         2},
        {"none", {}, {}, 0},
    };
    for (auto const& row : rows) {
        SCOPED_TRACE(row.name);
        auto text = list(row.records);
        ASSERT_TRUE(looks_like_crypto_calls(text));
        auto const calls = read_crypto_calls(text);
        EXPECT_EQ(lines(calls), row.keys);
        EXPECT_EQ(calls.broken, row.broken);
        EXPECT_EQ(calls.left_out, 0u);
    }
}

TEST(CryptoCalls, AreToldFromKeyLogs)
{
    EXPECT_TRUE(looks_like_crypto_calls("\n [ ]"));
    EXPECT_FALSE(looks_like_crypto_calls(""));
    EXPECT_FALSE(looks_like_crypto_calls("# SSL/TLS secrets log file\n"));
    EXPECT_FALSE(looks_like_crypto_calls("CLIENT_RANDOM 00 00\n"));
}

// A recording that was interrupted: the records before the end count.
TEST(CryptoCalls, SurviveEveryPrefix)
{
    auto const first = record("AES", key);
    auto const whole = list({first, record("AES/CBC/PKCS5Padding", "", vector, clear, sealed_cbc)});
    auto const key_ends = whole.find(key) + key.size();
    for (std::size_t length = 0; length < whole.size(); ++length) {
        auto text = whole.substr(0, length);
        auto const calls = read_crypto_calls(text);
        EXPECT_EQ(!calls.keys.empty(), length >= key_ends) << length;
        EXPECT_LE(calls.broken, 2u);
    }
}

TEST(CryptoCalls, AreBounded)
{
    std::vector<std::string> records;
    for (std::size_t i = 0; i < limits::recorded_keys + 5; ++i) {
        std::array<std::uint8_t, 16> own{};
        own[0] = static_cast<std::uint8_t>(i);
        own[1] = static_cast<std::uint8_t>(i >> 8);
        records.push_back(record("AES", to_hex(own)));
    }
    auto text = list(records);
    auto const calls = read_crypto_calls(text);
    EXPECT_EQ(calls.keys.size(), limits::recorded_keys);
    EXPECT_EQ(calls.left_out, 5 + 3 * limits::recorded_keys); // each in four modes
}

} // namespace
} // namespace petze

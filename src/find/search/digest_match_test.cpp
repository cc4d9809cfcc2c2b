#include "find/search/digest_match.h"

#include "testing/hex.h"
#include "testing/search.h"

#include <gtest/gtest.h>

#include <cmath>

namespace petze {
namespace {

using testing::FoundList;
using testing::search_pieces;
using testing::search_whole;
using testing::searcher_for;
using namespace std::string_literals;

Profile profile_of_an_owner()
{
    Profile profile;
    profile.identifiers = {{"imei", {"867186020123456"}},
                           {"mac", {"64:09:80:ab:cd:01"}},
                           {"email", {"Owner@example.org"}},
                           {"account", {"4711"}}};
    profile.contacts = {{"Anna Huber", {"+493023125001"}, {}}};
    profile.messages = {{"", "Bin gleich da, warte"}};
    return profile;
}

std::string bytes(std::string_view hex)
{
    return std::string{as_text(from_hex(hex))};
}

struct Told {
    std::string item, steps;
    std::uint64_t begin{}, end{};

    bool operator==(Told const&) const = default;
};

void PrintTo(Told const& told, std::ostream* out)
{
    *out << told.item << " by " << told.steps << " at " << told.begin << " to " << told.end;
}

std::vector<Told> hashed(Searcher const& searcher, std::string_view text)
{
    std::vector<Told> out;
    search_text(searcher, as_bytes(text), [&](Occurrence const& found) {
        if (found.match != Match::hashed)
            return;
        auto steps = std::string{found.steps} + " " + std::string{found.function};
        if (!found.joined.empty())
            steps += " " + std::string{found.joined};
        out.push_back(
            {searcher.needles().searched[found.needle].item, steps, found.begin, found.end});
    });
    return out;
}

// Values made with Python's hashlib and base64.
TEST(SearchText, FindsHashesInEveryCoding)
{
    auto const searcher = searcher_for(profile_of_an_owner());
    struct {
        char const* name;
        std::string text;
        std::vector<Told> expected;
    } const cases[] = {
        {"MD5", "x=f12c722b03078ebdb0172c2c06e6a513&", {{"imei/0", "hex md5", 2, 34}}},
        {"MD5 in upper case", "F12C722B03078EBDB0172C2C06E6A513", {{"imei/0", "hex md5", 0, 32}}},
        {"MD5 in base64", "\"8SxyKwMHjr2wFywsBualEw==\"", {{"imei/0", "base64 md5", 1, 23}}},
        {"MD5 in base64url", "\"8SxyKwMHjr2wFywsBualEw\"", {{"imei/0", "base64url md5", 1, 23}}},
        {"MD5 as bytes",
         "\x0a\x10"s + bytes("f12c722b03078ebdb0172c2c06e6a513"),
         {{"imei/0", " md5", 2, 18}}},
        {"SHA-1", "5996f5290e6bd38c0f5b520567e73856a6bf9c0d", {{"imei/0", "hex sha1", 0, 40}}},
        {"SHA-1 in base64", "WZb1KQ5r04wPW1IFZ+c4Vqa/nA0=", {{"imei/0", "base64 sha1", 0, 27}}},
        {"SHA-1 in base64url",
         "WZb1KQ5r04wPW1IFZ-c4Vqa_nA0",
         {{"imei/0", "base64url sha1", 0, 27}}},
        {"Xiaomi's 16 characters", "id/WZb1KQ5r04wPW1IF?", {{"imei/0", "base64url sha1", 3, 19}}},
        {"SHA-256",
         "6f7831d91e2219aa47d8bcc0084a1322ee6c90266f4641f899088ddde4cbc9b8",
         {{"imei/0", "hex sha256", 0, 64}}},
        {"SHA-512, its beginning",
         "4864d82f624bb663ba1e54b3e82b1cab4b045e61,",
         {{"imei/0", "hex sha512", 0, 40}}},
        {"SHA-512 in base64, whole",
         "SGTYL2JLtmO6HlSz6Cscq0sEXmHxHRVrL7i2c98FcirpOh8X4gX/"
         "isYmkhexsS9Uu3phcQJICvNTsczw96xlnw==",
         {{"imei/0", "base64 sha512", 0, 86}}},
        {"20 digits are enough", "f12c722b03078ebdb017...", {{"imei/0", "hex md5", 0, 20}}},
        {"19 are not", "f12c722b03078ebdb01...", {}},
        {"15 characters are enough", "8SxyKwMHjr2wFyw.", {{"imei/0", "base64url md5", 0, 15}}},
        {"14 are not", "8SxyKwMHjr2wFy.", {}},
        {"10 bytes are enough", bytes("f12c722b03078ebdb017"), {{"imei/0", " md5", 0, 10}}},
        {"9 are not", bytes("f12c722b03078ebdb0"), {}},
        {"another last digit ends it",
         "f12c722b03078ebdb0172c2c06e6a514",
         {{"imei/0", "hex md5", 0, 31}}},
        {"the end of it says nothing", "2b03078ebdb0172c2c06e6a513", {}},
        {"the middle 16 digits", "k=03078ebdb0172c2c;", {{"imei/0", "hex md5-16", 2, 18}}},
        {"upper case", "k=03078EBDB0172C2C;", {{"imei/0", "hex md5-16", 2, 18}}},
        {"behind an escape", "k%3D03078ebdb0172c2c;", {{"imei/0", "hex md5-16", 4, 20}}},
        {"not inside a longer number", "k=103078ebdb0172c2c;", {}},
        {"nor before one", "k=03078ebdb0172c2c7;", {}},
        {"of hex digits of a hash",
         "b48a0493a4f1a8ed29094ed7c58d9821",
         {{"imei/0", "hex md5 hex md5", 0, 32}}},
        {"of upper hex digits",
         "4b707d5e12585fc5af3c328447739106",
         {{"imei/0", "hex md5 hex md5", 0, 32}}},
        {"MAC in upper case",
         "c2e10eb9140c6932a0498b74d0aba70cf9a40459",
         {{"mac/0", "hex sha1", 0, 40}}},
        {"MAC without colons", "c332506114618cfafba7c6cac52188e9", {{"mac/0", "hex md5", 0, 32}}},
        {"e-mail in lower case",
         "9057178f1b2d7232db7d0fcdd9688b38a4b73cf86cefa34ef7bb2e990eee5ba2",
         {{"email/0", "hex sha256", 0, 64}}},
        {"too short to be found itself",
         "b52340b4de4566b804c9880aa0b4af5f",
         {{"account/0", "hex md5", 0, 32}}},
        {"two joined",
         "6cee123bdedb6ebd19f7e41fd785094a886dd56c",
         {{"imei/0", "hex sha1 joined:imei/0|mac/0", 0, 40},
          {"mac/0", "hex sha1 joined:imei/0|mac/0", 0, 40}}},
        {"two joined, the other way round",
         "9a8503df461c883ad4fb1edaf37ca787",
         {{"imei/0", "hex md5 joined:mac/0imei/0", 0, 32},
          {"mac/0", "hex md5 joined:mac/0imei/0", 0, 32}}},
        {"of nothing", "d41d8cd98f00b204e9800998ecf8427e", {}},
        {"two side by side",
         "f12c722b03078ebdb0172c2c06e6a5135996f5290e6bd38c0f5b520567e73856a6bf9c0d",
         {{"imei/0", "hex md5", 0, 32}, {"imei/0", "hex sha1", 32, 72}}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(hashed(*searcher, c.text), c.expected);
        for (std::size_t at = 1; at < 9; ++at) { // wherever it stands
            auto expected = c.expected;
            for (auto& told : expected)
                told = {told.item, told.steps, told.begin + at, told.end + at};
            EXPECT_EQ(hashed(*searcher, std::string(at, '"') + c.text), expected) << at;
        }
    }
}

// A phone that is its own access point has one address under two names: each is told once, though
// the other one was joined with it, too. hashlib.sha1(b'867186020123456|64:09:80:ab:cd:01').
TEST(SearchText, TellsEachOwnerOfAJoinedHashOnce)
{
    auto profile = profile_of_an_owner();
    profile.identifiers["bssid"] = profile.identifiers["mac"];
    auto const searcher = searcher_for(std::move(profile));
    EXPECT_EQ(hashed(*searcher, "6cee123bdedb6ebd19f7e41fd785094a886dd56c"),
              (std::vector<Told>{{"imei/0", "hex sha1 joined:imei/0|bssid/0", 0, 40},
                                 {"mac/0", "hex sha1 joined:imei/0|mac/0", 0, 40},
                                 {"bssid/0", "hex sha1 joined:imei/0|bssid/0", 0, 40}}));
}

TEST(SearchText, HashesOfContactsAndMessages)
{
    auto const searcher = searcher_for(profile_of_an_owner());
    // openssl md5 of 00493023125001, sha1 of the message, md5 of ANNA HUBER
    EXPECT_EQ(search_whole(*searcher, "ac0a49ad7f91a31a65bfe54d4652cb0d"),
              (FoundList{{"contacts/0/phone", 0, 32}}));
    EXPECT_EQ(search_whole(*searcher, "c339810cbd8af10d837464925d88293fd1189c04"),
              (FoundList{{"messages/0", 0, 40}}));
    EXPECT_EQ(search_whole(*searcher, "17e09ce304240f77830a402caba31052"),
              (FoundList{{"contacts/0/name", 0, 32}}));
}

TEST(StreamSearch, HashesAtEverySplit)
{
    auto const searcher = searcher_for(profile_of_an_owner());
    for (auto const& text :
         {"a=f12c722b03078ebdb0172c2c06e6a513&b=03078ebdb0172c2c&c=WZb1KQ5r04wPW1IF&d="s,
          "\x12\x10"s + bytes("f12c722b03078ebdb0172c2c06e6a513") + "\x1a",
          "867186020123456 4864d82f624bb663ba1e54b3e82b1cab4b045e61f11d156b2fb8b673df05722ae9"s}) {
        auto const whole = search_whole(*searcher, text);
        EXPECT_FALSE(whole.empty());
        auto const view = std::string_view{text};
        for (std::size_t i = 0; i <= view.size(); ++i)
            for (std::size_t k = i; k <= view.size(); k += 1 + k % 3)
                EXPECT_EQ(search_pieces(*searcher,
                                        {view.substr(0, i), view.substr(i, k - i), view.substr(k)}),
                          whole)
                    << i << ' ' << k;
        for (std::size_t size : {1u, 2u, 3u, 5u, 7u, 11u}) {
            std::vector<std::string_view> pieces;
            for (std::size_t at = 0; at < view.size(); at += size)
                pieces.push_back(view.substr(at, size));
            EXPECT_EQ(search_pieces(*searcher, pieces), whole) << size;
        }
    }
}

// digests.h: 2^40 places, five codings of every digest that is looked for.
TEST(Digests, ChanceOfAnAccident)
{
    auto const searcher = searcher_for(profile_of_an_owner());
    auto const& digests = searcher->digests();
    ASSERT_GT(digests.size(), 100u);
    ASSERT_LT(digests.size(), 20'000u);
    EXPECT_FALSE(digests.limited());
    auto const variants = 5.0 * static_cast<double>(digests.size());
    struct {
        char const* text;
        double bits;
    } const cases[] = {{"f12c722b03078ebdb017", 80},
                       {"f12c722b03078ebdb0172c2c06e6a513", 128},
                       {"WZb1KQ5r04wPW1IF", 96},
                       {"8SxyKwMHjr2wFywsBualEw==", 128}};
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        std::optional<double> chance;
        search_text(*searcher, as_bytes(std::string_view{c.text}),
                    [&](Occurrence const& found) { chance = found.chance; });
        ASSERT_TRUE(chance);
        EXPECT_NEAR(*chance / (variants * std::exp2(40 - c.bits)), 1, 1e-9);
        EXPECT_LE(*chance, 1e-6);
    }
}

// So many identifiers that not all are joined: told, and nothing else is lost.
TEST(Digests, AreBounded)
{
    Profile profile;
    for (int i = 0; i < 200; ++i)
        profile.identifiers["serial"].push_back("SN" + std::to_string(4'830'000 + i * 7919));
    auto const searcher = searcher_for(std::move(profile));
    EXPECT_TRUE(searcher->digests().limited());
    // 2^40 places x 5 codings x 2^-80 for each
    EXPECT_LE(static_cast<double>(searcher->digests().size()) * 5 * std::exp2(-40), 1e-6);
    // printf %s SN6405881 | openssl md5
    EXPECT_EQ(search_whole(*searcher, "26c2f24ed31990dbbc4b4db049807fa6").size(), 1u);
}

} // namespace
} // namespace petze

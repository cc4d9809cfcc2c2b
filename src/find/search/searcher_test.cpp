#include "testing/search.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using namespace std::string_view_literals;
using testing::Found;
using testing::FoundList;
using testing::merged;
using testing::search_whole;
using testing::searcher_for;

Profile profile_of_everything()
{
    Profile profile;
    profile.identifiers = {
        {"imei", {"867602029141772"}},          {"mac", {"64:09:80:ab:cd:01"}},
        {"android_id", {"9774d56d682e549c"}},   {"phone_number", {"+493023125001"}},
        {"email", {"J\u00fcrgen@example.org"}}, {"serial", {"K3xA91Z7"}}};
    profile.contacts = {{"Anna Huber", {"+44 20 7946 0123"}, {}},
                        {"\u674e\u5c0f\u660e", {}, {}},
                        {"Zo\u00eb Andr\u00e9", {}, {}}};
    profile.messages = {{"", "Bin gleich da, \"Kuss\" & Gru\u00df/\U0001f600"}};
    return profile;
}

TEST(SearchText, FindsValuesInEveryNotation)
{
    auto const searcher = searcher_for(profile_of_everything());
    struct {
        char const* name;
        std::string_view text;
        FoundList expected;
    } const cases[] = {
        {"the whole text", "867602029141772", {{"imei/0", 0, 15}}},
        {"at the beginning", "867602029141772&x=1", {{"imei/0", 0, 15}}},
        {"at the end", "imei=867602029141772", {{"imei/0", 5, 20}}},
        {"among bytes",
         "\0\xff\x31"
         "867602029141772\x80\0"sv,
         {{"imei/0", 3, 18}}},
        {"twice", "867602029141772,867602029141772", {{"imei/0", 0, 15}, {"imei/0", 16, 31}}},
        {"without its check digit", "86760202914177", {{"imei/0", 0, 14}}},
        {"a digit missing", "8676020291417", {}},
        {"another digit", "867602029141773", {}},
        {"MAC in capitals", "64-09-80-AB-CD-01", {{"mac/0", 0, 17}}},
        {"MAC in groups of four", "6409.80ab.CD01", {{"mac/0", 0, 14}}},
        {"id in capitals", "id:9774D56D682E549C", {{"android_id/0", 3, 19}}},
        {"serial number", "sn=K3xA91Z7;", {{"serial/0", 3, 11}}},
        {"case of a serial number", "sn=k3xa91z7;", {}},
        {"phone, E.164", "<+493023125001>", {{"phone_number/0", 1, 14}}},
        {"phone, national", "(030 23125001)", {{"phone_number/0", 1, 13}}},
        {"phone, 00", "00493023125001", {{"phone_number/0", 0, 14}}},
        {"phone in a form", "n=%2B493023125001&", {{"phone_number/0", 2, 17}}},
        {"phone behind an escaped blank", "n=%20493023125001", {{"phone_number/0", 5, 17}}},
        {"e-mail in capitals", "J\u00dcRGEN@Example.ORG", {{"email/0", 0, 19}}},
        {"e-mail in small letters", "j\u00fcrgen@example.org", {{"email/0", 0, 19}}},
        {"e-mail, percent", "j%c3%bcrgen%40example.org", {{"email/0", 0, 25}}},
        {"name", "Anna Huber", {{"contacts/0/name", 0, 10}}},
        {"name in another case", "ANNA HUBER", {{"contacts/0/name", 0, 10}}},
        {"name turned round", "Huber, Anna", {{"contacts/0/name", 0, 11}}},
        {"the end of a name and the beginning of the next", "Eva Huber, Anna Maier", {}},
        {"name in JSON", "\"Zo\\u00eb Andr\\u00e9\"", {{"contacts/2/name", 1, 20}}},
        {"name in JSON, upper hex", "\"Zo\\u00EB Andr\\u00E9\"", {{"contacts/2/name", 1, 20}}},
        {"message", "Bin gleich da, \"Kuss\" & Gru\u00df/\U0001f600", {{"messages/0", 0, 34}}},
        {"message as PHP writes it",
         "{\"body\":\"Bin gleich da, \\\"Kuss\\\" & Gru\\u00df\\/\\ud83d\\ude00\"}",
         {{"messages/0", 9, 58}}},
        {"message in an XML backup",
         "body=\"Bin gleich da, &quot;Kuss&quot; &amp; Gru\u00df/&#55357;&#56832;\"",
         {{"messages/0", 6, 66}}},
        {"message in a form",
         "b=Bin+gleich+da%2C+%22Kuss%22+%26+Gru%C3%9F%2F%F0%9F%98%80",
         {{"messages/0", 2, 58}}},
        {"the beginning of a message", "Bin gleich da, \"Kuss\" & Gru\u00df/", {}},
        {"several values",
         "imei=867602029141772&mac=640980ABCD01",
         {{"imei/0", 5, 20}, {"mac/0", 25, 37}}},
        {"nothing", "", {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(merged(search_whole(*searcher, c.text)), c.expected);
    }
}

// notation.h, standalone_bits: what is short must not be a part of a longer number or word.
TEST(SearchText, ShortValuesStandAlone)
{
    auto const searcher = searcher_for(profile_of_everything());
    struct {
        char const* name;
        std::string_view text;
        bool found;
    } const cases[] = {
        {"name between blanks", " Anna Huber ", true},
        {"name in quotation marks", "\u201eAnna Huber\u201c", true},
        {"name before an ellipsis", "Anna Huber\u2026", true},
        {"name in a Chinese sentence", "\u6211\u662fAnna Huber\u7684", true},
        {"name behind an escaped line end", "\"x\\nAnna Huber\"", true},
        {"name behind an escaped blank", "q=%20Anna Huber", true},
        {"name before a digit", "Anna Huber2", true},
        {"beginning of a longer name", "Anna Huberti", false},
        {"end of a longer name", "Hanna Huber Anna Huberin", false},
        {"end of a word beyond ASCII", "\u00e9Anna Huber", false},
        {"beginning of a word beyond ASCII", "Anna Huber\u00e9", false},
        {"last letter beyond ASCII", "Zo\u00eb Andr\u00e9, Berlin", true},
        {"last letter beyond ASCII, word goes on", "Zo\u00eb Andr\u00e9s", false},
        {"Chinese name in a sentence", "\u6211\u662f\u674e\u5c0f\u660e\u7684", true},
        {"number in a longer number", "13023125001", false},
        {"number goes on", "30231250017", false},
        {"number behind letters", "tel3023125001x", true},
        {"number behind a point", "1.3023125001", true},
        {"with country code in a longer number", "4493023125001", false},
        // 46 bits: more likely run together than by accident.
        {"long number in a longer number", "9004930231250019", true},
        {"IMEI in a longer number", "18676020291417729", true},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(!search_whole(*searcher, c.text).empty(), c.found);
    }
}

TEST(SearchText, OneValueOfSeveralItemsIsToldOfAll)
{
    Profile profile;
    profile.identifiers = {{"phone_number", {"+493023125001"}}};
    profile.contacts = {{"", {"030 23125001"}, {}}};
    profile.messages = {{"", "Bin gleich da"}, {"", "Bin gleich da"}};
    auto const searcher = searcher_for(profile);
    EXPECT_EQ(merged(search_whole(*searcher, "tel:+493023125001")),
              (FoundList{{"contacts/0/phone", 4, 17}, {"phone_number/0", 4, 17}}));
    EXPECT_EQ(search_whole(*searcher, "Bin gleich da"),
              (FoundList{{"messages/0", 0, 13}, {"messages/1", 0, 13}}));
}

TEST(SearchText, OneValueInsideAnother)
{
    Profile profile;
    profile.messages = {{"", "Bin gleich da"}, {"", "Bin gleich da, warte"}};
    auto const searcher = searcher_for(profile);
    EXPECT_EQ(search_whole(*searcher, "Bin gleich da, warte"),
              (FoundList{{"messages/0", 0, 13}, {"messages/1", 0, 20}}));
}

std::vector<std::uint8_t> bytes_of_photo(std::size_t size, std::uint32_t seed)
{
    std::vector<std::uint8_t> out;
    for (std::size_t i = 0; i < size; ++i) {
        seed = seed * 1664525u + 1013904223u;                // Numerical Recipes
        out.push_back(i < 300 ? static_cast<std::uint8_t>(i) // what the camera always writes
                              : static_cast<std::uint8_t>(seed >> 24));
    }
    return out;
}

TEST(SearchText, PhotosByTheirContent)
{
    Profile profile;
    for (std::uint32_t i = 0; i < 5; ++i)
        profile.photos.push_back({"photos/" + std::to_string(i), bytes_of_photo(2000 + i, i)});
    auto const searcher = searcher_for(profile);
    for (std::size_t i = 0; i < profile.photos.size(); ++i) {
        SCOPED_TRACE(i);
        std::string const content{as_text(profile.photos[i].bytes)};
        FoundList const here{{profile.photos[i].item, 3, 3 + content.size()}};
        EXPECT_EQ(search_whole(*searcher, "abc" + content + "def"), here);
        EXPECT_EQ(search_whole(*searcher, "abc" + content), here);
        auto changed = content;
        changed.back() ^= 1;
        EXPECT_EQ(search_whole(*searcher, changed), FoundList{});
        EXPECT_EQ(search_whole(*searcher, content.substr(0, content.size() - 1)), FoundList{});
    }
}

// Messages that begin alike are looked for where they differ, if that is near enough.
TEST(Searcher, AvoidsWindowsThatOtherValuesHave)
{
    Profile profile;
    for (int i = 0; i < 20; ++i)
        profile.messages.push_back(
            {"", "Your code for the parcel shop is " + std::to_string(500'000 + i)});
    auto const searcher = searcher_for(profile);
    EXPECT_EQ(search_whole(*searcher, "Your code for the parcel shop is 500007."),
              (FoundList{{"messages/7", 0, 39}}));
}

TEST(Searcher, NothingToLookFor)
{
    struct {
        char const* name;
        Profile profile;
    } const cases[] = {
        {"empty profile", {}},
        {"nothing that says enough", {.messages = {{"", "ok"}}}},
        {"places are not looked for yet", {.places = {{"home", 1, 2, 3}}}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const searcher = searcher_for(c.profile);
        EXPECT_TRUE(searcher->empty());
        EXPECT_EQ(search_whole(*searcher, "ok 867602029141772"), FoundList{});
        EXPECT_EQ(testing::search_pieces(*searcher, {"ok", "ok"}), FoundList{});
    }
}

std::vector<std::uint8_t> archive_of(Searcher const& searcher)
{
    ArchiveWriter out;
    searcher.save(out);
    return out.take();
}

TEST(SavedSearch, IsTheSameAfterwards)
{
    auto profile = profile_of_everything();
    profile.photos = {{"photos/a.jpg", std::vector<std::uint8_t>(200, 0xd8), 0}};
    auto const searcher = searcher_for(profile);
    auto const archive = archive_of(*searcher);
    ArchiveReader in{archive};
    auto const restored = Searcher::restore(profile, in);
    ASSERT_TRUE(restored);
    EXPECT_EQ(archive_of(*restored), archive);
    EXPECT_EQ(restored->needles().rows, searcher->needles().rows);
    EXPECT_EQ(restored->needles().too_short, searcher->needles().too_short);
    std::string text;
    std::size_t spellings = 0;
    for (auto const& needle : searcher->needles().searched)
        for (auto const& spelling : needle.spellings) {
            text.append(spelling.bytes).append("\n<");
            ++spellings;
        }
    text += as_text(profile.photos[0].bytes);
    auto const found = search_whole(*searcher, text);
    EXPECT_GT(found.size(), spellings / 2);
    EXPECT_EQ(search_whole(*restored, text), found);
}

TEST(SavedSearch, IsNoneWhereItsEndIsMissing)
{
    Profile const profile{.identifiers = {{"imei", {"867602029141772"}}}};
    auto const archive = archive_of(*searcher_for(profile));
    for (std::size_t size = 0; size < archive.size(); size += 1 + size / 64) {
        ArchiveReader in{Bytes{archive}.first(size)};
        EXPECT_FALSE(Searcher::restore(profile, in)) << size;
    }
}

} // namespace
} // namespace petze

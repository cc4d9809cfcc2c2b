#include "find/search/needles.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace petze {

static void PrintTo(ProfileRow const& row, std::ostream* out)
{
    *out << row.category << ' ' << row.items << ' ' << row.too_short << ' ' << row.smallest_bytes
         << ' ' << row.largest_bytes;
}

namespace {

using Texts = std::vector<std::string>;

// "item = value" for each that is looked for.
Texts searched(Needles const& needles)
{
    Texts out;
    for (auto const& needle : needles.searched)
        out.push_back(needle.item + " = " + needle.value);
    return out;
}

TEST(MakeNeedles, ItemsAreCalledAsTheContractSays)
{
    struct {
        char const* name;
        Profile profile;
        Texts expected;
    } const cases[] = {
        {"identifiers, numbered",
         {.identifiers = {{"imei", {"867602029141772", "867602029141780"}},
                          {"email", {"owner@example.org"}}}},
         {"imei/0 = 867602029141772", "imei/1 = 867602029141780", "email/0 = owner@example.org"}},
        {"the same one written down twice is one",
         {.identifiers = {{"mac",
                           {"64:09:80:ab:cd:01", "64-09-80-AB-CD-01", "64:09:80:ab:cd:02"}}}},
         {"mac/0 = 64:09:80:ab:cd:01", "mac/2 = 64:09:80:ab:cd:02"}},
        {"contacts, numbered",
         {.contacts = {{"Anna Huber", {}, {}},
                       {"Benedikt Weiss",
                        {"+493023125001", "+493023125002"},
                        {"ben@example.org", "weiss@example.org"}}}},
         {"contacts/0/name = Anna Huber", "contacts/1/name = Benedikt Weiss",
          "contacts/1/phone = +493023125001", "contacts/1/phone/1 = +493023125002",
          "contacts/1/email = ben@example.org", "contacts/1/email/1 = weiss@example.org"}},
        {"a contact's number in two notations is one",
         {.contacts = {{"", {"+493023125001", "030 23125001", "030 23125002"}, {}}}},
         {"contacts/0/phone = +493023125001", "contacts/0/phone/2 = 030 23125002"}},
        {"a number of two contacts is told of both",
         {.contacts = {{"", {"+493023125001"}, {}}, {"", {"+493023125001"}, {}}}},
         {"contacts/0/phone = +493023125001", "contacts/1/phone = +493023125001"}},
        {"the own number is a contact's too",
         {.identifiers = {{"phone_number", {"+493023125001"}}},
          .contacts = {{"", {"030 23125001"}, {}}}},
         {"phone_number/0 = +493023125001", "contacts/0/phone = 030 23125001"}},
        {"messages with their other party",
         {.messages = {{"", "Bin gleich da"}, {"+493023125009", "Gut, bis dann"}}},
         {"messages/0 = Bin gleich da", "messages/1 = Gut, bis dann",
          "messages/1/address = +493023125009"}},
        {"not the party that is a contact, whatever the notation",
         {.identifiers = {{"phone_number", {"+493023125000"}}},
          .contacts = {{"", {"030/23125001"}, {}}},
          .messages = {{"+493023125001", "Bin gleich da"}}},
         {"phone_number/0 = +493023125000", "contacts/0/phone = 030/23125001",
          "messages/0 = Bin gleich da"}},
        {"the country is known from the other contacts",
         {.contacts = {{"", {"030/23125001"}, {}}, {"", {"+493023125002"}, {}}},
          .messages = {{"+493023125001", "Bin gleich da"}}},
         {"contacts/0/phone = 030/23125001", "contacts/1/phone = +493023125002",
          "messages/0 = Bin gleich da"}},
        {"a sender with a name",
         {.contacts = {{"", {"unknown"}, {}}},
          .messages = {{"Parcel Service", "Your parcel is here"}}},
         {"messages/0 = Your parcel is here", "messages/0/address = Parcel Service"}},
        {"a group, some of whom are contacts",
         {.contacts = {{"", {"+493023125001"}, {}}},
          .messages = {{"+493023125001~+493023125002~+493023125003", "Bin gleich da"}}},
         {"contacts/0/phone = +493023125001", "messages/0 = Bin gleich da",
          "messages/0/address = +493023125002", "messages/0/address = +493023125003"}},
        {"calendar, one item for all it says",
         {.calendar = {{"Zahnarzt", "", ""}, {"", "Marktplatz 7", "Unterlagen mitbringen"}}},
         {"calendar/0 = Zahnarzt", "calendar/1 = Marktplatz 7",
          "calendar/1 = Unterlagen mitbringen"}},
        {"apps by their names",
         {.apps = {"com.example.one"}},
         {"apps/com.example.one = com.example.one"}},
        {"photos by their paths",
         {.photos = {{"photos/2014/IMG_1.jpg", std::vector<std::uint8_t>(128)}}},
         {"photos/2014/IMG_1.jpg = photos/2014/IMG_1.jpg"}},
        {"nothing", {}, {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(searched(make_needles(c.profile)), c.expected);
    }
}

TEST(MakeNeedles, WhatSaysTooLittleIsNamedAndNotLookedFor)
{
    struct {
        char const* name;
        Profile profile;
        Texts too_short;
    } const cases[] = {
        {"a short name", {.contacts = {{"Max May", {}, {}}}}, {"contacts/0/name"}},
        // 20 bits, though its escapes are long.
        {"a short name in Chinese", {.contacts = {{"\u674e\u660e", {}, {}}}}, {"contacts/0/name"}},
        {"a short message", {.messages = {{"", "ok"}}}, {"messages/0"}},
        {"a line", {.messages = {{"", "----------------------------"}}}, {"messages/0"}},
        {"a short number", {.messages = {{"110", "Bin gleich da"}}}, {"messages/0/address"}},
        {"no message at all", {.messages = {{"", ""}}}, {"messages/0"}},
        {"one text of an appointment is enough", {.calendar = {{"Zahnarzt", "Berlin", "x"}}}, {}},
        {"an appointment that says nothing",
         {.calendar = {{"x", "", "y"}}},
         {"calendar/0", "calendar/0"}},
        {"an account of four digits", {.identifiers = {{"account", {"1234"}}}}, {"account/0"}},
        {"a photo of one dot",
         {.photos = {{"photos/dot.png", std::vector<std::uint8_t>(67)}}},
         {"photos/dot.png"}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const needles = make_needles(c.profile);
        EXPECT_EQ(needles.too_short, c.too_short);
        for (auto const& needle : needles.searched) { // at most its hashes
            if (std::count(c.too_short.begin(), c.too_short.end(), needle.item) > 0) {
                EXPECT_TRUE(needle.spellings.empty()) << needle.item;
            }
        }
    }
}

TEST(MakeNeedles, CountsWhatTheProfileHolds)
{
    Profile profile;
    profile.identifiers = {{"imei", {"867602029141772", "867602029141780"}}, {"account", {"12"}}};
    profile.places = {{"home", 1, 2, 3}};
    profile.contacts = {{"Anna Huber", {"+493023125001"}, {}}, {"Max", {"110"}, {}}, {"", {}, {}}};
    profile.messages = {{"", "Bin gleich da"}, {"", "ok"}, {"", ""}, {"", "Gut, bis dann also"}};
    profile.photos = {{"photos/a", std::vector<std::uint8_t>(500)},
                      {"photos/b", std::vector<std::uint8_t>(200)},
                      {"photos/c", std::vector<std::uint8_t>(10)}};
    profile.calendar = {{"Zahnarzt", "Berlin", ""}, {"x", "", ""}};
    profile.apps = {"com.example.one", "a.b"};
    std::vector<ProfileRow> const expected{{"imei", 2, 0, 0, 0},     {"account", 1, 1, 0, 0},
                                           {"location", 1, 0, 0, 0}, {"contact", 3, 2, 0, 0},
                                           {"message", 4, 2, 2, 18}, {"photo", 3, 1, 10, 500},
                                           {"calendar", 2, 1, 0, 0}, {"apps", 2, 1, 0, 0}};
    EXPECT_EQ(make_needles(profile).rows, expected);
}

TEST(MakeNeedles, OfACategoryOfTheContract)
{
    Profile profile;
    profile.identifiers = {{"imei", {"867602029141772"}}, {"bssid", {"02:00:5e:00:53:01"}}};
    profile.contacts = {{"Anna Huber", {}, {}}};
    profile.messages = {{"", "Bin gleich da"}};
    profile.photos = {{"photos/a", std::vector<std::uint8_t>(500)}};
    profile.calendar = {{"Zahnarzt", "", ""}};
    profile.apps = {"com.example.one"};
    Texts categories;
    for (auto const& needle : make_needles(profile).searched)
        categories.push_back(needle.category);
    EXPECT_EQ(categories,
              (Texts{"imei", "bssid", "contact", "message", "photo", "calendar", "apps"}));
}

} // namespace
} // namespace petze

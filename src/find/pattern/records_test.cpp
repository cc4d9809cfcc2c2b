#include "find/pattern/records.h"

#include "base/limits.h"
#include "find/pattern/known_values.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace petze {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>; // step, value
using Found = std::vector<std::string>;

Found found_in(Fields const& fields, Direction direction = Direction::to_server)
{
    RecordFinder finder;
    Found out;
    for (auto const& [step, value] : fields) {
        Origin const body{nullptr, "http:request:body"};
        Origin const origin{&body, step};
        if (auto const found = finder.take({value, &origin, {0, 1, 1}, {direction, {}}},
                                           pattern::Name{&origin}, nullptr))
            out.push_back(std::string{found->category} + " " + found->value);
    }
    return out;
}

Fields contacts(std::string const& name, std::string const& number)
{
    return {{name, "Ida Invented"},      {number, "+49 30 23125000"}, {name, "Jo Made-Up"},
            {number, "+49 30 23125001"}, {name, "Kim Fiction"},       {number, "030 23125002"}};
}

TEST(Records, Contacts)
{
    Found const all{"contact Ida Invented, Jo Made-Up, Kim Fiction"};
    struct {
        char const* what;
        Fields fields;
        Found found;
    } const cases[] = {
        {"JSON", contacts("json:$.list[*].name", "json:$.list[*].phone"), all},
        {"numbers in lists of their own",
         contacts("json:$.people[*].displayName", "json:$.people[*].phones[*].value.mobile"), all},
        {"and without names", contacts("json:$.p[*].name", "json:$.p[*].phoneNumbers[*]"), all},
        {"XML", contacts("xml:/contacts/c/@fullName", "xml:/contacts/c/@tel"), all},
        {"a database", contacts("sqlite:people.display_name", "sqlite:people.phone_number"), all},
        {"cards", contacts("vcard:fn", "vcard:tel"), all},
        {"names of other lists", contacts("json:$.a[*].name", "json:$.b[*].phone"), {}},
        {"files", contacts("json:$.list[*].filename", "json:$.list[*].phone"), {}},
        {"orders", contacts("json:$.list[*].name", "json:$.list[*].orderId"), {}},
        {"one person", {{"json:$.name", "Ida"}, {"json:$.phone", "+49 30 23125000"}}, {}},
        {"links",
         {{"json:$[*].name", "https://a"},
          {"json:$[*].phone", "+4930231250"},
          {"json:$[*].name", "https://b"},
          {"json:$[*].phone", "+4930231251"},
          {"json:$[*].name", "https://c"},
          {"json:$[*].phone", "+4930231252"}},
         {}},
        {"the same person again and again",
         {{"json:$[*].name", "Ida"},
          {"json:$[*].phone", "+49 30 23125000"},
          {"json:$[*].name", "Ida"},
          {"json:$[*].phone", "+49 30 23125000"},
          {"json:$[*].name", "Ida"},
          {"json:$[*].phone", "+49 30 23125000"}},
         {}},
        {"five numbers alone",
         {{"json:$[*]", "+49 30 23125000"},
          {"json:$[*]", "+49 30 23125001"},
          {"json:$[*]", "+49 30 23125002"},
          {"json:$[*]", "+49 30 23125003"},
          {"json:$[*]", "+49 30 23125004"},
          {"json:$[*]", "+49 30 23125005"}},
         {"contact +49 30 23125000, +49 30 23125001, +49 30 23125002, +49 30 23125003, "
          "+49 30 23125004"}},
        {"five numbers of nothing",
         {{"json:$[*]", "23125000"},
          {"json:$[*]", "23125001"},
          {"json:$[*]", "23125002"},
          {"json:$[*]", "23125003"},
          {"json:$[*]", "23125004"},
          {"json:$[*]", "23125005"}},
         {}},
    };
    for (auto const& c : cases)
        EXPECT_EQ(found_in(c.fields), c.found) << c.what;
    EXPECT_EQ(found_in(cases[0].fields, Direction::to_client), Found{}); // a list of shops
}

Fields messages(std::string const& sender, std::string const& from, std::string const& text,
                std::string const& time, int count)
{
    Fields out;
    for (int i = 0; i < count; ++i) {
        out.emplace_back(sender, from);
        out.emplace_back(text, "Invented text " + std::to_string(i));
        out.emplace_back(time, "1405930530123");
    }
    return out;
}

TEST(Records, Messages)
{
    Found const first{"message Invented text 0"};
    struct {
        char const* what;
        Fields fields;
        Found found;
    } const cases[] = {
        {"JSON",
         messages("json:$.sms[*].address", "+493023125000", "json:$.sms[*].body",
                  "json:$.sms[*].date", 3),
         first},
        {"one alone, its number complete",
         messages("form:from", "+493023125000", "form:text", "form:ts", 1), first},
        {"one alone, without",
         messages("form:address", "3023125000", "form:body", "form:date", 1),
         {}},
        {"XML",
         messages("xml:/smses/sms/@address", "3023125000", "xml:/smses/sms/@body",
                  "xml:/smses/sms/@date", 2),
         first},
        {"a chat's accounts",
         messages("json:$[*].from", "302312500", "json:$[*].text", "json:$[*].date", 3),
         {}},
        {"a log",
         messages("json:$[*].address", "192.0.2.10", "json:$[*].message", "json:$[*].time", 3),
         {}},
        {"orders",
         messages("json:$[*].number", "3023125000", "json:$[*].text", "json:$[*].time", 3),
         {}},
        {"no time",
         messages("json:$[*].address", "+493023125000", "json:$[*].body", "json:$[*].id", 3),
         {}},
    };
    for (auto const& c : cases)
        EXPECT_EQ(found_in(c.fields), c.found) << c.what;
    // In another order, and of two halves that belong to two.
    Fields reversed{
        {"form:date", "2014-07-21 08:15"}, {"form:body", "a"}, {"form:to", "+493023125000"}};
    EXPECT_EQ(found_in(reversed), (Found{"message a"}));
    Fields const halves{{"json:$[*].body", "a"}, {"json:$[*].address", "+493023125000"},
                        {"json:$[*].body", "b"}, {"json:$[*].date", "1405930530"},
                        {"json:$[*].body", "c"}, {"json:$[*].date", "1405930531"}};
    EXPECT_EQ(found_in(halves), Found{});
}

TEST(Records, AccessPoints)
{
    auto const scan = [](std::string const& mac, std::string const& strength) {
        return Fields{{mac, "64:09:80:ab:cd:01"},
                      {strength, "-51"},
                      {mac, "64:09:80:ab:cd:02"},
                      {strength, "-70"}};
    };
    EXPECT_EQ(found_in(scan("json:$.w[*].m", "json:$.w[*].rssi")),
              (Found{"bssid 64:09:80:ab:cd:01, 64:09:80:ab:cd:02"}));
    EXPECT_EQ(found_in(scan("json:$.w[*].bssid", "json:$.w[*].rssi")), Found{}); // told by name
    EXPECT_EQ(found_in(scan("json:$.w[*].m", "json:$.w[*].price")), Found{});
    EXPECT_EQ(found_in(scan("json:$.own.mac", "json:$.ap[*].level")), Found{});
}

TEST(Records, WhatTheProfileNamesCountsForNothing)
{
    Needles needles;
    Needle needle;
    needle.value = "Kim Fiction";
    needles.searched.push_back(needle);
    KnownValues const known{needles};
    RecordFinder finder;
    for (auto const& [step, value] : contacts("json:$[*].name", "json:$[*].phone")) {
        Origin const origin{nullptr, step};
        EXPECT_FALSE(finder.take({value, &origin, {0, 1, 1}, {}}, pattern::Name{&origin}, &known))
            << value;
    }
}

TEST(Records, MessagesOfTheProfileAreToldAsTheOwnersAlone)
{
    std::string const long_text =
        "Nobody wrote this, and it goes on for longer than an address or a number would.";
    std::string const chinese = "明天下午三点在虚构的茶馆见面";
    Needles needles;
    for (auto const& text : {long_text, chinese}) {
        Needle needle;
        needle.value = text;
        needles.searched.push_back(needle);
    }
    KnownValues const known{needles};
    for (auto const& text : {long_text, chinese, std::string{"明天没有人见面"}}) {
        RecordFinder finder;
        bool told = false;
        for (auto const& [step, value] :
             {std::pair<char const*, std::string>{"json:$[*].address", "+493023125000"},
              {"json:$[*].body", text},
              {"json:$[*].date", "1405587600000"}}) {
            Origin const origin{nullptr, step};
            told |= finder.take({value, &origin, {0, 1, 1}, {}}, pattern::Name{&origin}, &known)
                        .has_value();
        }
        EXPECT_EQ(told, text != long_text && text != chinese) << text;
    }
}

TEST(Records, NoMoreListsThanAreKept)
{
    RecordFinder finder;
    for (std::size_t i = 0; i < limits::pattern_records + 2; ++i) {
        auto const step = "json:$.l" + std::to_string(i) + "[*].phone";
        Origin const origin{nullptr, step};
        finder.take({"+493023125000", &origin, {0, 1, 1}, {}}, pattern::Name{&origin}, nullptr);
    }
    EXPECT_EQ(finder.given_up(), 2U);
}

TEST(Records, EveryPrefixOfAPath)
{
    std::string const whole = "json:$.people[*].phones[*].number";
    for (std::size_t length = 0; length <= whole.size(); ++length)
        EXPECT_EQ(found_in({{whole.substr(0, length), "+493023125000"}}), Found{}) << length;
}

} // namespace
} // namespace petze

#include "judge/budget.h"

#include "conversation/flow.h"
#include "find/profile/profile.h"

#include <gtest/gtest.h>

namespace petze {

namespace {

FlowRecord closed(std::string_view protocol, std::uint64_t payload, std::uint64_t opened,
                  std::string_view why = "no key")
{
    FlowRecord record;
    record.app_proto = protocol;
    record.why_closed = why;
    record.to_server.payload = payload;
    record.opened_to_server = opened;
    return record;
}

TEST(Budget, IsWhatNobodyCouldReadLessWhatTheProtocolNeeds)
{
    struct Row {
        std::string_view name;
        FlowRecord record;
        std::uint64_t at_most;
    };
    Row const rows[] = {
        {"nothing closed", closed("http", 5000, 5000, ""), 0},
        {"what no layer knew needs nothing", closed("unknown", 5000, 0, ""), 5000},
        {"TLS, less a Finished", closed("tls", 2000, 517), 2000 - 517 - 37},
        {"TLS, no more than the Finished", closed("tls", 547, 517), 0},
        {"TLS from its middle on: no Finished", closed("tls", 2000, 0, "handshake not seen"), 2000},
        {"TLS, three full records", closed("tls", 3 * 16645, 0, "handshake not seen"),
         3 * 16645 - 3 * 13},
        {"QUIC, one packet's need", closed("quic", 70'000, 0), 70'000 - 18},
        {"more opened than was there", closed("tls", 100, 500), 0},
    };
    for (auto const& row : rows)
        EXPECT_EQ(unread_at_most(row.record, false), row.at_most) << row.name;

    auto gap = closed("tls", 2000, 517);
    gap.to_server.gap = 1400;
    EXPECT_EQ(unread_at_most(gap, false), 2000u - 517 - 37 + 1400) << "what was never seen";
    auto called = closed("tls", 0, 0);
    called.to_client.payload = 900;
    EXPECT_EQ(unread_at_most(called, true), 900u - 37) << "the phone was called";
}

TEST(Budget, KnowsTheLeastSizeOfEachKind)
{
    Profile profile;
    profile.identifiers["imei"] = {"867602029141772"};                     // 15 digits
    profile.identifiers["mac"] = {"64:09:80:00:00:01"};                    // 12 of base 16
    profile.identifiers["phone_number"] = {"+852 9508 8995"};              // 11 digits
    profile.identifiers["android_id"] = {"9774d56d682e549c", "12ab34cd5"}; // the shorter one
    profile.identifiers["email"] = {"x@y"};
    profile.places = {{"home", 22.34, 114.05, 500}};
    profile.contacts = {{"Mina Musterfrau", {"+4915112345678"}, {}}};
    profile.photos.push_back({"photos/a.jpg", std::vector<std::uint8_t>(48'210)});
    profile.photos.push_back({"photos/b.jpg", std::vector<std::uint8_t>(61'044)});
    EXPECT_EQ(least_sizes(item_sizes(profile)), (std::vector<ItemSize>{{"android_id", 5},
                                                                       {"contact", 7},
                                                                       {"email", 3},
                                                                       {"imei", 8},
                                                                       {"location", 8},
                                                                       {"mac", 6},
                                                                       {"phone_number", 6},
                                                                       {"photo", 48'210}}));
}

// A text that repeats itself fits into a few bytes.
TEST(Budget, CountsTextAsItCompresses)
{
    Profile profile;
    profile.messages = {{"+4915112345678", std::string(2000, 'a')}};
    auto const sizes = least_sizes(item_sizes(profile));
    ASSERT_EQ(sizes.size(), 1u);
    EXPECT_LT(sizes[0].least_bytes, 50u);
}

// By python's brotli, the smallest of all its qualities (0 to 11): the best one makes the first, a
// lesser one the second, and neither is as small under the other.
TEST(Budget, CountsShortTextAsItCompressesBest)
{
    Profile profile;
    profile.messages = {{"", "are consistent with a transfer, never proof of"}};
    EXPECT_EQ(least_sizes(item_sizes(profile)).at(0).least_bytes, 28u);
    profile.messages = {{"", "anna.example@mail.example"}};
    EXPECT_EQ(least_sizes(item_sizes(profile)).at(0).least_bytes, 23u);
}

TEST(Budget, KnowsTheSizeOfEachItem)
{
    Profile profile;
    profile.contacts = {{"Mina Musterfrau", {"+4915112345678"}, {}}, {"Bo", {}, {"bo@x.example"}}};
    profile.messages = {{"+4915112345678", "no"}, {"+4915112345678", ""}, {"", "yes"}};
    profile.places = {{"home", 22.34, 114.05, 500}};
    profile.apps = {"com.example"};
    EXPECT_EQ(item_sizes(profile), (std::vector<SizedItem>{{"contact", "contacts/0", 7},
                                                           {"contact", "contacts/1", 2},
                                                           {"message", "messages/0", 2},
                                                           {"message", "messages/2", 3},
                                                           {"apps", "apps/com.example", 11},
                                                           {"location", "location/home", 8}}));
    EXPECT_EQ(thing_of("contacts/3/phone/1"), "contacts/3");
    EXPECT_EQ(thing_of("messages/2"), "messages/2");
    EXPECT_EQ(thing_of("photos/2014/a.jpg"), "photos/2014/a.jpg");
}

// Who heard only the answers cannot know how long the questions were.
TEST(Budget, ExcludesNothingWhereOnlyAnswersWereRecorded)
{
    FlowRecord record;
    record.to_client.packets = 3;
    record.to_client.payload = 900;
    EXPECT_TRUE(is_one_sided(record, false));
    EXPECT_FALSE(is_one_sided(record, true)) << "the phone was called, and answered";
    record.to_server.packets = 1;
    EXPECT_FALSE(is_one_sided(record, false));
    auto const told = budget(0, {{"imei", 8}, {"photo", 48'210}}, {"imei"}, true);
    EXPECT_EQ(told.items, (std::map<std::string, Departure>{{"imei", Departure::proven},
                                                            {"photo", Departure::possible}}));
}

TEST(Budget, TellsProvenPossibleAndExcluded)
{
    std::vector<ItemSize> const sizes{{"imei", 8}, {"message", 66}, {"photo", 48'210}};
    auto const told = budget(1912, sizes, {"imei"});
    EXPECT_EQ(told.max_bytes, 1912u);
    EXPECT_EQ(told.items, (std::map<std::string, Departure>{{"imei", Departure::proven},
                                                            {"message", Departure::possible},
                                                            {"photo", Departure::excluded}}));
    EXPECT_EQ(budget(66, sizes, {}).items.at("message"), Departure::possible) << "it fits exactly";
    EXPECT_EQ(budget(65, sizes, {}).items.at("message"), Departure::excluded);
    EXPECT_TRUE(budget(65, {}, {}).items.empty()) << "nothing is known of what could leave";
}

} // namespace

} // namespace petze

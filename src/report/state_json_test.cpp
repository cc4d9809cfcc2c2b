#include "report/state_json.h"

#include "report/example_answer.h"
#include "report/party.h"
#include "report/presentable.h"
#include "report/render.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using namespace testing;

/// With everything in it that a comparison takes.
Answer compared_answer()
{
    auto answer = example_answer(3);
    answer.captures[0].clock = ClockOffset{-3'600'000'000'000, 9};
    answer.captures.push_back({"empty.pcap", 0, 0, 0, 0, std::string(64, 'a'), {}});
    for (std::size_t i = 0; i < answer.endpoints.size(); ++i) {
        Contacts contacts;
        contacts.endpoint = answer.endpoints[i].id;
        contacts.starts_ns = {eight_o_clock + 1000,
                              eight_o_clock + static_cast<std::int64_t>(i) * an_hour + a_minute};
        contacts.connections = 7 + i;
        answer.contacts.push_back(contacts);
        Judgement judgement;
        judgement.verdict.endpoint = contacts.endpoint;
        judgement.verdict.purpose = i == 1 ? Purpose::undisclosed : Purpose::service;
        judgement.budget = {500,
                            {{"imei", Departure::proven},
                             {"photo", Departure::possible},
                             {"sms", Departure::excluded}}};
        answer.judgements.push_back(judgement);
    }
    answer.endpoints.back().local = true;
    answer.contacts[0].sent_ns["imei"] = {eight_o_clock + 1000};
    answer.contacts[0].sources = {{"android", true, 5}, {"com.example.shop", false, 2}};
    answer.stats.unread.count(contacts_cut);
    return answer;
}

TEST(State, IsReadBackFromTheReport)
{
    auto const answer = compared_answer();
    auto const made = state_of(presentable(answer, {}));
    auto const read = read_state(render_json(answer, {}), "x", {});
    ASSERT_TRUE(read) << read.error().why;
    EXPECT_EQ(*read, made);

    ASSERT_EQ(made.receivers.size(), 4u) << "not what is in the phone's own network";
    EXPECT_EQ(made.receivers[0].party, "Invented Cloud");
    EXPECT_EQ(made.receivers[1].party, "203.0.113.77");
    EXPECT_EQ(made.receivers[3].party, "update.example");
    EXPECT_EQ(made.receivers[0].possible, std::set<std::string>{"photo"});
    EXPECT_EQ(made.receivers[0].contacts.sources.size(), 2u);
    EXPECT_EQ(made.profile.at("photo"), 4u);
    EXPECT_EQ(made.worst, Purpose::undisclosed);
    EXPECT_TRUE(made.is_cut);
    EXPECT_EQ(made.captures.size(), 2u);
    EXPECT_DOUBLE_EQ(made.hours(), 12);
}

TEST(State, IsTheSameUnderRedaction)
{
    auto const answer = compared_answer();
    ReportOptions options;
    options.redact = true;
    auto const read = read_state(render_json(answer, options), "x", options);
    ASSERT_TRUE(read) << read.error().why;
    EXPECT_EQ(*read, state_of(presentable(answer, options)));
    EXPECT_TRUE(read->captures[0].sha256.empty());
}

TEST(State, SaysWhatIsWrongWithAFile)
{
    struct {
        char const *name, *text, *why;
    } const rows[] = {
        {"no JSON", "<html>", "no readable report"},
        {"cut", R"({"endpoints":[)", "no readable report"},
        {"another JSON", R"({"a":1})", "no report of one state"},
        {"a list", "[]", "no readable report"},
        {"older", R"({"personal_values":"masked","endpoints":[{"id":"a.example"}]})",
         "older Petze"},
    };
    for (auto const& row : rows) {
        SCOPED_TRACE(row.name);
        auto const read = read_state(row.text, "folder", {});
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().what, "folder");
        EXPECT_NE(read.error().why.find(row.why), std::string::npos) << read.error().why;
    }
    EXPECT_TRUE(read_state(R"({"personal_values":"masked","endpoints":[]})", "folder", {}))
        << "a silent phone is one";
}

TEST(State, IsNotReadWhereItWouldShowTooMuch)
{
    auto const answer = compared_answer();
    ReportOptions masked, revealed, redacted;
    revealed.reveal = true;
    redacted.redact = true;
    auto const is_read = [&](ReportOptions const& written, ReportOptions const& now) {
        return read_state(render_json(answer, written), "x", now).has_value();
    };
    EXPECT_TRUE(is_read(masked, masked));
    EXPECT_TRUE(is_read(redacted, masked));
    EXPECT_TRUE(is_read(masked, revealed));
    EXPECT_FALSE(is_read(revealed, masked));
    EXPECT_FALSE(is_read(masked, redacted));
    EXPECT_FALSE(is_read(revealed, redacted));
}

// The user's own file, but it may be anybody's: no prefix and no wrong type does harm.
TEST(State, SurvivesEveryPrefixAndWrongTypes)
{
    auto const json = render_json(compared_answer(), {});
    for (std::size_t length = 0; length < json.size() - 2; length += 7)
        EXPECT_FALSE(read_state(std::string_view{json}.substr(0, length), "x", {}));
    for (
        auto const* text :
        {R"({"personal_values":"masked","endpoints":[1,"a",{"contacts":{"starts":["x",null,9e99,-9223372036854775808],"sent":[{}],"sources":[7]}}]})",
         R"({"personal_values":"masked","endpoints":[],"captures":[{"start":"2014-07-21T99:99:99.xxxxxxZ","end":"2014","clock":{"offset":9223372036854775807}}],"profile":[],"stats":4,"device":null})"})
        EXPECT_TRUE(read_state(text, "x", {}));
}

} // namespace
} // namespace petze

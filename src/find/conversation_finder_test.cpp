#include "find/conversation_finder.h"

#include "testing/search.h"

#include <gtest/gtest.h>

namespace petze {

static void PrintTo(Finding const& finding, std::ostream* out)
{
    *out << finding.item << " to " << finding.hostname << ' ' << name_of(finding.direction) << ' '
         << ::testing::PrintToString(finding.path);
}

namespace {

using testing::searcher_for;

Profile profile_of_anna()
{
    Profile profile;
    profile.identifiers = {{"imei", {"867602029141772"}}, {"phone_number", {"+493023125001"}}};
    profile.contacts = {{"Anna Huber", {"030 23125001"}, {}}};
    profile.calendar = {{"Zahnarzt", "Marktplatz 7", ""}};
    return profile;
}

/// A finder, and what it told.
struct Conversation {
    std::unique_ptr<Searcher> searcher;
    SearchScratch scratch;
    std::vector<Finding> findings;
    std::function<void(Finding&&)> take = [this](Finding&& finding) {
        findings.push_back(std::move(finding));
    };
    Tally tally;
    ConversationFinder finder{*searcher, scratch, take, &tally};

    explicit Conversation(Profile profile = profile_of_anna())
        : searcher(searcher_for(std::move(profile)))
    {
    }

    void field(std::string_view value, Origin const* origin = nullptr,
               MessageContext const& context = {}, FrameRange const& frames = {0, 1, 1})
    {
        finder.take({value, origin, frames, context});
    }
    std::vector<std::string> items() const
    {
        std::vector<std::string> out;
        for (auto const& finding : findings)
            out.push_back(finding.item);
        return out;
    }
};

using Texts = std::vector<std::string>;
using Counts = std::vector<ItemCount>;

TEST(ConversationFinder, TellsHowItWasWrittenWhereItStood)
{
    Origin const json{nullptr, "json:$.id"};
    constexpr std::string_view base64 = "ODY3NjAyMDI5MTQxNzcy"; // of the same digits
    struct {
        std::string text;
        Written written;
        std::size_t steps;
    } const rows[] = {
        {"imei=867602029141772;", {1, 5, 15, "867602029141772"}, 1},
        {"id " + std::string{base64} + " end", {1, 3, 20, std::string{base64}}, 2},
    };
    for (auto const& row : rows) {
        Conversation conversation;
        conversation.field(row.text, &json, {Direction::to_server, "a.example"}, {1, 20, 22});
        ASSERT_EQ(conversation.findings.size(), 1u) << row.text;
        EXPECT_EQ(conversation.findings[0].written, row.written) << row.text;
        EXPECT_EQ(conversation.findings[0].path.size(), row.steps) << row.text;
    }
}

TEST(ConversationFinder, TellsWhatAFindingHolds)
{
    Conversation conversation;
    Origin const http{nullptr, "http:request:body"};
    Origin const json{&http, "json:$.device.id"};
    conversation.field("867602029141772", &json, {Direction::to_server, "API.Example.com.:8080"},
                       {1, 20, 22});
    Finding const expected{.category = "imei",
                           .item = "imei/0",
                           .match = Match::exact,
                           .hostname = "api.example.com",
                           .direction = Direction::to_server,
                           .path = {"http:request:body", "json:$.device.id"},
                           .frames = {{1, 20, 22}},
                           .flow_ids = {},
                           .value = "867602029141772",
                           .chance = {},
                           .written = Written{2, 0, 15, "867602029141772"}};
    EXPECT_EQ(conversation.findings, std::vector<Finding>{expected});
    EXPECT_EQ(conversation.finder.counts(), (Counts{{"imei/0", 1}}));
}

TEST(ConversationFinder, FindsPlacesBesideWhatIsSearched)
{
    auto profile = profile_of_anna();
    profile.places = {{"home", 22.340257, 114.047284, 500}};
    Conversation conversation{std::move(profile)};
    conversation.field("867602029141772@22.3403,114.0473");
    conversation.field("22.3402,114.0472");
    EXPECT_EQ(conversation.items(), (Texts{"location/home", "imei/0"}));
    EXPECT_EQ(conversation.finder.counts(), (Counts{{"imei/0", 1}, {"location/home", 2}}));
}

// Contract: "One finding for each item, conversation, hostname and path, told at its first
// occurrence"; a direction is none of the others' either.
TEST(ConversationFinder, OneForEachItemHostnamePathAndDirection)
{
    Origin const body{nullptr, "http:request:body"};
    Origin const header{nullptr, "http:request:header:x"};
    Origin const same{nullptr, "http:request:body"};
    Origin const deeper{&body, "gzip"};
    struct Said {
        char const* value;
        Origin const* origin;
        Direction direction;
        char const* hostname;
    };
    auto const up = Direction::to_server;
    auto const down = Direction::to_client;
    struct {
        char const* name;
        std::vector<Said> said;
        std::size_t findings;
        Counts counts;
    } const cases[] = {
        {"twice in one text",
         {{"867602029141772,867602029141772", &body, up, "a"}},
         1,
         {{"imei/0", 2}}},
        {"in two messages",
         {{"867602029141772", &body, up, "a"}, {"867602029141772", &same, up, "a"}},
         1,
         {{"imei/0", 2}}},
        {"to two hosts",
         {{"867602029141772", &body, up, "a"}, {"867602029141772", &body, up, "b"}},
         2,
         {{"imei/0", 2}}},
        {"to one host, written in two ways",
         {{"867602029141772", &body, up, "a.example"},
          {"867602029141772", &body, up, " A.Example.:80"}},
         1,
         {{"imei/0", 2}}},
        {"on two paths",
         {{"867602029141772", &body, up, "a"},
          {"867602029141772", &header, up, "a"},
          {"867602029141772", &deeper, up, "a"}},
         3,
         {{"imei/0", 3}}},
        {"in both directions",
         {{"867602029141772", &body, up, "a"}, {"867602029141772", &body, down, "a"}},
         2,
         {{"imei/0", 2}}},
        {"a number of two items",
         {{"+493023125001", &body, up, "a"}},
         2,
         {{"contacts/0/phone", 1}, {"phone_number/0", 1}}},
        {"one number in two notations at two places",
         {{"+493023125001 or 030 23125001", &body, up, "a"}},
         2,
         {{"contacts/0/phone", 2}, {"phone_number/0", 2}}},
        {"two texts of one item",
         {{"Zahnarzt, Marktplatz 7", &body, up, "a"}},
         1,
         {{"calendar/0", 2}}},
        {"nothing", {{"867602029141773", &body, up, "a"}}, 0, {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Conversation conversation;
        for (auto const& said : c.said)
            conversation.field(said.value, said.origin, {said.direction, said.hostname});
        EXPECT_EQ(conversation.findings.size(), c.findings)
            << ::testing::PrintToString(conversation.findings);
        auto const counts = conversation.finder.counts();
        EXPECT_EQ(counts, c.counts);
    }
}

// One place is one finding, whether a spelling undid its wrapping or a layer.
TEST(ConversationFinder, TellsHowAValueWasWrappedAtTheEndOfThePath)
{
    Needles needles;
    needles.searched.push_back(
        {"imei/0",
         "imei",
         "867602029141772",
         {{"867602029141772", false, 50, {}},
          {"ODY3NjAyMDI5MTQxNzcy", false, 50, "base64"},
          {"4f4459334e6a41794d4449354d5451784e7a6379", true, 50, "hex base64"}},
         ValueKind::digits});
    auto const searcher = Searcher::compile({}, std::move(needles));
    Origin const body{nullptr, "http:request:body"};
    Origin const opened{&body, "base64"};
    struct Said {
        char const* value;
        Origin const* origin;
    };
    struct {
        char const* name;
        std::vector<Said> said;
        std::vector<Texts> paths;
        std::uint64_t count;
    } const cases[] = {
        {"plain", {{"867602029141772", &body}}, {{"http:request:body"}}, 1},
        {"wrapped", {{"xODY3NjAyMDI5MTQxNzcyx", &body}}, {{"http:request:body", "base64"}}, 1},
        {"wrapped twice",
         {{"4F4459334E6A41794D4449354D5451784E7A6379", &body}},
         {{"http:request:body", "hex", "base64"}},
         1},
        {"wrapped, and a layer opened it",
         {{"ODY3NjAyMDI5MTQxNzcy", &body}, {"867602029141772", &opened}},
         {{"http:request:body", "base64"}},
         1},
        {"a layer opened it, and it was wrapped elsewhere too",
         {{"867602029141772", &opened},
          {"ODY3NjAyMDI5MTQxNzcy", &body},
          {"ODY3NjAyMDI5MTQxNzcy", &body}},
         {{"http:request:body", "base64"}},
         2},
        {"wrapped beside plain",
         {{"867602029141772,ODY3NjAyMDI5MTQxNzcy", &body}},
         {{"http:request:body"}, {"http:request:body", "base64"}},
         2},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        SearchScratch scratch;
        std::vector<Texts> paths;
        std::function<void(Finding &&)> take = [&](Finding&& finding) {
            EXPECT_EQ(finding.match, Match::exact);
            EXPECT_EQ(finding.chance, std::nullopt);
            paths.push_back(finding.path);
        };
        ConversationFinder finder{*searcher, scratch, take};
        for (auto const& said : c.said)
            finder.take({said.value, said.origin, {}, {}});
        EXPECT_EQ(paths, c.paths);
        EXPECT_EQ(finder.counts(), (Counts{{"imei/0", c.count}}));
    }
}

// base64url(SHA1(IMEI)), cut to 16 characters: Python's hashlib and base64.
TEST(ConversationFinder, TellsHashesWithTheirFunctionAndChance)
{
    Profile profile;
    profile.identifiers = {{"imei", {"867186020123456"}}, {"mac", {"64:09:80:ab:cd:01"}}};
    auto const searcher = searcher_for(profile);
    struct {
        char const* name;
        char const* text;
        std::vector<Texts> paths;
    } const cases[] = {
        {"cut", "id=WZb1KQ5r04wPW1IF", {{"http:request:body", "base64url", "sha1"}}},
        {"of two values, told of either",
         "6cee123bdedb6ebd19f7e41fd785094a886dd56c",
         {{"http:request:body", "hex", "sha1", "joined:imei/0|mac/0"},
          {"http:request:body", "hex", "sha1", "joined:imei/0|mac/0"}}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        SearchScratch scratch;
        std::vector<Texts> paths;
        std::function<void(Finding &&)> take = [&](Finding&& finding) {
            EXPECT_EQ(finding.match, Match::hashed);
            EXPECT_LE(finding.chance.value_or(1), 1e-6);
            paths.push_back(finding.path);
        };
        ConversationFinder finder{*searcher, scratch, take};
        Origin const body{nullptr, "http:request:body"};
        finder.take({c.text, &body, {}, {}});
        EXPECT_EQ(paths, c.paths);
    }
}

TEST(ConversationFinder, HostnamesAsTheContractTellsThem)
{
    struct {
        char const* name;
        char const* host;
        char const* expected;
    } const cases[] = {
        {"port", "a.example:443", "a.example"},
        {"final dot", "a.example.", "a.example"},
        {"upper case", "A.EXAMPLE", "a.example"},
        {"IPv4 with a port", "192.0.2.1:80", "192.0.2.1"},
        {"IPv6 with a port", "[2001:DB8::1]:443", "2001:db8::1"},
        {"IPv6 at length", "2001:db8:0:0:0:0:0:1", "2001:db8::1"},
        {"none", "", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Conversation conversation;
        conversation.field("867602029141772", nullptr, {Direction::to_server, c.host});
        ASSERT_EQ(conversation.findings.size(), 1u);
        EXPECT_EQ(conversation.findings[0].hostname, c.expected);
    }
}

TEST(ConversationFinder, SearchesStreams)
{
    Conversation conversation;
    Origin const origin{nullptr, "tcp"};
    {
        std::string host = "a.example"; // only as long as open() lasts
        auto const content = conversation.finder.open(&origin, {Direction::to_client, host});
        host = "b.example";
        content->take(as_bytes("x8676020"), {0, 9, 0});
        content->take(as_bytes("29141772,Anna H"), {0, 7, 0});
        content->take(as_bytes("uber"), {0, 8, 0});
        EXPECT_EQ(conversation.items(), Texts{"imei/0"}); // a name may go on
    }
    ASSERT_EQ(conversation.items(), (Texts{"imei/0", "contacts/0/name"}));
    EXPECT_EQ(conversation.findings[0].hostname, "a.example");
    EXPECT_EQ(conversation.findings[0].direction, Direction::to_client);
    EXPECT_EQ(conversation.findings[0].path, Texts{"tcp"});
    EXPECT_EQ(conversation.findings[0].frames, (std::vector<FrameRange>{{0, 7, 9}}));
    EXPECT_EQ(conversation.findings[1].frames, (std::vector<FrameRange>{{0, 7, 8}}));
}

TEST(ConversationFinder, StreamsMindGapsAndCaptures)
{
    Conversation conversation;
    Origin const origin{nullptr, "tcp"};
    auto content = conversation.finder.open(&origin, {});
    content->take(as_bytes("8676020"), {0, 1, 0});
    content->gap();
    content->take(as_bytes("29141772"), {0, 2, 0});
    EXPECT_EQ(conversation.items(), Texts{});
    content->take(as_bytes(" 8676020"), {0, 3, 0});
    content->take(as_bytes("29141772 867602029141772"), {1, 1, 0});
    content.reset();
    ASSERT_EQ(conversation.items(), Texts{"imei/0"});
    EXPECT_EQ(conversation.findings[0].frames, (std::vector<FrameRange>{{0, 3, 3}, {1, 1, 1}}));
    EXPECT_EQ(conversation.finder.counts(), (Counts{{"imei/0", 2}}));
    EXPECT_EQ(conversation.tally.rows(), std::vector<Tally::Row>{});
}

TEST(ConversationFinder, WithoutAnythingToLookForNoStreamIsOpened)
{
    auto const searcher = searcher_for({});
    SearchScratch scratch;
    std::function<void(Finding &&)> take = [](Finding&&) { FAIL(); };
    ConversationFinder finder{*searcher, scratch, take};
    Origin const origin{nullptr, "tcp"};
    EXPECT_EQ(finder.open(&origin, {}), nullptr);
    finder.take({"867602029141772", &origin, {}, {}});
    EXPECT_EQ(finder.counts(), Counts{});
    EXPECT_EQ(NoFinder{}.open(&origin, {}), nullptr);
}

// limits are told: docs of ConversationFinder.
TEST(ConversationFinder, CountsComparisonsThatWereGivenUp)
{
    std::string text;
    while (text.size() < 50'000)
        text += "abcd";
    Profile profile;
    profile.messages = {{"", text}};
    auto const searcher = searcher_for(profile);
    SearchScratch scratch;
    std::function<void(Finding &&)> take = [](Finding&&) {};
    Tally tally;
    ConversationFinder finder{*searcher, scratch, take, &tally};
    Origin const origin{nullptr, "tcp"};
    auto content = finder.open(&origin, {});
    content->take(as_bytes(text), {0, 1, 0});
    content->take(as_bytes(text), {0, 2, 0});
    content.reset();
    auto const rows = tally.rows();
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].kind, "search: limit comparisons waiting");
}

} // namespace
} // namespace petze

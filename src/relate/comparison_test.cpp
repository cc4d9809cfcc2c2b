#include "relate/comparison.h"

#include <gtest/gtest.h>

#include <cmath>

namespace petze {

namespace {

constexpr std::int64_t an_hour = 3'600'000'000'000;

/// So many, far enough from each other to count.
std::vector<std::int64_t> starts(std::int64_t count)
{
    std::vector<std::int64_t> out;
    for (std::int64_t i = 0; i < count; ++i)
        out.push_back(i * an_hour / 50);
    return out;
}

PhoneState::Receiver receiver(std::string id, std::string party, std::int64_t times,
                              std::map<std::string, std::int64_t> const& sent = {})
{
    PhoneState::Receiver out;
    out.contacts.endpoint = std::move(id);
    out.contacts.starts_ns = starts(times);
    out.contacts.connections = static_cast<std::uint64_t>(times);
    for (auto const& [category, count] : sent)
        out.contacts.sent_ns[category] = starts(count);
    out.party = std::move(party);
    return out;
}

PhoneState state(std::string name, std::int64_t hours, std::vector<PhoneState::Receiver> receivers)
{
    PhoneState out;
    out.name = std::move(name);
    out.captures.push_back({"a.pcapng", "", hours > 0 ? 100u : 0u, 0, hours * an_hour});
    out.profile_given = true;
    out.profile = {{"imei", 1}, {"photo", 4}};
    out.receivers = std::move(receivers);
    return out;
}

ComparedRow row(Comparison const& comparison, std::string_view party,
                std::string_view category = {})
{
    for (auto const& one : comparison.rows)
        if (one.party == party && one.category == category)
            return one;
    ADD_FAILURE() << "no row of " << party << " " << category;
    return {std::string{party}, {}, std::vector<ComparedCell>(2)};
}

TEST(Comparison, TellsWhatPersistsVanishesAndAppears)
{
    auto const told = compare({state("stock", 12,
                                     {receiver("198.51.100.7", "Example Cloud", 40, {{"imei", 20}}),
                                      receiver("ads.example", "ads.example", 36),
                                      receiver("rare.example", "rare.example", 1)}),
                               state("other ROM", 12,
                                     {receiver("203.0.113.9", "Example Cloud", 38),
                                      receiver("fresh.example", "fresh.example", 30)})});
    ASSERT_EQ(told.states.size(), 2u);
    EXPECT_EQ(told.states[1].name, "other ROM");

    // Under another address it is the same party.
    auto const cloud = row(told, "Example Cloud");
    EXPECT_EQ(cloud.cells[0].relation, Relation::present);
    EXPECT_EQ(cloud.cells[1].relation, Relation::persists);
    EXPECT_FALSE(cloud.cells[1].differs);
    EXPECT_EQ(cloud.cells[0].endpoints, std::vector<std::string>{"198.51.100.7"});
    EXPECT_EQ(cloud.cells[1].endpoints, std::vector<std::string>{"203.0.113.9"});
    EXPECT_EQ(cloud.cells[1].connections, 38u);
    // What it got before it no longer gets.
    EXPECT_EQ(row(told, "Example Cloud", "imei").cells[1].relation, Relation::vanished);
    EXPECT_EQ(row(told, "ads.example").cells[1].relation, Relation::vanished);
    EXPECT_EQ(row(told, "fresh.example").cells[1].relation, Relation::appeared);
    EXPECT_EQ(row(told, "fresh.example").cells[0].relation, Relation::absent);
    // Once in twelve hours: not to see it in twelve more says little.
    auto const rare = row(told, "rare.example").cells[1];
    EXPECT_EQ(rare.relation, Relation::not_comparable);
    EXPECT_EQ(rare.obstacle, Obstacle::too_short);
    EXPECT_NEAR(rare.unseen, std::exp(-1.0), 1e-9);
    EXPECT_NEAR(rare.hours_needed, 12 * 39.0, 1e-9);
    EXPECT_EQ(told.counts[1], (StateCount{.in_first = 3,
                                          .persist = 1,
                                          .vanished = 1,
                                          .not_comparable = 1,
                                          .appeared = 1,
                                          .not_comparable_new = 0}));
    // Those that persist, with what they got, stand first; the vague last.
    EXPECT_EQ(told.rows.front().party, "Example Cloud");
    EXPECT_EQ(told.rows.front().category, "");
    EXPECT_EQ(told.rows.back().party, "rare.example");
}

// Once an hour against nothing in an hour: too short to say.
TEST(Comparison, ClaimsNothingOfAShortRecording)
{
    auto const told = compare(
        {state("stock", 12, {receiver("a.example", "a.example", 12)}), state("brief", 1, {})});
    auto const cell = row(told, "a.example").cells[1];
    EXPECT_EQ(cell.relation, Relation::not_comparable);
    EXPECT_EQ(cell.obstacle, Obstacle::too_short);
    EXPECT_NEAR(cell.unseen, std::exp(-1.0), 1e-9);
}

TEST(Comparison, TellsARateThatChanged)
{
    auto const told = compare({state("stock", 10, {receiver("a.example", "a.example", 100)}),
                               state("other", 10, {receiver("a.example", "a.example", 20)})});
    auto const cell = row(told, "a.example").cells[1];
    EXPECT_EQ(cell.relation, Relation::persists);
    EXPECT_TRUE(cell.differs);
}

// Six against nothing in the same time is p = 1/32: enough alone, not among ten that did not
// change.
TEST(Comparison, ADifferenceMustStandOutAmongAllComparisons)
{
    auto before = state("stock", 12, {receiver("a.example", "a.example", 6)});
    auto after = state("other", 12, {});
    auto const alone = row(compare({before, after}), "a.example").cells[1];
    EXPECT_EQ(alone.relation, Relation::vanished);
    EXPECT_NEAR(alone.false_discovery_rate, 1.0 / 32, 1e-9);
    for (auto const* name : {"b", "c", "d", "e", "f", "g", "h", "i", "j"}) {
        before.receivers.push_back(receiver(name, name, 5));
        after.receivers.push_back(receiver(name, name, 5));
    }
    auto const among = row(compare({before, after}), "a.example").cells[1];
    EXPECT_EQ(among.relation, Relation::not_comparable);
    EXPECT_EQ(among.obstacle, Obstacle::not_significant);
    EXPECT_NEAR(among.false_discovery_rate, 10.0 / 32, 1e-9);
}

// Two silences are no comparison: a third state's news does not weaken the others.
TEST(Comparison, CountsNoComparisonOfNothing)
{
    auto const told = compare({state("a", 12, {receiver("x", "x", 6)}), state("b", 12, {}),
                               state("c", 12, {receiver("x", "x", 6), receiver("y", "y", 6)})});
    EXPECT_EQ(row(told, "y").cells[1].relation, Relation::absent);
    // Three comparisons: x in b, x in c, y in c; p = 1/32, 1, 1/32, so 1/32 * 3/2.
    EXPECT_NEAR(row(told, "x").cells[1].false_discovery_rate, 3.0 / 64, 1e-9);
    EXPECT_EQ(row(told, "y").cells[2].relation, Relation::appeared);
}

// What nobody looked for or could read has not vanished.
TEST(Comparison, DoesNotTakeClosedForGone)
{
    auto const stock = state("stock", 12, {receiver("a", "a", 40, {{"imei", 30}, {"photo", 30}})});
    auto closed = state("closed", 12, {receiver("a", "a", 40)});
    closed.receivers[0].possible = {"imei"};
    auto const told = compare({stock, closed});
    auto const imei = row(told, "a", "imei").cells[1];
    EXPECT_EQ(imei.relation, Relation::not_comparable);
    EXPECT_EQ(imei.obstacle, Obstacle::closed);
    EXPECT_EQ(row(told, "a", "photo").cells[1].relation, Relation::vanished) << "excluded there";

    auto const back = row(compare({closed, stock}), "a", "imei").cells[1];
    EXPECT_EQ(back.relation, Relation::not_comparable) << "nor is it new";
    EXPECT_EQ(back.obstacle, Obstacle::closed);

    auto unasked = state("no profile", 12, {receiver("a", "a", 40)});
    unasked.profile.clear();
    EXPECT_EQ(row(compare({stock, unasked}), "a", "imei").cells[1].obstacle,
              Obstacle::not_looked_for);
}

TEST(Comparison, KnowsNothingOfAnEmptyRecording)
{
    auto const told =
        compare({state("stock", 12, {receiver("a", "a", 40)}), state("empty", 0, {})});
    EXPECT_EQ(row(told, "a").cells[1].obstacle, Obstacle::no_time);
    EXPECT_EQ(told.counts[1].not_comparable, 1u);
    auto const first_empty = compare(
        {state("empty", 0, {}), state("a", 1, {receiver("a", "a", 40)}), state("b", 0, {})});
    EXPECT_EQ(row(first_empty, "a").cells[1].obstacle, Obstacle::no_time);
    EXPECT_EQ(row(first_empty, "a").cells[2].relation, Relation::not_comparable);
}

// One visit that talks to three hosts of one party is one.
TEST(Comparison, CountsAPartyOnceAtATime)
{
    auto const three =
        state("stock", 12,
              {receiver("a.x.example", "x.example", 4), receiver("b.x.example", "x.example", 4),
               receiver("c.x.example", "x.example", 4)});
    EXPECT_EQ(row(compare({three, three}), "x.example").cells[0].rate.count, 4u);
}

TEST(Comparison, SaysWhoOnThePhoneTalked)
{
    auto stock = state("stock", 12, {receiver("a", "p", 9), receiver("b", "p", 4)});
    stock.receivers[0].contacts.sources = {{"com.example.shop", false, 6}};
    stock.receivers[1].contacts.sources = {{"android", true, 9}, {"com.example.shop", false, 1}};
    auto const cell = row(compare({stock, state("other", 12, {})}), "p").cells[0];
    EXPECT_EQ(cell.sources,
              (std::vector<TrafficSource>{{"android", true, 9}, {"com.example.shop", false, 7}}));
    EXPECT_EQ(cell.connections, 13u);
}

} // namespace

} // namespace petze

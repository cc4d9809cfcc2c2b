#include "report/destinations.h"

#include "report/example_answer.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using testing::example_endpoint;

struct Got {
    std::uint64_t sent, opened;
    char const *operator_name, *country;
    Purpose purpose;
};

Answer answer_of(std::vector<Got> const& all)
{
    Answer answer;
    for (auto const& one : all) {
        auto const name = "host-" + std::to_string(answer.endpoints.size()) + ".example";
        auto endpoint = example_endpoint(name, "192.0.2.1", one.sent, one.opened);
        if (*one.operator_name != '\0')
            endpoint.attribution.write().operator_ =
                Attributed{.name = one.operator_name, .country = one.country};
        answer.endpoints.push_back(std::move(endpoint));
        answer.judgements.emplace_back().verdict.purpose = one.purpose;
    }
    return answer;
}

TEST(Destinations, AreOneForEachOperatorAndPurpose)
{
    auto const answer = answer_of({{300, 100, "Invented Cloud", "DE", Purpose::undisclosed},
                                   {700, 700, "Invented Cloud", "DE", Purpose::undisclosed},
                                   {50, 50, "Invented Cloud", "DE", Purpose::maintenance},
                                   {2'000, 0, "", "", Purpose::undecidable},
                                   {400, 400, "Invented Adverts", "US", Purpose::advertising}});
    auto const found = destinations_of(answer);
    std::vector<Destination> const operators{
        {"", "", Purpose::undecidable, 2'000, 2'000, 1},
        {"Invented Cloud", "DE", Purpose::undisclosed, 1'000, 200, 2},
        {"Invented Adverts", "US", Purpose::advertising, 400, 0, 1},
        {"Invented Cloud", "DE", Purpose::maintenance, 50, 0, 1}};
    EXPECT_EQ(found.operators, operators);
    // What nobody knows the country of stands last, however much it is.
    std::vector<DestinationCountry> const countries{
        {"DE", 1'050, 3}, {"US", 400, 1}, {"", 2'000, 1}};
    EXPECT_EQ(found.countries, countries);
}

TEST(Destinations, AreBeyondThePhonesNetworkAndGotSomething)
{
    auto answer = answer_of({{300, 300, "Invented Cloud", "DE", Purpose::service},
                             {90, 90, "Invented Cloud", "DE", Purpose::service},
                             {0, 0, "Invented Cloud", "DE", Purpose::service}});
    answer.endpoints[1].local = true;
    auto const found = destinations_of(answer);
    ASSERT_EQ(found.operators.size(), 1u);
    EXPECT_EQ(found.operators[0].sent, 300u);
    EXPECT_EQ(found.operators[0].receivers, 1u);
    EXPECT_TRUE(destinations_of(answer_of({})).operators.empty());
}

TEST(Destinations, BeyondTheTwelfthAreOthers)
{
    std::vector<std::string> names;
    for (int i = 0; i < 15; ++i)
        names.push_back("Invented Operator " + std::to_string(i));
    std::vector<Got> all;
    for (std::uint64_t i = 0; i < names.size(); ++i)
        all.push_back({1'500 - 100 * i, 0, names[i].c_str(), "DE", Purpose::telemetry});
    auto const found = destinations_of(answer_of(all));
    ASSERT_EQ(found.operators.size(), 12u);
    // 400, 300, 200 and 100 bytes.
    EXPECT_EQ(found.operators.back(), (Destination{"", "", {}, 1'000, 1'000, 4}));
    EXPECT_EQ(found.countries.size(), 1u);
}

} // namespace
} // namespace petze

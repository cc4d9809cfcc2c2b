#include "report/adequacy_words.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

Attribution with(std::optional<std::string> operator_country, std::string holder_country,
                 std::string network_country = {})
{
    Attribution out;
    if (operator_country)
        out.operator_ = Attributed{.name = "Invented Cloud", .country = *operator_country};
    out.holder = Attributed{.name = "Invented Hosting", .country = std::move(holder_country)};
    out.network = Network{.asn = 64'500, .country = std::move(network_country)};
    return out;
}

TEST(AdequacyWords, AreOfWhoReceivesTheDataBeforeWhoOwnsTheAddress)
{
    struct Row {
        char const* name;
        Attribution attribution;
        std::string_view whose, country;
    };
    Row const rows[] = {
        {"the operator", with("JP", "CN"), "operator", "JP"},
        {"an operator without a country: not that of its landlord", with("", "CN"), "", ""},
        {"the holder", with({}, "CN", "JP"), "holder", "CN"},
        {"the network", with({}, "", "JP"), "network", "JP"},
        {"all over Europe", with({}, "EU"), "", ""},
        {"nobody", with({}, ""), "", ""},
    };
    for (auto const& row : rows) {
        auto const adequacy = adequacy_of(row.attribution);
        EXPECT_EQ(adequacy.has_value(), !row.whose.empty()) << row.name;
        if (!adequacy)
            continue;
        EXPECT_EQ(adequacy->whose, row.whose) << row.name;
        EXPECT_EQ(adequacy->decision.country, row.country) << row.name;
    }
}

TEST(AdequacyWords, SayNumberYearAndWhatTheyDoNotSay)
{
    static auto const time = LocalTime::utc();
    Speaker const english{Language::english, time};
    Speaker const german{Language::german, time};
    auto const said = [](std::string country, Speaker const& speaker) {
        return adequacy_words(*adequacy_of(with(std::move(country), "")), speaker);
    };
    EXPECT_TRUE(said("JP", english)
                    .starts_with("For Japan there is an adequacy decision of the "
                                 "EU: (EU) 2019/419 of 2019. Country of the "));
    EXPECT_TRUE(said("CN", english).starts_with("For China there is no adequacy decision"));
    EXPECT_TRUE(said("CN", german).starts_with("F\u00fcr China gibt es keinen "));
    EXPECT_NE(said("US", english).find("Data Privacy Framework alone"), std::string::npos);
    EXPECT_NE(said("DE", german).find("Wirtschaftsraum (Deutschland)"), std::string::npos);
    EXPECT_NE(said("CN", english).find("Whether the transfer was lawful is another question"),
              std::string::npos);
    EXPECT_NE(said("KZ", english).find("For KZ there is no"), std::string::npos);
}

// Every country of the table has its name in both languages.
TEST(AdequacyWords, NameTheCountriesOfTheTable)
{
    static auto const time = LocalTime::utc();
    for (auto const language : {Language::english, Language::german}) {
        Speaker const speaker{language, time};
        for (auto const& one : adequacy_table().decisions())
            EXPECT_TRUE(speaker.knows("country." + one.country)) << one.country;
    }
}

} // namespace
} // namespace petze

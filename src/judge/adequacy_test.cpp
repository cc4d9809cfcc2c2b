#include "judge/adequacy.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

namespace petze {

namespace {

std::string table_text()
{
    std::ifstream in{PETZE_SOURCE_DIR "/data/adequacy.toml"};
    return {std::istreambuf_iterator<char>{in}, {}};
}

// Numbers and years as the Official Journal has them.
TEST(Adequacy, KnowsWhatTheCommissionDecided)
{
    auto const table = AdequacyTable::read(table_text());
    ASSERT_TRUE(table);
    AdequacyDecision const rows[] = {
        {"JP", Adequacy::decided, "(EU) 2019/419", 2019},
        {"CH", Adequacy::decided, "2000/518/EC", 2000},
        {"BR", Adequacy::decided, "(EU) 2026/179", 2026},
        {"CA", Adequacy::commercial, "2002/2/EC", 2001},
        {"US", Adequacy::framework, "(EU) 2023/1795", 2023},
        {"DE", Adequacy::eea, "", 0},
        {"NO", Adequacy::eea, "", 0},
        {"CN", Adequacy::none, "", 0},
        {"HK", Adequacy::none, "", 0},
        {"RU", Adequacy::none, "", 0},
        {"EU", Adequacy::unknown, "", 0},
        {"ZZ", Adequacy::unknown, "", 0},
        {"", Adequacy::unknown, "", 0},
        {"Japan", Adequacy::unknown, "", 0},
    };
    for (auto const& row : rows)
        EXPECT_EQ(table->of(row.country), row) << row.country;
    EXPECT_EQ(table->decisions().size(), 16u);
    std::set<std::string> countries;
    for (auto const& one : table->decisions()) {
        EXPECT_TRUE(countries.insert(one.country).second) << one.country << " stands twice";
        EXPECT_NE(table->of(one.country).scope, Adequacy::eea) << one.country;
        EXPECT_LE(std::to_string(one.year), table->as_of().substr(0, 4)) << one.country;
    }
}

TEST(Adequacy, SaysWhatIsWrongWithATable)
{
    struct Row {
        std::string_view name, toml, where;
    };
    Row const rows[] = {
        {"no TOML", "as_of = ", "adequacy decisions:1"},
        {"nothing in it", "", "adequacy decisions:1"},
        {"no country", "as_of=\"2026\"\neea=[\n\"Germany\"]\n[[decision]]", "adequacy decisions:3"},
        {"no number", "as_of=\"2026\"\neea=[]\n[[decision]]\ncountry=\"JP\"\nyear=2019",
         "adequacy decisions:3"},
        {"unknown scope",
         "as_of=\"2026\"\neea=[]\n[[decision]]\ncountry=\"JP\"\nnumber=\"1\"\nyear=1\nscope=\"x\"",
         "adequacy decisions:3"},
    };
    for (auto const& row : rows) {
        auto const table = AdequacyTable::read(row.toml);
        ASSERT_FALSE(table) << row.name;
        EXPECT_EQ(table.error().what, row.where) << row.name;
    }
}

} // namespace

} // namespace petze

#include "report/example_answer.h"
#include "report/wording.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using testing::example_answer;

struct Said {
    std::string_view proof;
    std::string of_sizes;
};

// What the ledger says of a kind of data that was not found.
Said said(TotalBudget const& total, std::string_view category, Language language)
{
    static auto const time = LocalTime::utc();
    auto answer = example_answer(0);
    answer.total = total;
    Overview const overview{answer};
    for (auto const& row : ledger(answer, overview))
        if (row.category == category)
            return {name_of(row.proof), known_of_sizes(row, answer.total, Speaker{language, time})};
    return {"not there", {}};
}

TotalBudget const excluded{900, 900, {}, {{"photo", Departure::excluded, 48'210, 4, 4}}};

TEST(Ledger, ExcludesWithTheFiguresThatCarryIt)
{
    auto const english = said(excluded, "photo", Language::english);
    EXPECT_EQ(english.proof, "excluded");
    EXPECT_EQ(english.of_sizes,
              "At most 900 bytes that nobody could read went to all receivers together; the "
              "smallest has 48,210 bytes as a file. None can have left whole. A thumbnail or a "
              "smaller copy is not excluded by this.");
    EXPECT_EQ(said(excluded, "photo", Language::german).of_sizes,
              "H\u00f6chstens 900 Byte, die niemand lesen konnte, gingen an alle Empf\u00e4nger "
              "zusammen; das kleinste hat als Datei 48.210 Byte. Nichts davon kann ganz "
              "hinausgegangen sein. Ein Vorschaubild oder eine kleinere Kopie ist damit nicht "
              "ausgeschlossen.");
    EXPECT_EQ(said(excluded, "message", Language::english).proof, "possible");
}

TEST(Ledger, SaysWhatSizesDoNotExclude)
{
    struct Row {
        char const* name;
        TotalBudget total;
        std::string_view proof, says;
    };
    Row const rows[] = {
        {"some of them",
         {50'000, 50'000, {}, {{"photo", Departure::possible, 48'210, 4, 3}}},
         "possible",
         "3 of 4 were not found and would not fit whole into the 50,000 bytes at most that stayed "
         "closed: they are excluded."},
        {"in parts",
         {60'000, 30'000, {}, {{"photo", Departure::possible, 48'210, 4, 0}}},
         "possible",
         "At no single receiver would one fit whole: at most 30,000 bytes stayed closed there."},
        {"only answers were recorded",
         {900, 900, {"unbounded.one_sided"}, {{"photo", Departure::possible, 48'210, 4, 0}}},
         "possible",
         "By its size none would fit into the 900 bytes that stayed closed; it is not excluded all "
         "the same, because some connections were recorded only in the direction of the answers."},
        {"everything would fit",
         {90'000, 90'000, {}, {{"photo", Departure::possible, 48'210, 4, 0}}},
         "possible",
         ""},
        {"nothing is known of sizes", {}, "possible", ""},
    };
    for (auto const& row : rows) {
        auto const told = said(row.total, "photo", Language::english);
        EXPECT_EQ(told.proof, row.proof) << row.name;
        EXPECT_EQ(told.of_sizes, row.says) << row.name;
    }
}

TEST(Ledger, NeverExcludesWhatWasFoundOrNotLookedFor)
{
    auto answer = example_answer(10); // holds a photo
    answer.total = excluded;
    for (auto& category : answer.profile)
        if (category.category == "message")
            category.too_short = category.items;
    answer.total.categories.push_back({"message", Departure::excluded, 70, 5, 5});
    answer.evidence.resize(2); // IMEI, phone number
    auto const proof_of = [&](std::string_view category) {
        Overview const overview{answer};
        for (auto const& row : ledger(answer, overview))
            if (row.category == category)
                return row.proof;
        return Proof::not_found;
    };
    EXPECT_EQ(proof_of("message"), Proof::not_searched);
    EXPECT_EQ(proof_of("photo"), Proof::excluded);
    EXPECT_EQ(proof_of("imei"), Proof::proven);
}

} // namespace
} // namespace petze

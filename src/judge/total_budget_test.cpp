#include "judge/total_budget.h"

#include "base/tally.h"

#include <gtest/gtest.h>

namespace petze {

namespace {

ByteBudget closed(std::uint64_t bytes, bool one_sided = false)
{
    return {bytes, {}, one_sided};
}

std::vector<SizedItem> const items{{"imei", "imei/0", 8},
                                   {"message", "messages/0", 70},
                                   {"message", "messages/1", 900},
                                   {"photo", "photos/a.jpg", 48'210},
                                   {"photo", "photos/b.jpg", 61'044}};

CategoryBudget of(TotalBudget const& total, std::string_view category)
{
    for (auto const& one : total.categories)
        if (one.category == category)
            return one;
    return {};
}

using Left = std::map<std::string, std::set<std::string>>;

TEST(TotalBudget, ExcludesWhatWouldNotFitIntoAllTogether)
{
    Tally const nothing;
    auto const total =
        total_budget({closed(500), closed(380), closed(0)}, items, {}, {.unread = nothing});
    EXPECT_EQ(total.max_bytes, 880u);
    EXPECT_EQ(total.most_at_one, 500u);
    EXPECT_EQ(of(total, "photo"),
              (CategoryBudget{"photo", Departure::excluded, 48'210, 2, 2, 61'044}));
    EXPECT_EQ(of(total, "message"), (CategoryBudget{"message", Departure::possible, 70, 2, 1, 900}))
        << "the long one would not fit";

    auto const parts =
        total_budget({closed(30'000), closed(30'000)}, items, {}, {.unread = nothing});
    EXPECT_EQ(of(parts, "photo"),
              (CategoryBudget{"photo", Departure::possible, 48'210, 2, 1, 61'044}))
        << "in two parts to two receivers the smaller one would fit";
    auto const exactly = total_budget({closed(61'044)}, items, {}, {.unread = nothing});
    EXPECT_EQ(of(exactly, "photo").excluded, 0u);
}

// What is shorter than a piece that is known to be encrypted can hide inside content that was read.
TEST(TotalBudget, NeverExcludesWhatIsSmallerThanAPieceToldToBeOpaque)
{
    Tally const nothing;
    auto const total = total_budget({closed(0)}, items, {}, {.unread = nothing});
    EXPECT_EQ(of(total, "imei").departure, Departure::possible);
    EXPECT_EQ(of(total, "message").departure, Departure::excluded);
}

TEST(TotalBudget, IsBoundedAlthoughThereIsEncryptionInsideWhatWasRead)
{
    Tally unread;
    unread.count("content: opaque inside an opened layer", 2);
    unread.count("content: opaque bytes inside opened layers", 50'000);
    auto const total = total_budget({closed(10), closed(20)}, items, {}, {.unread = unread});
    // Whose it was is part of that receiver's own budget: it was not opened.
    EXPECT_EQ(total.max_bytes, 30u);
    EXPECT_EQ(total.most_at_one, 20u);
    EXPECT_EQ(of(total, "photo").excluded, 2u);
}

TEST(TotalBudget, TakesWhatWasFoundAsProven)
{
    Tally const nothing;
    auto const total =
        total_budget({closed(0)}, items, Left{{"photo", {"photos/a.jpg"}}}, {.unread = nothing});
    EXPECT_EQ(of(total, "photo"),
              (CategoryBudget{"photo", Departure::proven, 48'210, 2, 1, 61'044}));
    EXPECT_EQ(
        of(total_budget({closed(0)}, items, Left{{"message", {}}}, {.unread = nothing}), "message")
            .departure,
        Departure::proven)
        << "its other party was found";
}

TEST(TotalBudget, ExcludesNothingWhereTheRecordingIsNotWhole)
{
    struct Row {
        std::string_view name;
        std::string_view kind;
        bool one_sided, guessed;
        std::uint64_t others, not_told;
        std::vector<std::string_view> why;
    };
    Row const rows[] = {
        {"whole", "", false, false, 0, 0, {}},
        {"others, but the phone's addresses are given", "", false, false, 4, 0, {}},
        {"guessed, but it was alone", "", false, true, 0, 0, {}},
        {"guessed among others", "", false, true, 4, 0, {"unbounded.devices"}},
        {"only answers", "", true, false, 0, 0, {"unbounded.one_sided"}},
        {"too many findings", "", false, false, 0, 1, {"unbounded.unread"}},
        {"cut off", "tcp: segment cut by snaplen", false, false, 0, 0, {"unbounded.unread"}},
        {"Wi-Fi", "link: Wi-Fi frame is encrypted", false, false, 0, 0, {"unbounded.unread"}},
        {"a limit", "content: limit layer_depth", false, false, 0, 0, {"unbounded.unread"}},
        {"a tunnel", "ip: limit of tunnels in tunnels", false, false, 0, 0, {"unbounded.unread"}},
        {"what nobody thought of", "new: reason", false, false, 0, 0, {"unbounded.unread"}},
        {"no key: part of the bound", "tls: no key", false, false, 0, 0, {}},
        {"ARP", "link: ARP, holds no IP", false, false, 0, 0, {}},
        {"our own listing", "report: limit of files listed", false, false, 0, 0, {}},
    };
    for (auto const& row : rows) {
        Tally unread;
        if (!row.kind.empty())
            unread.count(row.kind);
        auto const total = total_budget({closed(10, row.one_sided)}, items, {},
                                        {unread, row.guessed, row.others, row.not_told});
        EXPECT_EQ(total.unbounded, row.why) << row.name;
        EXPECT_EQ(of(total, "photo").departure,
                  row.why.empty() ? Departure::excluded : Departure::possible)
            << row.name;
    }
}

} // namespace

} // namespace petze

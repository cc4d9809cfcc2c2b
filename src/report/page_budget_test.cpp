#include "report/page_budget.h"

#include "report/example_answer.h"
#include "report/render.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using testing::example_judged;

bool holds(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

TEST(SizeAxis, GoesUpByTens)
{
    auto answer = example_judged(0); // the largest photo has 120,338 bytes
    auto const axis = page::SizeAxis::of(answer);
    EXPECT_EQ(axis.decades(), 6u);
    EXPECT_DOUBLE_EQ(axis.place(0), 0);
    EXPECT_DOUBLE_EQ(axis.place(1), 0);
    EXPECT_DOUBLE_EQ(axis.place(1'000), 0.5);
    EXPECT_DOUBLE_EQ(axis.place(1'000'000), 1);
    EXPECT_DOUBLE_EQ(axis.place(50'000'000), 1) << "no further than it reaches";
    answer.total.max_bytes = 2'000'000'000;
    EXPECT_EQ(page::SizeAxis::of(answer).decades(), 10u);
    EXPECT_EQ(page::SizeAxis::of(Answer{}).decades(), 4u);
}

TEST(BudgetSection, ClaimsWhatFollowsFromSizes)
{
    auto answer = example_judged(0);
    auto const html = render_html(answer, {});
    EXPECT_TRUE(holds(html, "At most 61,880 bytes that nobody could read went to all receivers "
                            "together."));
    EXPECT_TRUE(holds(html, "48,210\u2013120,338"));
    EXPECT_TRUE(holds(html, "48.210\u2013120.338"));
    answer.total.unbounded = {"unbounded.one_sided"};
    EXPECT_TRUE(holds(render_html(answer, {}),
                      "Sizes exclude nothing here, because some connections were recorded only in "
                      "the direction of the answers."));
    answer.total = {};
    EXPECT_FALSE(holds(render_html(answer, {}), R"(id="budget")")) << "no sizes, no section";
}

TEST(BudgetSection, TellsOfEachReceiverWhatWouldFit)
{
    auto const html = render_html(example_judged(0), {});
    auto const table = html.substr(html.find(R"(id="btab")"));
    auto const row = table.substr(table.find("203.0.113.77"));
    auto const cells = row.substr(0, row.find("</tr>"));
    // 2,212 bytes stayed closed: a message of 64 bytes would fit, a photo of 48,210 would not.
    EXPECT_TRUE(holds(cells, "2,212"));
    std::vector<std::string> states;
    for (std::size_t at = cells.find("v p-"); at != std::string::npos;
         at = cells.find("v p-", at + 1))
        states.push_back(cells.substr(at + 4, cells.find('"', at) - at - 4));
    std::vector<std::string> const expected{"possible", "possible", "possible", "possible",
                                            "excluded"}; // in order of size
    EXPECT_EQ(states, expected);
}

} // namespace
} // namespace petze

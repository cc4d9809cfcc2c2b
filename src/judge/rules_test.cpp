#include "judge/rules.h"

#include <gtest/gtest.h>

#include <cmath>

namespace petze {

namespace {

Facts facts(std::vector<std::string> names)
{
    Facts out;
    for (auto& name : names)
        out.add(std::move(name));
    return out;
}

constexpr std::string_view two = R"(
[[rule]]
name = "push"
when = ["role.push"]
unless = ["sent.content"]
weigh = { service = 4 }

[[rule]]
name = "content"
when = ["sent.content", "sent.background"]
weigh = { undisclosed = 7, service = -1 }
)";

// Softmax by hand: undecidable is 1.5 ahead, every other purpose at 0.
TEST(Rules, AreAddedUpToProbabilities)
{
    auto const rules = read_rules(two);
    ASSERT_TRUE(rules) << rules.error().why;
    auto const e = [](double x) { return std::exp(x); };

    auto const nothing = weigh(*rules, facts({}));
    EXPECT_EQ(nothing.purpose, Purpose::undecidable);
    EXPECT_NEAR(nothing.confidence, e(1.5) / (e(1.5) + 6), 1e-9);
    EXPECT_TRUE(nothing.because.empty());

    auto const push = weigh(*rules, facts({"role.push"}));
    EXPECT_EQ(push.purpose, Purpose::service);
    EXPECT_NEAR(push.confidence, e(4) / (e(4) + e(1.5) + 5), 1e-9);
    ASSERT_EQ(push.because.size(), 1u);
    EXPECT_EQ(push.because[0].rule->name, "push");
    EXPECT_EQ(push.because[0].weight, 4);

    auto const content = weigh(*rules, facts({"role.push", "sent.content", "sent.background"}));
    EXPECT_EQ(content.purpose, Purpose::undisclosed);
    EXPECT_NEAR(content.confidence, e(7) / (e(7) + e(1.5) + e(-1) + 4), 1e-9);

    // What speaks for another purpose speaks against this one.
    auto const more = read_rules(std::string{two} + R"(
[[rule]]
name = "use"
when = ["use.only"]
weigh = { user_initiated = 2 }
)");
    ASSERT_TRUE(more);
    auto const both = weigh(*more, facts({"role.push", "use.only"}));
    ASSERT_EQ(both.because.size(), 2u);
    EXPECT_EQ(both.because[1].weight, -2);
}

TEST(Rules, SayWhatIsWrongAndWhere)
{
    struct Row {
        std::string_view name, text, where, why;
    };
    Row const rows[] = {
        {"no TOML", "[[rule]\n", "verdict rules:1", ""},
        {"no name", "[[rule]]\nwhen = [\"a\"]\n", "verdict rules:1", "without a name"},
        {"no condition", "[[rule]]\nname = \"x\"\nweigh = { service = 1 }\n", "verdict rules:1",
         "x needs when and weigh"},
        {"no weights", "\n[[rule]]\nname = \"x\"\nwhen = [\"a\"]\n", "verdict rules:2",
         "x needs when and weigh"},
        {"unknown verdict", "[[rule]]\nname = \"x\"\nwhen = [\"a\"]\nweigh = { spying = 1 }\n",
         "verdict rules:4", "weighs no verdict"},
        {"a fact that is no name", "[[rule]]\nname = \"x\"\nwhen = [1]\n", "verdict rules:3",
         "names of facts"},
    };
    for (auto const& row : rows) {
        SCOPED_TRACE(row.name);
        auto const read = read_rules(row.text);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().what, row.where);
        EXPECT_NE(read.error().why.find(row.why), std::string::npos) << read.error().why;
    }
}

} // namespace

} // namespace petze

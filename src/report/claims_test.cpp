#include "report/claims.h"

#include "report/example_answer.h"
#include "report/render.h"

#include <gtest/gtest.h>

#include <map>

namespace petze {
namespace {

using namespace testing;
using Outcome = CheckedClaim::Outcome;

Answer judged_answer()
{
    auto answer = example_answer(4);
    for (auto const& endpoint : answer.endpoints) {
        Judgement judgement;
        judgement.verdict.endpoint = endpoint.id;
        judgement.verdict.confidence = 0.5;
        judgement.budget = {900, {{"photo", Departure::excluded}}};
        answer.judgements.push_back(judgement);
    }
    return answer;
}

std::vector<CheckedClaim> checked(Answer const& before, Answer const& now)
{
    auto const claims = read_claims(render_json(before, {}), "x");
    auto const again = read_claims(render_json(now, {}), "x");
    EXPECT_TRUE(claims && again);
    return claims && again ? check(*claims, *again) : std::vector<CheckedClaim>{};
}

/// How many claims did not hold, by kind and outcome.
std::map<std::pair<std::string, Outcome>, int> broken(Answer const& before, Answer const& now)
{
    std::map<std::pair<std::string, Outcome>, int> out;
    for (auto const& one : checked(before, now))
        if (one.outcome != Outcome::holds)
            ++out[{one.claim.kind, one.outcome}];
    return out;
}

TEST(Claims, AreOneForEachCaptureEvidenceVerdictAndBudget)
{
    auto const claims = read_claims(render_json(judged_answer(), {}), "x");
    ASSERT_TRUE(claims);
    EXPECT_EQ(claims->claims.size(), 1u + 4 + 5 + 5);
    EXPECT_TRUE(claims->profile_given);
    EXPECT_EQ(claims->captures.at(0).name, "invented.pcapng");
    EXPECT_EQ(claims->personal_values, "masked");
}

TEST(Claims, HoldWhereTheSameIsSaid)
{
    auto const answer = judged_answer();
    EXPECT_EQ(broken(answer, answer).size(), 0u);
    auto more = answer; // what else is found now takes nothing away
    more.evidence.push_back(example_evidence(4, answer.endpoints[0]));
    EXPECT_EQ(broken(answer, more).size(), 0u);
}

TEST(Claims, BreakWhereSomethingElseIs)
{
    using Broken = std::map<std::pair<std::string, Outcome>, int>;
    auto const before = judged_answer();
    struct Row {
        char const* name;
        void (*change)(Answer&);
        Broken expected;
    };
    for (auto const& row :
         {Row{"another capture",
              [](Answer& a) { a.captures[0].sha256[0] = '9'; },
              {{{"capture", Outcome::differs}, 1}}},
          Row{"not found again",
              [](Answer& a) { a.evidence.pop_back(); },
              {{{"evidence", Outcome::missing}, 1}}},
          Row{"at other packets",
              [](Answer& a) { ++a.evidence[1].finding.frames[0].first; },
              {{{"evidence", Outcome::missing}, 1}}},
          Row{"another value",
              [](Answer& a) { a.evidence[0].finding.value += "1"; },
              {{{"evidence", Outcome::differs}, 1}}},
          Row{"another verdict",
              [](Answer& a) { a.judgements[0].verdict.purpose = Purpose::service; },
              {{{"verdict", Outcome::differs}, 1}}},
          Row{"more may have left",
              [](Answer& a) { a.judgements[2].budget.max_bytes = 901; },
              {{{"budget", Outcome::differs}, 1}}}}) {
        SCOPED_TRACE(row.name);
        auto now = before;
        row.change(now);
        EXPECT_EQ(broken(before, now), row.expected);
    }
}

TEST(Claims, SayWhatIsWrongWithAFile)
{
    EXPECT_FALSE(read_claims("<html>", "x"));
    EXPECT_FALSE(read_claims(R"({"rows":[]})", "x"));
    EXPECT_TRUE(
        read_claims(R"({"endpoints":[1,{"verdict":7}],"evidence":[{}],"captures":null})", "x"));
}

} // namespace
} // namespace petze

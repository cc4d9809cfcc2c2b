#pragma once

#include "judge/behaviour.h"
#include "judge/budget.h"
#include "judge/facts.h"
#include "judge/rules.h"
#include "judge/verdict.h"

#include <map>
#include <string>
#include <vector>

namespace petze {

/// Of one receiver: what the traffic was for, and what cannot have left.
struct Judgement {
    Verdict verdict;
    ByteBudget budget;
};

struct Case {
    std::vector<Endpoint> const& endpoints;
    std::map<std::string, Behaviour, std::less<>> const& behaviours;
    std::vector<ItemSize> const& sizes; // of the profile; empty without one
    Circumstances const& circumstances;
};

/// Judges every receiver. A receiver that got data of the owner's is judged by the gravest of what
/// it got, all else by how it was talked to. In the order of the endpoints.
std::vector<Judgement> judge(std::vector<Rule> const& rules, Case const& all);

} // namespace petze

#pragma once

#include "judge/behaviour.h"
#include "judge/budget.h"
#include "judge/facts.h"
#include "judge/photo_bursts.h"
#include "judge/rules.h"
#include "judge/total_budget.h"
#include "judge/verdict.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace petze {

/// Of one receiver: what the traffic was for, and what cannot have left.
struct Judgement {
    Verdict verdict;
    ByteBudget budget;
    std::vector<PhotoBurst> photo_bursts{};
};

/// Judges one receiver after another, once all of the recording was seen.
class Judge {
public:
    using BehaviourOf = std::map<std::string, Behaviour, std::less<>>; // by Endpoint::id

    struct Case {
        BehaviourOf behaviours;
        std::vector<SizedItem> items; // of the profile; empty without one
        Circumstances circumstances;
    };

    /// `rules` outlives it.
    Judge(std::vector<Rule> const& rules, Case what);

    /// Needs nothing of the endpoint but its totals.
    ByteBudget budget_of(Endpoint const& endpoint) const;
    /// Of all of them together; what stays in the phone's own network may be handed on from there.
    TotalBudget total(std::vector<Endpoint> const& endpoints, Recorded const& recorded) const;
    /// A receiver that got data of the owner's is judged by the gravest of what it got, all else by
    /// how it was talked to, and by what its operator is known for (Endpoint::attribution).
    Judgement judge(Endpoint const& endpoint) const;

private:
    using ReceiversOf = std::map<std::string, std::set<std::string>>; // by item of the profile

    Behaviour const* behaviour_of(Endpoint const& endpoint) const;
    std::uint64_t others_with_same(Behaviour const& behaviour, std::string const& endpoint) const;

    std::vector<Rule> const& m_rules;
    Case m_case;
    std::vector<ItemSize> m_sizes;
    ReceiversOf m_identifiers_sent;
};

} // namespace petze

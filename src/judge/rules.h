#pragma once

#include "base/result.h"
#include "judge/facts.h"
#include "judge/verdict.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// A reason to think that a transfer had one purpose or another.
struct Rule {
    std::string name;                       // its sentence: `because.rule.<name>`
    std::vector<std::string> when;          // facts, all of them
    std::vector<std::string> unless;        // none of them
    std::array<double, purposes> weights{}; // logits
};

/// Reads data/verdict_rules.toml. An error names line and rule.
Result<std::vector<Rule>> read_rules(std::string_view toml);

/// What the rules make of facts: the weights of those that apply are added up for each purpose, and
/// made into probabilities (softmax). `undecidable` begins ahead, so that it takes reasons to say
/// more; docs/verdicts.md shows all of it.
struct Weighing {
    Purpose purpose = Purpose::undecidable;
    double confidence{};
    struct Spoke {
        Rule const* rule;
        double weight; // for the purpose; below zero: how much it speaks for another
    };
    std::vector<Spoke> because; // the weightiest first, those against it last
};
Weighing weigh(std::vector<Rule> const& rules, Facts const& facts);

} // namespace petze

#include "judge/rules.h"

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace petze {

namespace {

constexpr double undecided = 1.5; // how far `undecidable` is ahead

Error wrong(toml::node const& node, std::string const& why)
{
    return {"verdict rules:" + std::to_string(node.source().begin.line), why};
}

Result<std::vector<std::string>> texts(toml::table const& table, std::string_view key)
{
    std::vector<std::string> out;
    auto const* array = table[key].as_array();
    if (!array)
        return out;
    for (auto const& each : *array) {
        auto const text = each.value<std::string>();
        if (!text)
            return tl::make_unexpected(wrong(each, std::string{key} + " lists names of facts"));
        out.push_back(*text);
    }
    return out;
}

Result<Rule> read_rule(toml::table const& table)
{
    Rule rule;
    rule.name = table["name"].value_or(std::string{});
    if (rule.name.empty())
        return tl::make_unexpected(wrong(table, "a rule without a name"));
    PETZE_TRY(rule.when, texts(table, "when"));
    PETZE_TRY(rule.unless, texts(table, "unless"));
    auto const* weights = table["weigh"].as_table();
    if (!weights || rule.when.empty())
        return tl::make_unexpected(wrong(table, rule.name + " needs when and weigh"));
    for (auto const& [key, value] : *weights) {
        auto const purpose = purpose_of(key.str());
        auto const weight = value.value<double>();
        if (!purpose || !weight)
            return tl::make_unexpected(wrong(value, rule.name + " weighs no verdict"));
        rule.weights[static_cast<std::size_t>(*purpose)] = *weight;
    }
    return rule;
}

bool applies(Rule const& rule, Facts const& facts)
{
    auto const holds = [&](std::string const& fact) { return facts.has(fact); };
    return std::all_of(rule.when.begin(), rule.when.end(), holds)
           && std::none_of(rule.unless.begin(), rule.unless.end(), holds);
}

double weight_for(Rule const& rule, std::size_t purpose)
{
    auto const own = rule.weights[purpose];
    return own != 0 ? own : -*std::max_element(rule.weights.begin(), rule.weights.end());
}

} // namespace

Result<std::vector<Rule>> read_rules(std::string_view toml)
{
    auto const parsed = toml::parse(toml);
    if (!parsed) {
        auto const& failure = parsed.error();
        return tl::make_unexpected(
            Error{"verdict rules:" + std::to_string(failure.source().begin.line),
                  std::string{failure.description()}});
    }
    std::vector<Rule> out;
    auto const* rules = parsed.table()["rule"].as_array();
    for (std::size_t i = 0; rules && i < rules->size(); ++i) {
        auto const* table = rules->get(i)->as_table();
        if (!table)
            return tl::make_unexpected(wrong(*rules->get(i), "a rule is a table"));
        PETZE_TRY(auto rule, read_rule(*table));
        out.push_back(std::move(rule));
    }
    return out;
}

Weighing weigh(std::vector<Rule> const& rules, Facts const& facts)
{
    std::array<double, purposes> logits{};
    logits[static_cast<std::size_t>(Purpose::undecidable)] = undecided;
    std::vector<Rule const*> fired;
    for (auto const& rule : rules) {
        if (!applies(rule, facts))
            continue;
        fired.push_back(&rule);
        for (std::size_t i = 0; i < purposes; ++i)
            logits[i] += rule.weights[i];
    }
    // Of two that weigh the same, the graver: nothing is made to look better than it is.
    std::size_t best = 0;
    for (std::size_t i = 1; i < purposes; ++i)
        if (logits[i] >= logits[best])
            best = i;
    double sum = 0;
    for (auto const logit : logits)
        sum += std::exp(logit - logits[best]);
    Weighing out{static_cast<Purpose>(best), 1 / sum, {}};
    for (auto const* rule : fired)
        if (auto const weight = weight_for(*rule, best); weight != 0)
            out.because.push_back({rule, weight});
    std::stable_sort(out.because.begin(), out.because.end(),
                     [](auto const& a, auto const& b) { return a.weight > b.weight; });
    return out;
}

} // namespace petze

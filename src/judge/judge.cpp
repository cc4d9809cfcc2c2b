#include "judge/judge.h"

#include <algorithm>

namespace petze {

namespace {

// Weights are judgement, not measurement: no sum of them makes certainty.
constexpr double most_confident = 0.99;
constexpr std::size_t reasons_told = 6;

std::vector<WeighedReason> reasons_of(Weighing const& weighing)
{
    std::vector<WeighedReason> out;
    for (auto const& [rule, weight] : weighing.because) {
        if (out.size() == reasons_told)
            break;
        out.push_back({"rule." + rule->name, weight});
    }
    if (out.empty() || out.front().weight < 0)
        out.insert(out.begin(), {"rule.nothing-speaks", 0});
    return out;
}

bool are_alike(std::string_view a, std::string_view b)
{
    return is_content(a) == is_content(b) && is_lasting_identifier(a) == is_lasting_identifier(b);
}

/// One sentence names all kinds of data that it holds for.
std::string with_its_like(std::string const& category, Purpose purpose,
                          std::vector<CategoryVerdict> const& all)
{
    std::string out;
    for (auto const& one : all)
        if (one.purpose == purpose && are_alike(one.category, category))
            out.append(out.empty() ? "" : ",").append(one.category);
    return out;
}

// What the owner, or another recording, could add.
std::vector<Reason> would_change(Facts const& facts, JudgedEndpoint const& judged)
{
    std::vector<Reason> out;
    if (judged.budget.max_bytes > 0)
        out.push_back({"change.keys", {{"max_bytes", std::to_string(judged.budget.max_bytes)}}});
    if (facts.has("consent.unknown"))
        out.emplace_back("change.consent");
    if (facts.has("use.unknown"))
        out.emplace_back("change.activity");
    bool const is_plain = facts.has("protocol.upkeep") || facts.has("local");
    if (!is_plain && facts.has("name.none"))
        out.emplace_back("change.name");
    else if (!is_plain && facts.has("role.unknown"))
        out.emplace_back("change.role");
    if (judged.budget.items.empty())
        out.emplace_back("change.profile");
    return out;
}

Verdict verdict_of(std::vector<Rule> const& rules, JudgedEndpoint const& judged,
                   Circumstances const& circumstances)
{
    auto const whole = facts_of(judged, circumstances);
    auto facts = whole;
    auto weighing = weigh(rules, whole);
    std::string gravest;
    Verdict verdict;
    if (judged.behaviour && !judged.endpoint.local) {
        bool first = true;
        for (auto const& [category, sent] : judged.behaviour->sent) {
            auto of_it = facts_of(whole, category, sent, judged, circumstances);
            auto const weighed = weigh(rules, of_it);
            verdict.categories.push_back(
                {category, weighed.purpose, std::min(weighed.confidence, most_confident)});
            auto const graver = std::pair{weighed.purpose, weighed.confidence}
                                > std::pair{weighing.purpose, weighing.confidence};
            if (first || graver) {
                weighing = weighed;
                facts = std::move(of_it);
                gravest = category;
            }
            first = false;
        }
    }
    if (!gravest.empty())
        facts.set("category", with_its_like(gravest, weighing.purpose, verdict.categories));
    verdict.endpoint = judged.endpoint.id;
    verdict.purpose = weighing.purpose;
    verdict.confidence = std::min(weighing.confidence, most_confident);
    verdict.because = reasons_of(weighing);
    verdict.known = facts.arguments();
    verdict.would_change = would_change(facts, judged);
    return verdict;
}

using ThingsOf = std::map<std::string, std::set<std::string>>; // by category

ThingsOf things_of(Behaviour const& behaviour)
{
    ThingsOf out;
    for (auto const& [category, sent] : behaviour.sent)
        for (auto const& item : sent.items) {
            auto& things = out[category];
            // Its other party is not the message.
            if (category != "message" || !item.ends_with("/address"))
                things.insert(thing_of(item));
        }
    return out;
}

// What a machine in the phone's own network got may have been handed on by it: nothing excludes
// that.
void spare(TotalBudget& total, ThingsOf const& inside)
{
    for (auto& category : total.categories) {
        auto const found = inside.find(category.category);
        if (found == inside.end() || category.excluded == 0)
            continue;
        category.excluded -= std::min<std::uint64_t>(category.excluded, found->second.size());
        if (category.departure == Departure::excluded)
            category.departure = Departure::possible;
    }
}

} // namespace

Judge::Judge(std::vector<Rule> const& rules, Case what)
    : m_rules(rules)
    , m_case(std::move(what))
    , m_sizes(least_sizes(m_case.items))
{
    for (auto const& [endpoint, behaviour] : m_case.behaviours)
        for (auto const& [category, sent] : behaviour.sent)
            if (!is_content(category))
                for (auto const& item : sent.items)
                    m_identifiers_sent[item].insert(endpoint);
}

Behaviour const* Judge::behaviour_of(Endpoint const& endpoint) const
{
    auto const found = m_case.behaviours.find(endpoint.id);
    return found == m_case.behaviours.end() ? nullptr : &found->second;
}

std::uint64_t Judge::others_with_same(Behaviour const& behaviour, std::string const& endpoint) const
{
    std::set<std::string> out;
    for (auto const& [category, sent] : behaviour.sent)
        for (auto const& item : sent.items)
            if (auto const found = m_identifiers_sent.find(item); found != m_identifiers_sent.end())
                out.insert(found->second.begin(), found->second.end());
    out.erase(endpoint);
    return out.size();
}

ByteBudget Judge::budget_of(Endpoint const& endpoint) const
{
    std::vector<std::string_view> proven;
    auto const* const behaviour = behaviour_of(endpoint);
    if (behaviour)
        for (auto const& [category, sent] : behaviour->sent)
            proven.push_back(category);
    return budget(behaviour ? behaviour->unread_up : endpoint.opaque_to_server, m_sizes, proven,
                  behaviour && behaviour->one_sided);
}

TotalBudget Judge::total(std::vector<Endpoint> const& endpoints, Recorded const& recorded) const
{
    std::vector<ByteBudget> budgets;
    budgets.reserve(endpoints.size());
    ThingsOf left;
    ThingsOf inside;
    for (auto const& endpoint : endpoints) {
        budgets.push_back(budget_of(endpoint));
        auto const* const behaviour = behaviour_of(endpoint);
        if (!behaviour)
            continue;
        for (auto& [category, things] : things_of(*behaviour))
            (endpoint.local ? inside : left)[category].merge(things);
    }
    auto out = total_budget(budgets, m_case.items, left, recorded);
    spare(out, inside);
    return out;
}

Judgement Judge::judge(Endpoint const& endpoint) const
{
    auto budget = budget_of(endpoint);
    auto const* const behaviour = behaviour_of(endpoint);
    JudgedEndpoint const judged{endpoint, behaviour, budget,
                                behaviour ? others_with_same(*behaviour, endpoint.id) : 0};
    auto verdict = verdict_of(m_rules, judged, m_case.circumstances);
    return {std::move(verdict), std::move(budget),
            behaviour ? photo_bursts(behaviour->unread_bursts, m_case.items)
                      : std::vector<PhotoBurst>{}};
}

} // namespace petze

#include "judge/judge.h"

#include <algorithm>
#include <set>

namespace petze {

namespace {

// Weights are judgement, not measurement: no sum of them makes certainty.
constexpr double most_confident = 0.99;
constexpr std::size_t reasons_told = 6;

using SentWhere = std::map<std::string, std::set<std::string>>; // item, receivers

SentWhere identifiers_sent(Case const& all)
{
    SentWhere out;
    for (auto const& [endpoint, behaviour] : all.behaviours)
        for (auto const& [category, sent] : behaviour.sent)
            if (!is_content(category))
                for (auto const& item : sent.items)
                    out[item].insert(endpoint);
    return out;
}

std::uint64_t others(SentWhere const& sent_where, Behaviour const& behaviour,
                     std::string const& endpoint)
{
    std::set<std::string> out;
    for (auto const& [category, sent] : behaviour.sent)
        for (auto const& item : sent.items)
            if (auto const found = sent_where.find(item); found != sent_where.end())
                out.insert(found->second.begin(), found->second.end());
    out.erase(endpoint);
    return out.size();
}

std::vector<WeighedReason> reasons_of(Weighing const& weighing, Facts const& facts)
{
    std::vector<WeighedReason> out;
    for (auto const& [rule, weight] : weighing.because) {
        if (out.size() == reasons_told)
            break;
        Reason reason{"rule." + rule->name, {}};
        for (auto const& [place, text] : facts.arguments())
            reason.arguments.emplace_back(place, text);
        out.push_back({std::move(reason), weight});
    }
    if (out.empty() || out.front().weight < 0)
        out.insert(out.begin(), {Reason{"rule.nothing-speaks", {}}, 0});
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
    verdict.because = reasons_of(weighing, facts);
    verdict.would_change = would_change(facts, judged);
    return verdict;
}

} // namespace

std::vector<Judgement> judge(std::vector<Rule> const& rules, Case const& all)
{
    std::vector<Judgement> out;
    out.reserve(all.endpoints.size());
    auto const sent_where = identifiers_sent(all);
    for (auto const& endpoint : all.endpoints) {
        auto const found = all.behaviours.find(endpoint.id);
        auto const* const behaviour = found == all.behaviours.end() ? nullptr : &found->second;
        std::vector<std::string_view> proven;
        if (behaviour)
            for (auto const& [category, sent] : behaviour->sent)
                proven.push_back(category);
        auto budget = petze::budget(behaviour ? behaviour->unread_up : endpoint.opaque_to_server,
                                    all.sizes, proven);
        JudgedEndpoint const judged{endpoint, behaviour, budget,
                                    behaviour ? others(sent_where, *behaviour, endpoint.id) : 0};
        auto verdict = verdict_of(rules, judged, all.circumstances);
        out.push_back({std::move(verdict), std::move(budget)});
    }
    return out;
}

} // namespace petze

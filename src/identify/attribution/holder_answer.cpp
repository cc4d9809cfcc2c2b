#include "base/text.h"
#include "identify/attribution/chains.h"

#include <algorithm>

namespace petze {

namespace {

/// What one source says of the holder, once its organisation has been looked up.
struct Candidate {
    Chain const* chain;
    std::string name, original, country;
    std::string organisation, description; // its handle; what the network itself is called
    Registry registry = Registry::none;    // whose name the holder's is
    bool placeholder{};
};

std::optional<DataSet::Named> organisation_of(AddressFacts const& facts, Chain const& chain,
                                              std::string_view handle)
{
    if (handle.empty())
        return {};
    for (auto const* set : facts.organisations)
        if (set->info.source == chain.set->info.source)
            if (auto named = set->organisation(handle))
                return named;
    return {};
}

Candidate candidate_of(AddressFacts const& facts, Chain const& chain)
{
    auto const& fact = chain.top().fact;
    auto const subject = chain.set->text(fact.subject);
    auto const label = chain.set->text(fact.label);
    Candidate out{&chain,
                  std::string{part_of(subject, 0)},
                  std::string{part_of(subject, 1)},
                  unpack_country(fact.country),
                  std::string{part_of(label, 1)},
                  {}};
    if (auto const named = organisation_of(facts, chain, out.organisation)) {
        if (!equal_ignoring_case(named->name, out.name))
            out.description = std::exchange(out.name, std::string{named->name});
        if (out.country.empty())
            out.country = named->country;
    } else {
        out.organisation.clear();
    }
    out.registry = registry_of_name(out.name.empty() ? chain.netname() : std::string_view{out.name})
                       .value_or(Registry::none);
    out.placeholder = chain.has(RangeFact::placeholder)
                      || (out.registry != Registry::none && !chain.has(RangeFact::assigned));
    return out;
}

bool is_answer(Candidate const& candidate)
{
    return !candidate.placeholder && !candidate.chain->has(RangeFact::stub)
           && (!candidate.name.empty() || !candidate.chain->netname().empty());
}

std::string shown_name(Candidate const& candidate)
{
    return candidate.name.empty() ? std::string{candidate.chain->netname()} : candidate.name;
}

Reason reason_of(Candidate const& candidate)
{
    auto const& chain = *candidate.chain;
    Reason out{"holder.network",
               {{"block", chain.top().range.text()}, {"network", std::string{chain.netname()}}}};
    if (candidate.registry != Registry::none)
        out.key = "holder.own_network";
    else if (candidate.name.empty())
        out.key = "holder.netname";
    else if (!candidate.description.empty()) {
        out.key = "holder.organisation_described";
        out.arguments.emplace_back("description", candidate.description);
    } else if (!candidate.organisation.empty())
        out.key = "holder.organisation";
    else if (chain.netname().empty())
        out.key = "holder.nameless_network";
    return out;
}

Attributed answer_of(Candidate const& candidate, std::string_view asked)
{
    auto const& info = candidate.chain->set->info;
    return {.name = shown_name(candidate),
            .country = candidate.country,
            .because = reason_of(candidate),
            .source = info.source,
            .as_of = info.as_of,
            .original = candidate.original,
            .distant = is_more_than_a_year(info.as_of, asked)};
}

// Whether it is the word of the registry that allocated the address.
bool is_own(Candidate const& candidate, Attribution const& attribution)
{
    auto const name = short_name(candidate.chain->registry());
    return attribution.registry && !name.empty() && attribution.registry->name.starts_with(name);
}

// The address's own registry first, then the more specific.
void sort_by_weight(std::vector<Candidate>& candidates, Attribution const& attribution)
{
    std::stable_sort(
        candidates.begin(), candidates.end(), [&](Candidate const& a, Candidate const& b) {
            if (is_own(a, attribution) != is_own(b, attribution))
                return is_own(a, attribution);
            auto const& inner = a.chain->top().range;
            auto const& outer = b.chain->top().range;
            return outer.contains(inner.first) && outer.contains(inner.last) && outer != inner;
        });
}

void remark_why_none(std::vector<Candidate> const& candidates, Attribution& out)
{
    for (auto const& candidate : candidates) {
        auto const& top = candidate.chain->top();
        if (candidate.chain->has(RangeFact::stub)) {
            auto const target = static_cast<Registry>(top.fact.registry);
            out.remarks.push_back(
                {target == Registry::none ? "holder.moved" : "holder.moved_to",
                 {{"block", top.range.text()}, {"registry", std::string{short_name(target)}}}});
            return;
        }
    }
    if (!candidates.empty() && is_own(candidates.front(), out))
        out.remarks.push_back({"holder.not_registered",
                               {{"block", candidates.front().chain->top().range.text()},
                                {"source", candidates.front().chain->set->info.source}}});
}

void tell_other_holders(std::vector<Candidate> const& answers, Attribution& out)
{
    Disagreement different{"holder", {}};
    for (auto const& answer : answers)
        different.sayings.push_back(
            {answer.chain->set->info.source, answer.chain->set->info.as_of, shown_name(answer)});
    auto const differs = [&](Disagreement::Saying const& saying) {
        return !equal_ignoring_case(saying.value, different.sayings.front().value);
    };
    if (std::any_of(different.sayings.begin(), different.sayings.end(), differs))
        out.disagreements.push_back(std::move(different));
}

} // namespace

void find_holder(AddressFacts const& facts, Attribution& out)
{
    std::vector<Candidate> candidates;
    candidates.reserve(facts.holders.size());
    for (auto const& chain : facts.holders)
        candidates.push_back(candidate_of(facts, chain));
    sort_by_weight(candidates, out);
    std::vector<Candidate> answers;
    std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(answers), is_answer);
    // Where the registry's own placeholder is the most specific, what others hold of the same
    // address is older, or wider.
    bool const not_registered =
        !candidates.empty() && candidates.front().placeholder && is_own(candidates.front(), out);
    if (answers.empty() || not_registered)
        return remark_why_none(candidates, out);
    out.holder = answer_of(answers.front(), facts.asked);
    tell_other_holders(answers, out);
}

} // namespace petze

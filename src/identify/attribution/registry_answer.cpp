#include "identify/attribution/chains.h"
#include "identify/registry/iana.h"

#include <algorithm>

namespace petze {

namespace {

/// What is known of the registry so far; the better a source, the later it speaks.
struct Finding {
    Registry registry = Registry::none;
    std::string country;
    Reason because;
    DataSetInfo const* from = nullptr; // null: IANA's table
};

Finding from_iana(Address const& address)
{
    auto const block = iana_block(address);
    if (block.registry == Registry::none)
        return {};
    return {
        block.registry,
        {},
        {"registry.iana",
         {{"block", block.range.text()}, {"registry", std::string{short_name(block.registry)}}}},
        nullptr};
}

// The delegated files of several registries may name one address while a transfer is under way.
void take_delegated(AddressFacts const& facts, Finding& finding, Attribution& out)
{
    std::vector<Disagreement::Saying> sayings;
    for (auto const& chain : facts.delegated) {
        auto const& top = chain.top();
        auto const registry = static_cast<Registry>(top.fact.registry);
        bool const first = sayings.empty();
        sayings.push_back({chain.set->info.source, chain.set->info.as_of, full_name(registry)});
        if (!first)
            continue;
        finding.registry = registry;
        finding.country = unpack_country(top.fact.country);
        finding.because = {"registry.delegated",
                           {{"block", top.range.text()}, {"registry", full_name(registry)}}};
        finding.from = &chain.set->info;
    }
    auto const differs = [&](Disagreement::Saying const& saying) {
        return saying.value != sayings.front().value;
    };
    if (std::any_of(sayings.begin(), sayings.end(), differs))
        out.disagreements.push_back({"registry", std::move(sayings)});
}

// The object that a registry's own database holds of a network that it gave to another registry.
void take_transfer(AddressFacts const& facts, Finding& finding)
{
    if (!facts.delegated.empty())
        return; // they know better
    for (auto const& chain : facts.holders) {
        auto const target = static_cast<Registry>(chain.top().fact.registry);
        if (!chain.has(RangeFact::stub) || target == Registry::none)
            continue;
        finding.registry = target;
        finding.because = {"registry.transferred",
                           {{"block", chain.top().range.text()},
                            {"registry", std::string{short_name(target)}},
                            {"from", std::string{short_name(chain.registry())}}}};
        finding.from = &chain.set->info;
    }
}

// Blocks that were given out before there were regional registries have gone to all of them: the
// one whose database holds the network, where IANA's own choice does not.
void take_database(AddressFacts const& facts, Finding& finding)
{
    if (!facts.delegated.empty())
        return;
    Chain const* found = nullptr;
    for (auto const& chain : facts.holders) {
        if (chain.has(RangeFact::placeholder) || chain.has(RangeFact::stub))
            continue;
        if (chain.registry() == finding.registry || found != nullptr)
            return;
        found = &chain;
    }
    if (found == nullptr || found->registry() == Registry::none)
        return;
    finding.registry = found->registry();
    finding.because = {"registry.database",
                       {{"block", found->top().range.text()},
                        {"registry", std::string{short_name(finding.registry)}}}};
    finding.from = &found->set->info;
}

// A maintainer of a national registry, at the most specific network or the nearest around it, says
// that this registry allocated; so much it says, and no more.
void take_maintainer(AddressFacts const& facts, Finding& finding)
{
    for (auto const& chain : facts.holders)
        for (auto const& hit : chain.hits) {
            auto const national = static_cast<Registry>(hit.fact.registry);
            if ((hit.fact.flags & RangeFact::stub) != 0 || !is_national(national)
                || region_of(national) != region_of(finding.registry))
                continue;
            if (!is_national(finding.registry)) {
                finding.because = {"registry.maintainer",
                                   {{"block", hit.range.text()},
                                    {"registry", std::string{short_name(national)}},
                                    {"region", std::string{short_name(region_of(national))}}}};
                finding.from = &chain.set->info;
            }
            finding.registry = national;
            if (finding.country.empty())
                finding.country = unpack_country(hit.fact.country);
            return;
        }
}

// All of Brazil and of Mexico is allocated by their own registries.
void take_country(AddressFacts const& facts, Finding& finding)
{
    if (is_national(finding.registry))
        return;
    for (auto const& chain : facts.holders) {
        auto const country = unpack_country(chain.top().fact.country);
        auto const national = registry_of_country(finding.registry, country);
        if (chain.registry() != finding.registry || !national)
            continue;
        finding = {*national,
                   country,
                   {"registry.country",
                    {{"block", chain.top().range.text()},
                     {"registry", std::string{short_name(*national)}},
                     {"country", country}}},
                   &chain.set->info};
        return;
    }
}

} // namespace

void find_registry(AddressFacts const& facts, Attribution& out)
{
    auto finding = from_iana(facts.address);
    take_delegated(facts, finding, out);
    take_transfer(facts, finding);
    take_database(facts, finding);
    take_maintainer(facts, finding);
    take_country(facts, finding);
    if (finding.registry == Registry::none)
        return;
    Attributed answer{.name = full_name(finding.registry),
                      .country = finding.country,
                      .because = std::move(finding.because)};
    answer.source = finding.from != nullptr ? finding.from->source : "IANA address space";
    answer.as_of = finding.from != nullptr ? finding.from->as_of : std::string{iana_as_of};
    // IANA's table of regions hardly changes: its age takes nothing from what it says.
    answer.distant = finding.from != nullptr && is_more_than_a_year(answer.as_of, facts.asked);
    out.registry = std::move(answer);
    if (is_national(finding.registry))
        out.remarks.push_back(
            {"registry.says_nothing", {{"registry", std::string{short_name(finding.registry)}}}});
}

} // namespace petze

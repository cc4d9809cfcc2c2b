#include "identify/attribution/chains.h"

#include "identify/sources/dates.h"

#include <algorithm>

namespace petze {

namespace {

// Whether `a` suits the date better than `b`.
bool is_nearer(DataSet const& a, DataSet const& b, std::string_view asked)
{
    auto const one = days_apart(a.info.as_of, asked);
    auto const other = days_apart(b.info.as_of, asked);
    if (one && other && *one != *other)
        return *one < *other;
    return a.info.as_of > b.info.as_of;
}

} // namespace

Registry Chain::registry() const
{
    auto const source = std::string_view{set->info.source};
    for (auto const registry :
         {Registry::afrinic, Registry::apnic, Registry::arin, Registry::lacnic, Registry::ripe_ncc})
        if (source.starts_with(short_name(registry)))
            return registry;
    return Registry::none;
}

std::vector<DataSet const*> choose_sets(std::vector<DataSet> const& sets, DataSet::Section section,
                                        std::span<DataFormat const> wanted, std::string_view asked)
{
    std::vector<DataSet const*> out;
    for (auto const& set : sets) {
        if (set.rows(section) == 0
            || std::find(wanted.begin(), wanted.end(), set.info.format) == wanted.end())
            continue;
        auto const same = std::find_if(out.begin(), out.end(), [&](DataSet const* other) {
            return other->info.source == set.info.source;
        });
        if (same == out.end())
            out.push_back(&set);
        else if (is_nearer(set, **same, asked))
            *same = &set;
    }
    std::sort(out.begin(), out.end(),
              [](DataSet const* a, DataSet const* b) { return a->info.source < b->info.source; });
    return out;
}

std::vector<Chain> make_chains(std::vector<DataSet const*> const& sets, Address const& address)
{
    std::vector<Chain> out;
    for (auto const* set : sets) {
        Chain chain{set, {}};
        for (auto hit = set->find(address); hit; hit = set->around(*hit, address))
            chain.hits.push_back(*hit);
        if (!chain.hits.empty())
            out.push_back(std::move(chain));
    }
    return out;
}

bool is_more_than_a_year(std::string_view as_of, std::string_view asked)
{
    constexpr std::int64_t longest_year = 366;
    return days_apart(as_of, asked).value_or(0) > longest_year;
}

} // namespace petze

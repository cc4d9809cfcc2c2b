#pragma once

#include "identify/attribution/attribution.h"
#include "identify/data/data_index.h"
#include "identify/registry/registries.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// What one data set says of an address: the most specific network, then those around it.
struct Chain {
    DataSet const* set;
    std::vector<DataSet::Hit> hits; // never empty

    DataSet::Hit const& top() const { return hits.front(); }
    bool has(std::uint8_t flag) const { return (top().fact.flags & flag) != 0; }
    std::string_view netname() const { return part_of(set->text(top().fact.label), 0); }
    /// Whose data it is: by the name of the source.
    Registry registry() const;
};

/// Of the sets with rows in this section and a format that is wanted: of each source the one
/// nearest to the date asked about, the newest where none was. Sorted by source.
std::vector<DataSet const*> choose_sets(std::vector<DataSet> const& sets, DataSet::Section section,
                                        std::span<DataFormat const> wanted, std::string_view asked);

std::vector<Chain> make_chains(std::vector<DataSet const*> const& sets, Address const& address);

/// More than a year between the data and the date asked about.
bool is_more_than_a_year(std::string_view as_of, std::string_view asked);

/// What the parts of an attribution are made from.
struct AddressFacts {
    Address address;
    std::string_view asked;
    std::vector<Chain> holders, delegated, networks;
    std::vector<DataSet const*> systems, organisations;
};

/// Who allocated: the regional registry, and the national one behind it.
void find_registry(AddressFacts const& facts, Attribution& out);
/// Who holds the most specific network; after find_registry().
void find_holder(AddressFacts const& facts, Attribution& out);

} // namespace petze

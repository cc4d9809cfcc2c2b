#include "identify/attribution/attributor.h"

#include "identify/attribution/chains.h"
#include "identify/attribution/network_answer.h"
#include "identify/registry/iana.h"

#include <algorithm>
#include <array>
#include <span>

namespace petze {

namespace {

constexpr std::array holder_formats{DataFormat::rpsl, DataFormat::arin, DataFormat::arin_xml};
constexpr std::array delegated_formats{DataFormat::delegated};
constexpr std::array network_formats{DataFormat::iptoasn, DataFormat::pfx2as, DataFormat::mmdb,
                                     DataFormat::location};
constexpr std::array organisation_formats{DataFormat::rpsl, DataFormat::arin, DataFormat::arin_xml,
                                          DataFormat::as2org};
constexpr std::array as2org_formats{DataFormat::as2org};

Attribution special_attribution(SpecialPurpose const& special, std::string_view asked)
{
    Attribution out;
    out.asked = asked;
    out.registry = Attributed{
        .name = std::string{short_name(Registry::iana)},
        .because = {special.key,
                    {{"block", special.range.text()}, {"standard", std::string{special.standard}}}},
        .source = "IANA special-purpose addresses",
        .as_of = std::string{iana_as_of}};
    return out;
}

} // namespace

Attributor::Attributor(DataIndex index, std::optional<LocationDatabase> installed,
                       std::string asked)
    : m_index(std::move(index))
    , m_installed(std::move(installed))
    , m_asked(std::move(asked))
{
    auto const choose = [&](DataSet::Section section, std::span<DataFormat const> formats) {
        return choose_sets(m_index.sets(), section, formats, m_asked);
    };
    auto const fill = [&](Chosen& chosen, DataSet::Section section) {
        chosen.holders = choose(section, holder_formats);
        chosen.delegated = choose(section, delegated_formats);
        chosen.networks = choose(section, network_formats);
    };
    fill(m_v4, DataSet::v4);
    fill(m_v6, DataSet::v6);
    // Its names are those of organisations; the registries' own are often abbreviations.
    m_systems = choose(DataSet::systems, as2org_formats);
    for (auto const* set : choose(DataSet::systems, holder_formats))
        m_systems.push_back(set);
    m_organisations = choose(DataSet::organisations, organisation_formats);
}

Attribution Attributor::attribute(Address const& address) const
{
    if (auto const* special = special_purpose(address))
        return special_attribution(*special, m_asked);
    auto const& chosen = address.is_v4() ? m_v4 : m_v6;
    AddressFacts const facts{.address = address,
                             .asked = m_asked,
                             .holders = make_chains(chosen.holders, address),
                             .delegated = make_chains(chosen.delegated, address),
                             .networks = make_chains(chosen.networks, address),
                             .systems = m_systems,
                             .organisations = m_organisations};
    Attribution out;
    out.asked = m_asked;
    find_registry(facts, out);
    find_holder(facts, out);
    auto sayings = network_sayings(facts);
    if (auto const found = m_installed ? m_installed->find(address) : std::nullopt) {
        NetworkSaying saying{DataFormat::location, std::string{libloc_source},
                             m_installed->as_of(), {},
                             found->name,          found->country,
                             found->prefix};
        if (found->system != 0)
            saying.systems.push_back(found->system);
        sayings.push_back(std::move(saying));
    }
    find_network(facts, std::move(sayings), out);
    return out;
}

Attribution Attributor::attribute(std::vector<Address> const& addresses) const
{
    constexpr std::size_t most_looked_at = 64; // a CDN's name has hundreds
    constexpr std::size_t most_told = 5;
    if (addresses.empty()) {
        Attribution nothing;
        nothing.asked = m_asked;
        return nothing;
    }
    auto out = attribute(addresses.front());
    std::vector<std::string> others;
    for (std::size_t i = 1; i < std::min(addresses.size(), most_looked_at); ++i) {
        auto const other = attribute(addresses[i]).holder;
        if (!other || (out.holder && other->name == out.holder->name)
            || std::find(others.begin(), others.end(), other->name) != others.end())
            continue;
        if (others.size() < most_told)
            others.push_back(other->name);
    }
    if (!others.empty()) {
        std::string list;
        for (auto const& name : others)
            list.append(list.empty() ? "" : "; ").append(name);
        out.remarks.push_back({"holder.of_other_addresses",
                               {{"address", addresses.front().text()}, {"holders", list}}});
    }
    return out;
}

std::vector<DataSetInfo> Attributor::used() const
{
    std::vector<DataSetInfo> out;
    for (auto const& set : m_index.sets())
        out.push_back(set.info);
    if (m_installed)
        out.push_back({.format = DataFormat::location,
                       .source = std::string{libloc_source},
                       .as_of = m_installed->as_of(),
                       .file = installed_location});
    return out;
}

} // namespace petze

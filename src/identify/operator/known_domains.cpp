#include "identify/operator/known_domains.h"

#include "base/text.h"

#include <algorithm>

namespace petze {

std::string_view operator_role(std::string_view name)
{
    auto const* const found = std::find(operator_roles.begin(), operator_roles.end(), name);
    return found == operator_roles.end() ? std::string_view{} : *found;
}

bool KnownDomains::add(std::string domain, std::string_view role, std::uint32_t owner,
                       std::uint32_t source)
{
    bool const fresh = m_rows.try_emplace(std::move(domain), Row{role, owner, source}).second;
    if (fresh && is_for_rent(role) && !m_owners[owner].name.empty())
        m_landlords.insert(owner);
    return fresh;
}

std::uint32_t KnownDomains::add_owner(Owner owner)
{
    m_owners.push_back(std::move(owner));
    return static_cast<std::uint32_t>(m_owners.size() - 1);
}

std::uint32_t KnownDomains::add_source(Source source)
{
    m_sources.push_back(std::move(source));
    return static_cast<std::uint32_t>(m_sources.size() - 1);
}

KnownDomains::Entry KnownDomains::entry(std::string_view domain, Row const& row) const
{
    auto const& owner = m_owners[row.owner];
    auto const& source = m_sources[row.source];
    return {domain, owner.name, owner.country, row.role, source.title, source.date};
}

std::optional<KnownDomains::Entry> KnownDomains::find(std::string_view host) const
{
    while (!host.empty()) {
        if (auto const found = m_rows.find(host); found != m_rows.end())
            return entry(found->first, found->second);
        auto const dot = host.find('.');
        if (dot == std::string_view::npos)
            break;
        host.remove_prefix(dot + 1);
    }
    return std::nullopt;
}

bool KnownDomains::rents_out(std::string_view owner) const
{
    return std::any_of(m_landlords.begin(), m_landlords.end(), [&](std::uint32_t landlord) {
        auto const& known = m_owners[landlord].name;
        return equal_ignoring_case(owner.substr(0, known.size()), known);
    });
}

} // namespace petze

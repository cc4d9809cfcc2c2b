#include "identify/operator/domain.h"

#include "conversation/address.h"

#include <libpsl.h>

namespace petze {

std::string registrable_domain(std::string_view host)
{
    if (host.empty() || Address::parse(host))
        return {};
    std::string const name{host}; // libpsl wants a zero at the end
    // What libpsl was built with, not what the machine has: the same answer everywhere.
    if (auto const* found = psl_registrable_domain(psl_builtin(), name.c_str()))
        return found;
    return is_registry_suffix(host) ? std::string{} : name;
}

bool is_registry_suffix(std::string_view name)
{
    return psl_is_public_suffix2(psl_builtin(), std::string{name}.c_str(), PSL_TYPE_ICANN) != 0;
}

bool covers(std::string_view certificate_name, std::string_view host)
{
    if (certificate_name == host)
        return !host.empty();
    if (!certificate_name.starts_with("*.") || Address::parse(host))
        return false;
    auto const dot = host.find('.');
    return dot != std::string_view::npos && dot > 0
           && host.substr(dot) == certificate_name.substr(1);
}

} // namespace petze

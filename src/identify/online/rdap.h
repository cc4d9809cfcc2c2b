#pragma once

#include "identify/data/address_range.h"
#include "identify/online/registered_network.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// Where RDAP is asked about which addresses: IANA's bootstrap files (RFC 9224).
struct RdapBootstrap {
    struct Service {
        AddressRange range;
        std::string url; // ends with '/'
    };
    std::vector<Service> services;
    std::string published;            // ISO date; empty where it says none
    std::vector<std::string> refused; // addresses of servers that may not be asked, each once

    /// The service for the smallest block in which the address lies; null where there is none.
    Service const* find(Address const& address) const;
};

/// From where a bootstrap file came: one that the user put there may name this machine.
enum class BootstrapFrom { iana, file };

/// Reads ipv4.json or ipv6.json. Nothing where it is no such file; rows that are of no use are
/// left out, and servers that may not be asked are told in `refused`.
std::optional<RdapBootstrap> parse_bootstrap(std::string_view json, BootstrapFrom from);

/// Where an answer came from decides where it may send us on.
enum class Reach { registries, this_machine };

/// Whether a registry may be asked there: https, and a name of a regional or national registry.
/// With `this_machine`: http or https on a loopback address, and nothing else.
bool may_be_asked(std::string_view url, Reach reach);
/// The same for the name of a WHOIS server, with or without port.
bool may_be_asked_whois(std::string_view host, Reach reach);
/// Whether the URL names a loopback address.
bool is_this_machine(std::string_view url);

/// The URL that asks about an address (RFC 9082 section 3.1.1).
std::string rdap_url(std::string_view service, Address const& address);

/// Reads an answer about an IP network (RFC 9083 section 5.4). Nothing where it is none, or where
/// it is not about a block around the address.
std::optional<RegisteredNetwork> parse_rdap(std::string_view json, Address const& address);

} // namespace petze

#pragma once

#include "identify/data/address_range.h"

#include <string>

namespace petze {

/// What a registry says of a block: the most specific one around the address that was asked about.
struct RegisteredNetwork {
    AddressRange range;
    std::string handle;
    std::string name;         // netname
    std::string organisation; // the registrant, or else what the description begins with
    std::string country;      // ISO 3166-1, as the registry says it
    std::string changed;      // ISO date of the last change; may be empty
    std::string referral;     // whom to ask further: a URL (RDAP) or a host (WHOIS)

    bool operator==(RegisteredNetwork const&) const = default;
};

} // namespace petze

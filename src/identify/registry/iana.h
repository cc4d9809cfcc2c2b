#pragma once

#include "identify/data/address_range.h"
#include "identify/registry/registries.h"

#include <string_view>

namespace petze {

/// The date of what IANA's registries said when they were written down here.
inline constexpr std::string_view iana_as_of = "2025-06-01";

/// Addresses that nobody holds, or that stand for a service of the internet itself.
struct SpecialPurpose {
    AddressRange range;
    std::string_view key; // a literal: because.special.<key> says what it is
    std::string_view standard;
};

/// The most specific entry of IANA's special-purpose registries (RFC 6890, RFC 8190) and of its
/// multicast and reserved space; null where the address is an ordinary one.
SpecialPurpose const* special_purpose(Address const& address);

/// To whom IANA gave the block: a regional registry, or IANA where it kept it.
struct IanaBlock {
    AddressRange range;
    Registry registry = Registry::none;
};
/// Nothing of it known (Registry::none) for IPv6 that IANA has given to nobody.
IanaBlock iana_block(Address const& address);

} // namespace petze

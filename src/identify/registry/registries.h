#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace petze {

/// Who allocates addresses: IANA, the five regional registries, and the national ones behind two of
/// them. The numbers stand in the index file: new ones go to the end.
enum class Registry : std::uint8_t {
    none,
    iana,
    afrinic,
    apnic,
    arin,
    lacnic,
    ripe_ncc,
    cnnic,
    jpnic,
    krnic,
    twnic,
    vnnic,
    irinn,
    idnic,
    nic_br,
    nic_mexico,
};
inline constexpr std::uint8_t registry_count = 16;

/// "RIPE NCC", "CNNIC".
std::string_view short_name(Registry registry);
/// "China Internet Network Information Center".
std::string_view long_name(Registry registry);
/// The regional registry behind which a national one stands; a regional one itself.
Registry region_of(Registry registry);
bool is_national(Registry registry);
/// "APNIC/CNNIC", "ARIN".
std::string full_name(Registry registry);

/// Of the first column of a delegated file, and of `source:` in bulk data: "apnic", "ripencc",
/// "RIPE".
std::optional<Registry> registry_of_source(std::string_view name);
/// The national registry whose maintainer this is: "MAINT-CNNIC-AP". Says who allocated, never who
/// holds.
std::optional<Registry> registry_of_maintainer(std::string_view name);
/// In delegated-apnic-extended the opaque id of space that a national registry allocates can be
/// the registry's own; it says so much and nothing about holders.
std::optional<Registry> registry_of_opaque_id(std::string_view id);
/// LACNIC allocates in these countries through national registries alone.
std::optional<Registry> registry_of_country(Registry region, std::string_view country);
/// Whether this name (of an organisation, or a network) is that of a registry.
std::optional<Registry> registry_of_name(std::string_view name);

} // namespace petze

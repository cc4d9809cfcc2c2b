#include "identify/registry/registries.h"

#include "base/text.h"

#include <algorithm>

namespace petze {

namespace {

struct Names {
    Registry registry;
    Registry region;
    std::string_view short_name, long_name;
};

// In the order of the enumeration.
constexpr std::array rows{
    Names{Registry::none, Registry::none, "", ""},
    Names{Registry::iana, Registry::iana, "IANA", "Internet Assigned Numbers Authority"},
    Names{Registry::afrinic, Registry::afrinic, "AFRINIC", "African Network Information Centre"},
    Names{Registry::apnic, Registry::apnic, "APNIC", "Asia Pacific Network Information Centre"},
    Names{Registry::arin, Registry::arin, "ARIN", "American Registry for Internet Numbers"},
    Names{Registry::lacnic, Registry::lacnic, "LACNIC",
          "Latin American and Caribbean IP address Regional Registry"},
    Names{Registry::ripe_ncc, Registry::ripe_ncc, "RIPE NCC", "RIPE Network Coordination Centre"},
    Names{Registry::cnnic, Registry::apnic, "CNNIC", "China Internet Network Information Center"},
    Names{Registry::jpnic, Registry::apnic, "JPNIC", "Japan Network Information Center"},
    Names{Registry::krnic, Registry::apnic, "KRNIC", "Korea Internet & Security Agency"},
    Names{Registry::twnic, Registry::apnic, "TWNIC", "Taiwan Network Information Center"},
    Names{Registry::vnnic, Registry::apnic, "VNNIC", "Vietnam Internet Network Information Center"},
    Names{Registry::irinn, Registry::apnic, "IRINN",
          "Indian Registry for Internet Names and Numbers"},
    Names{Registry::idnic, Registry::apnic, "IDNIC", "Indonesia Network Information Center"},
    Names{Registry::nic_br, Registry::lacnic, "NIC.br",
          "Nucleo de Informacao e Coordenacao do Ponto BR"},
    Names{Registry::nic_mexico, Registry::lacnic, "NIC Mexico",
          "Network Information Center Mexico"},
};
static_assert(rows.size() == registry_count);

struct Known {
    std::string_view name; // lower case
    Registry registry;
};

constexpr std::array sources{
    Known{"afrinic", Registry::afrinic},  Known{"apnic", Registry::apnic},
    Known{"arin", Registry::arin},        Known{"lacnic", Registry::lacnic},
    Known{"ripencc", Registry::ripe_ncc}, Known{"ripe", Registry::ripe_ncc},
    Known{"iana", Registry::iana},        Known{"jpnic", Registry::jpnic},
    Known{"krnic", Registry::krnic},      Known{"twnic", Registry::twnic},
    Known{"cnnic", Registry::cnnic},      Known{"vnnic", Registry::vnnic},
    Known{"irinn", Registry::irinn},      Known{"idnic", Registry::idnic},
    Known{"nicbr", Registry::nic_br},     Known{"nicmx", Registry::nic_mexico},
};

constexpr std::array maintainers{
    Known{"maint-cnnic-ap", Registry::cnnic}, Known{"maint-jpnic-ap", Registry::jpnic},
    Known{"maint-jpnic", Registry::jpnic},    Known{"mnt-krnic-ap", Registry::krnic},
    Known{"maint-tw-twnic", Registry::twnic}, Known{"maint-vn-vnnic", Registry::vnnic},
    Known{"maint-in-irinn", Registry::irinn}, Known{"mnt-apjii-id", Registry::idnic},
    Known{"maint-id-idnic", Registry::idnic},
};

constexpr std::array opaque_ids{
    Known{"a9162e3d", Registry::cnnic},
    Known{"a91a7381", Registry::jpnic},
    Known{"a9186214", Registry::idnic},
};

// How the registries call themselves in the bulk data, spelling mistakes of theirs included. A
// name counts where it begins like one of these and goes on with no further letter or digit.
constexpr std::array names{
    Known{"internet assigned numbers authority", Registry::iana},
    Known{"iana", Registry::iana},
    Known{"african network information cent", Registry::afrinic},
    Known{"afrinic", Registry::afrinic},
    Known{"asia pacific network information cent", Registry::apnic},
    Known{"asia-pacific network information cent", Registry::apnic},
    Known{"apnic", Registry::apnic},
    Known{"american registry for internet numbers", Registry::arin},
    Known{"arin", Registry::arin},
    Known{"latin american and caribbean ip address", Registry::lacnic},
    Known{"lacnic", Registry::lacnic},
    Known{"ripe network coordination cent", Registry::ripe_ncc},
    Known{"reseaux ip europeens network coordination cent", Registry::ripe_ncc},
    Known{"ripe ncc", Registry::ripe_ncc},
    Known{"ripe-ncc", Registry::ripe_ncc},
    Known{"china internet network information cent", Registry::cnnic},
    Known{"china internet network infomation cent", Registry::cnnic},
    Known{"cnnic", Registry::cnnic},
    Known{"japan network information cent", Registry::jpnic},
    Known{"jpnic", Registry::jpnic},
    Known{"korea internet & security agency", Registry::krnic},
    Known{"korea internet and security agency", Registry::krnic},
    Known{"korea internet security agency", Registry::krnic},
    Known{"korea network information cent", Registry::krnic},
    Known{"national internet development agency of korea", Registry::krnic},
    Known{"krnic", Registry::krnic},
    Known{"taiwan network information cent", Registry::twnic},
    Known{"twnic", Registry::twnic},
    Known{"vietnam internet network information cent", Registry::vnnic},
    Known{"viet nam internet network information cent", Registry::vnnic},
    Known{"vnnic", Registry::vnnic},
    Known{"indian registry for internet names and numbers", Registry::irinn},
    Known{"national internet exchange of india", Registry::irinn},
    Known{"irinn", Registry::irinn},
    Known{"indonesia network information cent", Registry::idnic},
    Known{"asosiasi penyelenggara jasa internet indonesia", Registry::idnic},
    Known{"idnic", Registry::idnic},
    Known{"nucleo de informacao e coordenacao do ponto br", Registry::nic_br},
    Known{"n\xc3\xba"
          "cleo de inf. e coord. do ponto br",
          Registry::nic_br},
    Known{"nucleo de inf. e coord. do ponto br", Registry::nic_br},
    Known{"nic.br", Registry::nic_br},
    Known{"comite gestor da internet no brasil", Registry::nic_br},
    Known{"network information center mexico", Registry::nic_mexico},
    Known{"nic mexico", Registry::nic_mexico},
};

template<std::size_t size>
std::optional<Registry> look_up(std::array<Known, size> const& table, std::string_view name)
{
    for (auto const& known : table)
        if (equal_ignoring_case(known.name, name))
            return known.registry;
    return {};
}

bool is_word(char c)
{
    return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z');
}

// What may follow a registry's short name and leave it a registry's: "RIPE NCC, Amsterdam", "APNIC
// Pty Ltd". "Arin Industries" is not ARIN.
bool may_follow(std::string_view rest)
{
    rest = trim(rest);
    if (rest.empty() || rest.starts_with('-') || rest.starts_with(',') || rest.starts_with('('))
        return true;
    for (std::string_view const word :
         {"Pty", "Research", "Operations", "Services", "Infrastructure"})
        if (rest.starts_with(word))
            return true;
    return false;
}

bool begins_like(std::string_view name, std::string_view known)
{
    if (name.size() < known.size() || !equal_ignoring_case(name.substr(0, known.size()), known))
        return false;
    constexpr std::size_t short_names = 8;
    auto const rest = name.substr(known.size());
    return known.ends_with("cent")
           || (known.size() > short_names ? rest.empty() || !is_word(rest.front())
                                          : may_follow(rest));
}

Names const& row(Registry registry)
{
    auto const index = static_cast<std::size_t>(registry);
    return rows.at(index < rows.size() ? index : 0);
}

} // namespace

std::string_view short_name(Registry registry)
{
    return row(registry).short_name;
}

std::string_view long_name(Registry registry)
{
    return row(registry).long_name;
}

Registry region_of(Registry registry)
{
    return row(registry).region;
}

bool is_national(Registry registry)
{
    return region_of(registry) != registry;
}

std::string full_name(Registry registry)
{
    std::string out{short_name(region_of(registry))};
    if (is_national(registry)) {
        out += '/';
        out += short_name(registry);
    }
    return out;
}

std::optional<Registry> registry_of_source(std::string_view name)
{
    return look_up(sources, name);
}

std::optional<Registry> registry_of_maintainer(std::string_view name)
{
    return look_up(maintainers, name);
}

std::optional<Registry> registry_of_opaque_id(std::string_view id)
{
    return look_up(opaque_ids, id);
}

std::optional<Registry> registry_of_country(Registry region, std::string_view country)
{
    if (region == Registry::lacnic && country == "BR")
        return Registry::nic_br;
    if (region == Registry::lacnic && country == "MX")
        return Registry::nic_mexico;
    return {};
}

std::optional<Registry> registry_of_name(std::string_view name)
{
    for (auto const& known : names)
        if (begins_like(name, known.name))
            return known.registry;
    return {};
}

} // namespace petze

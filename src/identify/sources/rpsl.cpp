#include "identify/sources/reading.h"

#include "base/limits.h"
#include "base/text.h"
#include "identify/registry/registries.h"
#include "identify/sources/dates.h"
#include "identify/sources/object_reader.h"

#include <array>

namespace petze {

namespace {

ObjectKind kind_of(std::string_view name)
{
    if (name == "inetnum" || name == "inet6num")
        return ObjectKind::network;
    if (name == "organisation")
        return ObjectKind::organisation;
    return name == "aut-num" ? ObjectKind::system : ObjectKind::other;
}

/// What is kept of one object; its strings are used again for the next.
struct Object {
    ObjectKind kind = ObjectKind::other;
    std::uint64_t line{};
    std::string key, netname, organisation, organisation_name, owner, country, status;
    std::vector<std::string> descriptions;
    std::string moved; // remarks of a stub
    Registry national = Registry::none;
    bool stub{};

    void begin(ObjectKind new_kind, std::string_view value, std::uint64_t number)
    {
        kind = new_kind;
        line = number;
        key.assign(value);
        for (auto* text :
             {&netname, &organisation, &organisation_name, &owner, &country, &status, &moved})
            text->clear();
        descriptions.clear();
        national = Registry::none;
        stub = false;
    }
};

// "MAINT-CNNIC-AP, MAINT-EXAMPLE"
void take_maintainers(Object& object, std::string_view list)
{
    while (!list.empty()) {
        auto const comma = list.find(',');
        auto const name = trim(list.substr(0, comma));
        if (auto const national = registry_of_maintainer(name))
            object.national = *national;
        if (equal_ignoring_case(name, "APNIC-STUB"))
            object.stub = true;
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    }
}

void keep_first(std::string& into, std::string_view value)
{
    if (into.empty())
        into.assign(value);
}

// "country: EU # Country is really world wide"
std::string_view without_comment(std::string_view value)
{
    return trim(value.substr(0, value.find('#')));
}

// "changed: hm@apnic.example 20140721"
void take_change(std::string_view value, DataReading& reading)
{
    auto const blank = value.rfind(' ');
    auto const date = value.size() >= 10 && is_digit(value[0])
                          ? value.substr(0, 10)
                          : value.substr(blank == std::string_view::npos ? 0 : blank + 1);
    if (date.size() == 10 && date <= std::string_view{reading.newest})
        return; // nearly all of them, without more ado
    if (auto const iso = leading_date(date); iso && *iso > reading.newest)
        reading.newest = *iso;
}

void take_attribute(Object& object, std::string_view name, std::string_view value,
                    DataReading& reading)
{
    if (name == "netname" || name == "as-name")
        keep_first(object.netname, value);
    else if (name == "descr") {
        if (object.descriptions.size() < limits::data_descriptions && !value.empty())
            object.descriptions.emplace_back(value);
    } else if (name == "country")
        keep_first(object.country, without_comment(value));
    else if (name == "org")
        keep_first(object.organisation, without_comment(value));
    else if (name == "org-name")
        keep_first(object.organisation_name, value);
    else if (name == "owner")
        keep_first(object.owner, value);
    else if (name == "status")
        keep_first(object.status, without_comment(value));
    else if (name == "mnt-by" || name == "mnt-lower")
        take_maintainers(object, value);
    else if (name == "last-modified" || name == "changed")
        take_change(value, reading);
    else if (name == "remarks" && object.netname.starts_with("STUB-"))
        object.moved.append(value).append(" ");
    else if (name == "source" && reading.builder.info.source.empty()) {
        auto const registry = registry_of_source(without_comment(value));
        reading.builder.info.source =
            registry ? std::string{short_name(*registry)} + " WHOIS data" : "WHOIS data";
    }
}

bool is_ascii(std::string_view text)
{
    for (auto const c : text)
        if (static_cast<unsigned char>(c) >= 0x80)
            return false;
    return true;
}

// The first line in plain letters, and the first in the holder's own script.
struct Names {
    std::string_view name, original;
};

Names names_of(Object const& object)
{
    Names out;
    if (!object.owner.empty())
        return {object.owner, {}};
    for (auto const& line : object.descriptions) {
        auto& into = is_ascii(line) || !is_utf8(line) ? out.name : out.original;
        if (into.empty())
            into = line;
    }
    if (out.name.empty())
        std::swap(out.name, out.original);
    return out;
}

// Networks that a registry's database holds so that there are no holes in it.
bool is_filler(std::string_view netname)
{
    constexpr std::array<std::string_view, 7> fillers{"NON-RIPE-NCC-MANAGED",
                                                      "IANA-BLK",
                                                      "IANA-NETBLOCK",
                                                      "ERX-NETBLOCK",
                                                      "EU-ZZ-",
                                                      "APNIC-ERX",
                                                      "RIPE-ERX"};
    for (auto const filler : fillers)
        if (netname.starts_with(filler))
            return true;
    return false;
}

Registry registry_moved_to(Object const& object)
{
    auto text = object.moved;
    for (auto const& line : object.descriptions)
        text.append(line).append(" ");
    for (auto const registry :
         {Registry::ripe_ncc, Registry::arin, Registry::lacnic, Registry::afrinic, Registry::apnic})
        if (text.find("to the " + std::string{short_name(registry).substr(0, 4)})
            != std::string::npos)
            return registry;
    return Registry::none;
}

std::uint8_t flags_of(Object const& object, Names const& names)
{
    std::uint8_t flags = 0;
    if (lower(object.status).starts_with("assigned"))
        flags |= RangeFact::assigned;
    if (object.stub || (object.netname.starts_with("STUB-") && object.country == "ZZ"))
        flags |= RangeFact::stub;
    auto const shown = names.name.empty() ? std::string_view{object.netname} : names.name;
    if (is_filler(object.netname)
        || ((flags & RangeFact::assigned) == 0 && registry_of_name(shown)))
        flags |= RangeFact::placeholder;
    return flags;
}

std::string joined(std::string_view a, std::string_view b, std::string_view c = {})
{
    std::string out{a};
    out.append("\t").append(b);
    if (!c.empty())
        out.append("\t").append(c);
    return out == "\t" ? std::string{} : out;
}

void end_network(Object const& object, DataReading& reading)
{
    auto const range = parse_range(object.key);
    if (!range)
        return reading.troubles.tell(object.line, "no range of addresses");
    auto const names = names_of(object);
    auto& builder = reading.builder;
    RangeFact fact;
    fact.subject = builder.keep(joined(names.name, names.original));
    fact.label = builder.keep(joined(object.netname, object.organisation, object.status));
    fact.country = object.country == "ZZ" ? std::uint16_t{} : pack_country(object.country);
    fact.flags = flags_of(object, names);
    fact.registry = static_cast<std::uint8_t>(
        (fact.flags & RangeFact::stub) != 0 ? registry_moved_to(object) : object.national);
    builder.add(*range, fact, object.line, reading.troubles);
}

void end_object(Object const& object, DataReading& reading)
{
    auto& builder = reading.builder;
    auto const country = pack_country(object.country);
    if (object.kind == ObjectKind::network)
        end_network(object, reading);
    else if (object.kind == ObjectKind::organisation && !object.organisation_name.empty())
        builder.add_organisation(
            {builder.keep(object.key), builder.keep(object.organisation_name), country});
    else if (object.kind == ObjectKind::system) {
        auto const number = parse_system(object.key);
        auto const names = names_of(object);
        if (number)
            builder.add_system({*number,
                                builder.keep(names.name.empty() ? object.netname : names.name),
                                builder.keep(object.organisation), country});
        else
            reading.troubles.tell(object.line, "no number of an AS");
    }
}

} // namespace

void read_rpsl(LineReader& lines, DataReading& reading)
{
    each_object<Object>(
        lines, reading.troubles, kind_of,
        [&](Object& object, std::string_view name, std::string_view value) {
            take_attribute(object, name, value, reading);
        },
        [&](Object const& object) { end_object(object, reading); });
}

} // namespace petze

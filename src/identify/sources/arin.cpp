#include "identify/sources/reading.h"

#include "base/text.h"
#include "identify/registry/registries.h"
#include "identify/sources/arin_network.h"
#include "identify/sources/dates.h"
#include "identify/sources/object_reader.h"

namespace petze {

namespace {

struct Object {
    ObjectKind kind = ObjectKind::other;
    std::uint64_t line{};
    std::string handle, organisation, name, country, range, type;

    void begin(ObjectKind new_kind, std::string_view value, std::uint64_t number)
    {
        kind = new_kind;
        line = number;
        handle.assign(value);
        for (auto* text : {&organisation, &name, &country, &range, &type})
            text->clear();
    }
};

ObjectKind kind_of(std::string_view name)
{
    if (name == "NetHandle" || name == "V6NetHandle")
        return ObjectKind::network;
    if (name == "OrgID" || name == "CustHandle" || name == "CustomerHandle")
        return ObjectKind::organisation;
    return name == "ASHandle" ? ObjectKind::system : ObjectKind::other;
}

void take_attribute(Object& object, std::string_view name, std::string_view value,
                    DataReading& reading)
{
    if (name == "OrgID")
        object.organisation.assign(value);
    else if (name == "OrgName" || name == "CustName" || name == "NetName" || name == "ASName")
        object.name.assign(value);
    else if (name == "Country")
        object.country.assign(value);
    else if (name == "NetRange" || name == "ASNumber")
        object.range.assign(value);
    else if (name == "NetType")
        object.type.assign(value);
    else if (name == "Updated" || name == "RegDate")
        if (auto const date = leading_date(value); date && *date > reading.newest)
            reading.newest = *date;
}

void end_object(Object const& object, DataReading& reading)
{
    auto& builder = reading.builder;
    auto const country = pack_country(object.country);
    if (object.kind == ObjectKind::network)
        add_arin_network({object.line, object.range, object.name, object.organisation, object.type},
                         reading);
    else if (object.kind == ObjectKind::organisation && !object.name.empty())
        builder.add_organisation({builder.keep(object.handle), builder.keep(object.name), country});
    else if (object.kind == ObjectKind::system)
        add_arin_systems({object.line, object.range, object.name, object.organisation, {}},
                         reading);
}

} // namespace

void add_arin_network(ArinNetwork const& network, DataReading& reading)
{
    auto const range = parse_range(network.range);
    if (!range)
        return reading.troubles.tell(network.line, "no range of addresses");
    RangeFact fact;
    std::string label{network.name};
    label.append("\t").append(network.organisation).append("\t").append(network.type);
    fact.label = reading.builder.keep(label);
    auto const type = lower(network.type);
    if (type.find("assign") != std::string::npos)
        fact.flags |= RangeFact::assigned;
    // "Early Registrations, Maintained by RIPE NCC", "Allocated to APNIC", "Transferred to …"
    bool const passed_on = type.starts_with("early registrations")
                           || type.starts_with("allocated to") || type.starts_with("iana")
                           || type.starts_with("transferred to");
    if (passed_on
        || ((fact.flags & RangeFact::assigned) == 0 && registry_of_name(network.organisation)))
        fact.flags |= RangeFact::placeholder;
    reading.builder.add(*range, fact, network.line, reading.troubles);
}

// "1", "7046", "18 - 21"
void add_arin_systems(ArinNetwork const& network, DataReading& reading)
{
    constexpr std::uint32_t most = 10'000; // of one object; the largest block of ARIN's has 1024
    auto const dash = network.range.find('-');
    auto const first = parse_system(trim(network.range.substr(0, dash)));
    auto const last =
        dash == std::string_view::npos ? first : parse_system(trim(network.range.substr(dash + 1)));
    if (!first || !last || *last < *first || *last - *first >= most)
        return reading.troubles.tell(network.line, "no number of an AS");
    auto const name = reading.builder.keep(network.name);
    auto const organisation = reading.builder.keep(network.organisation);
    for (std::uint32_t i = 0; i <= *last - *first; ++i)
        reading.builder.add_system({*first + i, name, organisation, 0});
}

void read_arin(LineReader& lines, DataReading& reading)
{
    reading.builder.info.source = "ARIN WHOIS data";
    each_object<Object>(
        lines, reading.troubles, kind_of,
        [&](Object& object, std::string_view name, std::string_view value) {
            take_attribute(object, name, value, reading);
        },
        [&](Object const& object) { end_object(object, reading); });
}

} // namespace petze

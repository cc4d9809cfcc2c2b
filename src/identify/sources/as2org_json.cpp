#include "identify/sources/as2org_json.h"

#include "base/text.h"

#include <simdjson.h>

namespace petze {

namespace {

namespace dom = simdjson::dom;

std::string_view text_of(dom::object const& object, std::string_view key)
{
    std::string_view text;
    return object[key].get(text) == simdjson::SUCCESS ? trim(text) : std::string_view{};
}

std::optional<std::uint32_t> system_of(dom::object const& object)
{
    std::uint64_t number{};
    if (object["asn"].get(number) == simdjson::SUCCESS) // written as a number, not as CAIDA does
        return number <= UINT32_MAX ? std::optional{static_cast<std::uint32_t>(number)}
                                    : std::nullopt;
    return parse_system(text_of(object, "asn"));
}

} // namespace

struct As2OrgJson::Parser {
    dom::parser parser;
};

As2OrgJson::As2OrgJson()
    : m_parser(std::make_unique<Parser>())
{
}

As2OrgJson::~As2OrgJson() = default;

void As2OrgJson::take(std::string_view line, std::uint64_t number, DataReading& reading)
{
    dom::object object;
    if (m_parser->parser.parse(line.data(), line.size()).get(object) != simdjson::SUCCESS)
        return reading.troubles.tell(number, "line is no JSON object");
    auto& builder = reading.builder;
    auto const type = text_of(object, "type");
    auto const organisation = text_of(object, "organizationId");
    auto const name = text_of(object, "name");
    if (auto const system = system_of(object); type == "ASN" && system)
        builder.add_system({*system, builder.keep(name), builder.keep(organisation), 0});
    else if (type == "Organization" && !organisation.empty())
        builder.add_organisation({builder.keep(organisation), builder.keep(name),
                                  pack_country(text_of(object, "country"))});
    else
        reading.troubles.tell(number, "neither AS nor organisation");
}

} // namespace petze

#include "identify/sources/reading.h"

#include "base/text.h"
#include "identify/registry/registries.h"

#include <algorithm>
#include <array>

namespace petze {

namespace {

std::size_t count_of(std::string_view line, char c)
{
    return static_cast<std::size_t>(std::count(line.begin(), line.end(), c));
}

// The classes of RPSL (RFC 2622, RFC 2725, RFC 4012) and of the registries' own.
bool is_class(std::string_view name)
{
    constexpr std::array<std::string_view, 23> classes{
        "inetnum", "inet6num",    "aut-num",  "organisation", "as-block",    "as-set",
        "domain",  "filter-set",  "inet-rtr", "irt",          "key-cert",    "limerick",
        "mntner",  "peering-set", "person",   "poem",         "poetic-form", "role",
        "route",   "route-set",   "route6",   "rtr-set",      "text"};
    return std::find(classes.begin(), classes.end(), name) != classes.end();
}

DataFormat of_attribute(std::string_view name)
{
    for (std::string_view const known :
         {"NetHandle", "V6NetHandle", "OrgID", "ASHandle", "POCHandle", "CustHandle"})
        if (name == known)
            return DataFormat::arin;
    return is_class(name) ? DataFormat::rpsl : DataFormat::unknown;
}

DataFormat of_bars(std::string_view line)
{
    auto const first = line.substr(0, line.find('|'));
    bool const versioned =
        !first.empty() && is_digit(first[0])
        && registry_of_source(
            line.substr(first.size() + 1, line.find('|', first.size() + 1) - first.size() - 1));
    return versioned || registry_of_source(first) ? DataFormat::delegated : DataFormat::unknown;
}

DataFormat of_tabs(std::string_view line)
{
    if (!parse_address(line.substr(0, line.find('\t'))))
        return DataFormat::unknown;
    auto const tabs = count_of(line, '\t');
    if (tabs >= 4)
        return DataFormat::iptoasn;
    return tabs == 2 ? DataFormat::pfx2as : DataFormat::unknown;
}

DataFormat of_line(std::string_view line)
{
    if (line.find('\t') != std::string_view::npos)
        if (auto const format = of_tabs(line); format != DataFormat::unknown)
            return format;
    auto const bar = line.find('|');
    auto const colon = line.find(':');
    if (bar != std::string_view::npos && (colon == std::string_view::npos || bar < colon))
        return of_bars(line);
    return colon == std::string_view::npos ? DataFormat::unknown
                                           : of_attribute(line.substr(0, colon));
}

// An object of AS2Org in JSON; RFC 9083 and others have none of these together.
bool is_as2org(std::string_view line)
{
    auto const has = [&](std::string_view text) {
        return line.find(text) != std::string_view::npos;
    };
    return has("\"organizationId\"") && has("\"type\"")
           && (has("\"ASN\"") || has("\"Organization\""));
}

} // namespace

DataFormat recognize_data(Bytes first)
{
    auto text = as_text(first);
    if (text.starts_with("LOCDBXX"))
        return DataFormat::location;
    if (trim(text).starts_with("<?xml") || trim(text).starts_with("<bulkwhois"))
        return text.find("bulkwhois") != std::string_view::npos ? DataFormat::arin_xml
                                                                : DataFormat::unknown;
    while (!text.empty()) {
        auto const end = text.find('\n');
        auto const line = trim(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.starts_with('#')) {
            auto const format = line.find("format:");
            if (format != std::string_view::npos
                && (line.find("aut|", format) != std::string_view::npos
                    || line.find("org_id|", format) != std::string_view::npos))
                return DataFormat::as2org;
            continue;
        }
        if (line.starts_with('{'))
            return is_as2org(line) ? DataFormat::as2org : DataFormat::unknown;
        if (!line.empty() && !line.starts_with('%'))
            return of_line(line);
    }
    return DataFormat::unknown;
}

} // namespace petze

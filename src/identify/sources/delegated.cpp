#include "identify/sources/reading.h"

#include "base/text.h"
#include "identify/registry/registries.h"
#include "identify/sources/dates.h"

#include <array>
#include <charconv>

namespace petze {

namespace {

// "apnic|CN|ipv4|42.62.0.0|32768|20110310|allocated|A9162E3D"
using Columns = std::array<std::string_view, 8>;

std::size_t split(std::string_view line, Columns& columns)
{
    std::size_t count = 0;
    while (count < columns.size()) {
        auto const bar = line.find('|');
        columns.at(count++) = line.substr(0, bar);
        if (bar == std::string_view::npos)
            break;
        line.remove_prefix(bar + 1);
    }
    return count;
}

std::optional<AddressRange> range_of(Columns const& columns)
{
    std::uint64_t count{};
    auto const text = columns[4];
    auto const [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), count);
    auto const first = parse_address(columns[3]);
    if (trouble != std::errc{} || end != text.data() + text.size() || !first || count == 0
        || first->is_v4() != (columns[2] == "ipv4"))
        return {};
    if (!first->is_v4())
        return count <= 128 ? make_block(*first, static_cast<unsigned>(count)) : std::nullopt;
    std::uint64_t number = 0;
    for (std::size_t i = 12; i < 16; ++i)
        number = number << 8 | first->bytes.at(i);
    auto const last = number + count - 1;
    if (count > 0x1'0000'0000 || last > 0xffff'ffff)
        return {};
    std::array<std::uint8_t, 4> const bytes{
        static_cast<std::uint8_t>(last >> 24), static_cast<std::uint8_t>(last >> 16),
        static_cast<std::uint8_t>(last >> 8), static_cast<std::uint8_t>(last)};
    return AddressRange{*first, Address::v4(bytes)};
}

// "2|apnic|20140721|34551|19830613|20140720|+1000"
void take_version_line(Columns const& columns, DataReading& reading)
{
    for (auto const index : {2u, 5u})
        if (auto const date = leading_date(columns.at(index)); date && reading.stated.empty())
            reading.stated = *date;
    if (auto const registry = registry_of_source(columns[1]))
        reading.builder.info.source = std::string{short_name(*registry)} + " delegated statistics";
}

void take_network(Columns const& columns, std::uint64_t line, DataReading& reading)
{
    auto const registry = registry_of_source(columns[0]);
    auto const range = range_of(columns);
    if (!registry)
        return reading.troubles.tell(line, "no registry that is known");
    if (!range)
        return reading.troubles.tell(line, "no range of addresses");
    auto const status = columns[6];
    if (status != "allocated" && status != "assigned")
        return; // "available", "reserved": with the registry, given to nobody
    auto const national = registry_of_opaque_id(trim(columns[7]));
    auto const by_country = registry_of_country(*registry, columns[1]);
    RangeFact fact;
    fact.label = reading.builder.keep(short_name(*registry));
    fact.country = columns[1] == "ZZ" ? std::uint16_t{} : pack_country(columns[1]);
    fact.registry = static_cast<std::uint8_t>(national.value_or(by_country.value_or(*registry)));
    if (status == "assigned")
        fact.flags |= RangeFact::assigned;
    reading.builder.add(*range, fact, line, reading.troubles);
    if (reading.builder.info.source.empty())
        reading.builder.info.source = std::string{short_name(*registry)} + " delegated statistics";
}

bool is_version_line(Columns const& columns, std::size_t count)
{
    return count >= 6 && !columns[0].empty() && is_digit(columns[0][0])
           && registry_of_source(columns[1]);
}

} // namespace

void read_delegated(LineReader& lines, DataReading& reading)
{
    while (auto const line = lines.next()) {
        if (line->empty() || line->front() == '#')
            continue;
        Columns columns{};
        auto const count = split(*line, columns);
        if (is_version_line(columns, count))
            take_version_line(columns, reading);
        else if (count >= 6 && columns[5] == "summary")
            continue;
        else if (count < 7)
            reading.troubles.tell(lines.number(), "line with too few columns");
        else if (columns[2] == "ipv4" || columns[2] == "ipv6")
            take_network(columns, lines.number(), reading);
        else if (columns[2] != "asn")
            reading.troubles.tell(lines.number(), "line of a kind that is not known");
    }
}

} // namespace petze

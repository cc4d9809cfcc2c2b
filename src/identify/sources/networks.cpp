#include "identify/sources/as2org_json.h"
#include "identify/sources/reading.h"

#include "base/text.h"

#include <array>
#include <charconv>

namespace petze {

namespace {

template<std::size_t size>
std::size_t split(std::string_view line, char separator,
                  std::array<std::string_view, size>& columns)
{
    std::size_t count = 0;
    while (count < size) {
        // What is behind the last separator that counts belongs to the last column.
        auto const end = count + 1 == size ? std::string_view::npos : line.find(separator);
        columns.at(count++) = line.substr(0, end);
        if (end == std::string_view::npos)
            break;
        line.remove_prefix(end + 1);
    }
    return count;
}

// "1.0.0.0	1.0.0.255	13335	US	CLOUDFLARENET"; AS 0 where nobody announces the
// range.
void take_iptoasn(std::string_view line, std::uint64_t number, DataReading& reading)
{
    std::array<std::string_view, 5> columns;
    auto const count = split(line, '\t', columns);
    auto const first = parse_address(columns[0]);
    auto const last = parse_address(columns[1]);
    auto const system = parse_system(columns[2]);
    if (count != columns.size() || !first || !last || !system || first->is_v4() != last->is_v4()
        || *last < *first)
        return reading.troubles.tell(number, "no range, AS, country and name");
    RangeFact fact;
    fact.subject = *system;
    if (*system != 0) {
        fact.flags |= RangeFact::routed;
        fact.country = pack_country(columns[3]);
        fact.label = reading.builder.keep(trim(columns[4]));
    }
    reading.builder.add({*first, *last}, fact, number, reading.troubles);
}

// "1.0.0.0	24	13335"; several origins: "38794_24465"; a set: "4777,2497".
void take_pfx2as(std::string_view line, std::uint64_t number, DataReading& reading)
{
    std::array<std::string_view, 3> columns;
    auto const count = split(line, '\t', columns);
    auto const address = parse_address(columns[0]);
    unsigned length{};
    auto const text = columns[1];
    auto const [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), length);
    auto const origins = trim(columns[2]);
    auto const first_origin = origins.substr(0, origins.find_first_of("_,"));
    auto const system = parse_system(first_origin);
    std::optional<AddressRange> block;
    if (count == columns.size() && address && trouble == std::errc{}
        && end == text.data() + text.size())
        block = make_block(*address, length);
    if (!block || !system)
        return reading.troubles.tell(number, "no prefix and AS");
    RangeFact fact;
    fact.subject = *system;
    fact.flags |= RangeFact::routed;
    if (first_origin.size() != origins.size())
        fact.label = reading.builder.keep("\t" + std::string{origins}); // no name: all origins
    reading.builder.add(*block, fact, number, reading.troubles);
}

template<typename Take>
void each_line(LineReader& lines, DataReading& reading, Take take)
{
    while (auto const line = lines.next()) {
        if (line->empty() || line->front() == '#')
            continue;
        if (lines.was_cut())
            reading.troubles.tell(lines.number(), "line cut off: too long");
        take(*line, lines.number());
    }
}

} // namespace

std::optional<std::uint32_t> parse_system(std::string_view text)
{
    if (text.size() > 2 && to_lower(text[0]) == 'a' && to_lower(text[1]) == 's')
        text.remove_prefix(2);
    std::uint32_t value{};
    auto const [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (trouble != std::errc{} || end != text.data() + text.size())
        return {};
    return value;
}

void read_iptoasn(LineReader& lines, DataReading& reading)
{
    reading.builder.info.source = "iptoasn.com";
    each_line(lines, reading, [&](std::string_view line, std::uint64_t number) {
        take_iptoasn(line, number, reading);
    });
}

void read_pfx2as(LineReader& lines, DataReading& reading)
{
    reading.builder.info.source = "CAIDA pfx2as";
    each_line(lines, reading, [&](std::string_view line, std::uint64_t number) {
        take_pfx2as(line, number, reading);
    });
}

// Two tables, each after a line that names its columns:
// "# format:org_id|changed|org_name|country|source" and
// "# format:aut|changed|aut_name|org_id|opaque_id|source". Or objects of JSON.
void read_as2org(LineReader& lines, DataReading& reading)
{
    auto& builder = reading.builder;
    builder.info.source = "CAIDA AS2Org";
    bool systems = false;
    As2OrgJson json;
    while (auto const line = lines.next()) {
        if (line->empty())
            continue;
        if (line->front() == '#') {
            if (line->find("format:") != std::string_view::npos)
                systems = line->find("aut|") != std::string_view::npos;
            continue;
        }
        if (lines.was_cut()) {
            reading.troubles.tell(lines.number(), "line cut off: too long");
            continue;
        }
        if (line->front() == '{') {
            json.take(*line, lines.number(), reading);
            continue;
        }
        std::array<std::string_view, 6> columns;
        auto const count = split(*line, '|', columns);
        auto const number = parse_system(columns[0]);
        if (count >= 5 && systems && number)
            builder.add_system(
                {*number, builder.keep(trim(columns[2])), builder.keep(trim(columns[3])), 0});
        else if (count >= 5 && !systems && !columns[0].empty())
            builder.add_organisation({builder.keep(trim(columns[0])),
                                      builder.keep(trim(columns[2])),
                                      pack_country(trim(columns[3]))});
        else
            reading.troubles.tell(lines.number(), "line with too few columns");
    }
}

} // namespace petze

#include "identify/data/data_set.h"

#include "base/byte_reader.h"
#include "base/limits.h"

#include <algorithm>
#include <cstring>

namespace petze {

namespace {

using Key6 = std::array<std::uint8_t, 16>;

template<typename Row>
Row row_at(Bytes section, std::size_t index)
{
    Row row;
    std::memcpy(&row, section.data() + index * sizeof(Row), sizeof(Row));
    return row;
}

// Numbers of rows [begin, end) of which the last may be the one sought: those before it begin at or
// before the key, those behind it after.
template<typename Key, typename Row>
std::size_t rows_up_to(Bytes rows, Bytes samples, Key const& key)
{
    std::size_t low = 0;
    std::size_t high = samples.size() / sizeof(Key);
    while (low < high) {
        auto const middle = (low + high) / 2;
        if (row_at<Key>(samples, middle) <= key)
            low = middle + 1;
        else
            high = middle;
    }
    auto const count = rows.size() / sizeof(Row);
    auto begin = std::min(count, low == 0 ? 0 : (low - 1) * rows_a_sample);
    auto end = std::min(count, low * rows_a_sample);
    while (begin < end) {
        auto const middle = (begin + end) / 2;
        if (row_at<Row>(rows, middle).first <= key)
            begin = middle + 1;
        else
            end = middle;
    }
    return begin;
}

std::uint32_t key_v4(Address const& address)
{
    return ByteReader{Bytes{address.bytes}.subspan(12)}.u32();
}

Address address_v4(std::uint32_t value)
{
    std::array<std::uint8_t, 4> const bytes{
        static_cast<std::uint8_t>(value >> 24), static_cast<std::uint8_t>(value >> 16),
        static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)};
    return Address::v4(bytes);
}

AddressRange range_of(RowV4 const& row)
{
    return {address_v4(row.first), address_v4(row.last)};
}

AddressRange range_of(RowV6 const& row)
{
    auto const first = Address::v6(row.first);
    return make_block(first, row.length).value_or(AddressRange{first, first});
}

// From row number `index` (from 1) outwards, the first with the address in it. Parents stand
// before their children, so that even bytes that lie come to an end.
template<typename Row>
std::optional<DataSet::Hit> enclosing(Bytes rows, std::size_t index, Address const& address)
{
    auto const count = rows.size() / sizeof(Row);
    for (std::size_t depth = 0; index > 0 && index <= count && depth <= limits::data_depth;
         ++depth) {
        auto const row = row_at<Row>(rows, index - 1);
        auto const range = range_of(row);
        if (range.contains(address))
            return DataSet::Hit{range, row.fact, row.parent < index ? row.parent : 0};
        if (row.parent >= index)
            break;
        index = row.parent;
    }
    return {};
}

constexpr std::array<std::string_view, data_format_count> format_names{
    "unknown", "rpsl",   "arin",   "arin-xml", "delegated",
    "iptoasn", "pfx2as", "as2org", "mmdb",     "libloc"};

} // namespace

std::string_view name_of(DataFormat format)
{
    auto const index = static_cast<std::size_t>(format);
    return format_names.at(index < format_names.size() ? index : 0);
}

std::uint16_t pack_country(std::string_view code)
{
    auto const letter = [](char c) { return c >= 'A' && c <= 'Z'; };
    auto const upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; };
    if (code.size() != 2 || !letter(upper(code[0])) || !letter(upper(code[1])))
        return 0;
    return static_cast<std::uint16_t>(upper(code[0]) << 8 | upper(code[1]));
}

std::string unpack_country(std::uint16_t packed)
{
    std::string const code{static_cast<char>(packed >> 8), static_cast<char>(packed & 0xff)};
    return pack_country(code) == packed && packed != 0 ? code : std::string{};
}

std::optional<DataSet::Hit> DataSet::find(Address const& address) const
{
    if (address.is_v4())
        return enclosing<RowV4>(
            sections[v4],
            rows_up_to<std::uint32_t, RowV4>(sections[v4], sections[v4_samples], key_v4(address)),
            address);
    return enclosing<RowV6>(
        sections[v6], rows_up_to<Key6, RowV6>(sections[v6], sections[v6_samples], address.bytes),
        address);
}

std::optional<DataSet::Hit> DataSet::around(Hit const& hit, Address const& address) const
{
    return address.is_v4() ? enclosing<RowV4>(sections[v4], hit.parent, address)
                           : enclosing<RowV6>(sections[v6], hit.parent, address);
}

std::optional<DataSet::Named> DataSet::system(std::uint32_t number) const
{
    std::size_t low = 0;
    auto high = rows(systems);
    while (low < high) {
        auto const middle = (low + high) / 2;
        auto const row = row_at<SystemRow>(sections[systems], middle);
        if (row.number == number)
            return Named{text(row.name), text(row.organisation),
                         unpack_country(static_cast<std::uint16_t>(row.country))};
        if (row.number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return {};
}

std::optional<DataSet::Named> DataSet::organisation(std::string_view handle) const
{
    std::size_t low = 0;
    auto high = rows(organisations);
    while (low < high) {
        auto const middle = (low + high) / 2;
        auto const row = row_at<OrganisationRow>(sections[organisations], middle);
        auto const found = text(row.handle);
        if (found == handle)
            return Named{text(row.name), found,
                         unpack_country(static_cast<std::uint16_t>(row.country))};
        if (found < handle)
            low = middle + 1;
        else
            high = middle;
    }
    return {};
}

std::string_view DataSet::text(std::uint32_t offset) const
{
    auto const bytes = sections[texts];
    if (offset >= bytes.size())
        return {};
    ByteReader in{bytes.subspan(offset), ByteOrder::little};
    auto const length = in.u16();
    return as_text(in.take(length));
}

std::string_view part_of(std::string_view text, std::size_t index)
{
    for (; index > 0; --index) {
        auto const tab = text.find('\t');
        if (tab == std::string_view::npos)
            return {};
        text.remove_prefix(tab + 1);
    }
    return text.substr(0, text.find('\t'));
}

} // namespace petze

#include "identify/data/data_set_builder.h"

#include "base/byte_reader.h"
#include "base/limits.h"
#include "base/text.h"

#include <algorithm>
#include <functional>
#include <span>
#include <utility>

namespace petze {

namespace {

bool is_plain(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return byte < 0x7f && (byte >= 0x20 || byte == '\t');
    });
}

template<typename Row>
Bytes bytes_of(std::vector<Row> const& rows)
{
    auto const bytes = std::as_bytes(std::span{rows});
    return {reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size()};
}

bool before(RowV4 const& a, RowV4 const& b)
{
    return a.first != b.first ? a.first < b.first : a.last > b.last;
}

bool before(RowV6 const& a, RowV6 const& b)
{
    return a.first != b.first ? a.first < b.first : a.length < b.length;
}

bool reaches(RowV4 const& row, RowV4 const& other)
{
    return row.last >= other.first;
}

bool reaches(RowV6 const& row, RowV6 const& other)
{
    auto const whole = row.length / 8;
    auto const rest = row.length % 8;
    if (!std::equal(row.first.begin(), row.first.begin() + whole, other.first.begin()))
        return false;
    return rest == 0 || (row.first.at(whole) ^ other.first.at(whole)) >> (8 - rest) == 0;
}

bool crosses(RowV4 const& row, RowV4 const& parent)
{
    return row.last > parent.last;
}

bool crosses(RowV6 const&, RowV6 const&)
{
    return false; // blocks cannot
}

bool is_same_range(RowV4 const& a, RowV4 const& b)
{
    return a.first == b.first && a.last == b.last;
}

bool is_same_range(RowV6 const& a, RowV6 const& b)
{
    return a.first == b.first && a.length == b.length;
}

// ARIN hands a whole block on under the same addresses; the one that got it stands behind.
bool may_repeat(DataFormat format)
{
    return format == DataFormat::arin || format == DataFormat::arin_xml;
}

// Gives each row, whose parent is the line it came from until then, the nearest earlier one that
// reaches over its beginning. Rows that lie deeper than any honest data go are left out: looking
// up must end soon.
template<typename Row>
void nest(std::vector<Row>& rows, DataFormat format, DataTroubles& troubles)
{
    auto const order = [](Row const& a, Row const& b) { return before(a, b); };
    if (!std::is_sorted(rows.begin(), rows.end(), order))
        std::stable_sort(rows.begin(), rows.end(), order);
    std::vector<std::uint32_t> open; // numbers of rows, from 1, each inside the one before
    std::size_t kept = 0;
    for (auto row : rows) {
        while (!open.empty() && !reaches(rows[open.back() - 1], row))
            open.pop_back();
        if (open.size() >= limits::data_depth) {
            troubles.tell(row.parent, "network left out: too many around it");
            continue;
        }
        auto const line = std::exchange(row.parent, open.empty() ? 0 : open.back());
        if (row.parent != 0) {
            auto const& around = rows[row.parent - 1];
            if (crosses(row, around))
                troubles.tell(line, "networks overlap, neither inside the other");
            else if (is_same_range(row, around) && row.fact != around.fact && !may_repeat(format))
                troubles.tell(line, "the same network as before, told otherwise");
        }
        rows[kept++] = row;
        open.push_back(static_cast<std::uint32_t>(kept));
    }
    rows.resize(kept);
}

} // namespace

void DataTroubles::tell(std::uint64_t line, std::string_view what)
{
    ++m_count;
    m_all.count(what);
    // Of each kind at least one: the last line of a damaged file is never told otherwise.
    bool const new_kind = std::none_of(m_first.begin(), m_first.end(), [&](Trouble const& trouble) {
        return trouble.what == what;
    });
    // What has no line says no more the second time.
    if (new_kind || (line > 0 && m_first.size() < limits::data_troubles))
        m_first.push_back({line, what});
}

TextPool::TextPool()
    : m_bytes(2, '\0')
    , m_slots(1024)
{
}

std::string_view TextPool::at(std::uint32_t offset) const
{
    ByteReader in{as_bytes(m_bytes).subspan(offset), ByteOrder::little};
    auto const length = in.u16();
    return as_text(in.take(length));
}

std::uint32_t TextPool::keep(std::string_view text)
{
    if (text.empty())
        return 0;
    if ((m_count + 1) * 2 > m_slots.size())
        grow();
    auto slot = std::hash<std::string_view>{}(text) & (m_slots.size() - 1);
    while (m_slots[slot] != 0) {
        if (at(m_slots[slot]) == text)
            return m_slots[slot];
        slot = (slot + 1) & (m_slots.size() - 1);
    }
    if (m_bytes.size() + text.size() + 2 > limits::data_pool_bytes) {
        m_full = true;
        return 0;
    }
    auto const offset = static_cast<std::uint32_t>(m_bytes.size());
    m_bytes += static_cast<char>(text.size() & 0xff);
    m_bytes += static_cast<char>(text.size() >> 8);
    m_bytes += text;
    m_slots[slot] = offset;
    ++m_count;
    return offset;
}

void TextPool::grow()
{
    std::vector<std::uint32_t> wider(m_slots.size() * 2);
    for (auto const offset : m_slots) {
        if (offset == 0)
            continue;
        auto slot = std::hash<std::string_view>{}(at(offset)) & (wider.size() - 1);
        while (wider[slot] != 0)
            slot = (slot + 1) & (wider.size() - 1);
        wider[slot] = offset;
    }
    m_slots = std::move(wider);
}

std::string clean_text(std::string_view text)
{
    bool const utf8 = is_utf8(text);
    std::string out;
    for (auto const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if ((byte < 0x20 && c != '\t') || byte == 0x7f)
            out += ' ';
        else if (byte < 0x80 || utf8)
            out += c;
        else if (byte < 0xa0) // ISO 8859-1 has controls there
            out += ' ';
        else {
            out += static_cast<char>(0xc0 | byte >> 6);
            out += static_cast<char>(0x80 | (byte & 0x3f));
        }
    }
    return out;
}

std::uint32_t DataSetBuilder::keep(std::string_view text)
{
    bool const plain = is_plain(text);
    if (!plain) {
        m_cleaned = clean_text(text);
        text = m_cleaned;
    }
    if (text.size() > limits::data_text_bytes) {
        auto end = limits::data_text_bytes;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
            --end;
        text = text.substr(0, end);
    }
    return m_texts.keep(text);
}

void DataSetBuilder::add(AddressRange const& range, RangeFact const& fact, std::uint64_t line,
                         DataTroubles& troubles)
{
    if (entries() >= limits::data_entries)
        return troubles.tell(line, "more networks than are read of one file");
    // Until finish(), the line stands where its parent will.
    auto const from = static_cast<std::uint32_t>(std::min<std::uint64_t>(line, UINT32_MAX));
    if (range.first.is_v4()) {
        auto const number = [](Address const& address) {
            return ByteReader{Bytes{address.bytes}.subspan(12)}.u32();
        };
        m_v4.push_back({number(range.first), number(range.last), from, fact});
        return;
    }
    each_block(range, [&](AddressRange const& block) {
        std::uint32_t length = 0;
        while (length < 128 && make_block(block.first, length)->last != block.last)
            ++length;
        m_v6.push_back({block.first.bytes, from, fact, length});
    });
}

bool DataSetBuilder::empty() const
{
    return m_v4.empty() && m_v6.empty() && m_systems.empty() && m_organisations.empty();
}

DataSet DataSetBuilder::finish(DataTroubles& troubles)
{
    if (m_texts.full())
        troubles.tell(0, "more names than are kept of one file");
    nest(m_v4, info.format, troubles);
    nest(m_v6, info.format, troubles);
    m_v4_samples.clear();
    for (std::size_t i = 0; i < m_v4.size(); i += rows_a_sample)
        m_v4_samples.push_back(m_v4[i].first);
    m_v6_samples.clear();
    for (std::size_t i = 0; i < m_v6.size(); i += rows_a_sample)
        m_v6_samples.push_back(m_v6[i].first);
    std::stable_sort(m_systems.begin(), m_systems.end(),
                     [](auto const& a, auto const& b) { return a.number < b.number; });
    std::stable_sort(m_organisations.begin(), m_organisations.end(),
                     [&](auto const& a, auto const& b) { return text(a.handle) < text(b.handle); });
    return {info,
            {bytes_of(m_v4), bytes_of(m_v4_samples), bytes_of(m_v6), bytes_of(m_v6_samples),
             bytes_of(m_systems), bytes_of(m_organisations), as_bytes(m_texts.bytes())}};
}

} // namespace petze

#include "dissect/sqlite/sqlite.h"

#include "base/byte_reader.h"
#include "base/limits.h"
#include "base/text.h"
#include "dissect/sqlite/schema.h"
#include "dissect/tree/utf16.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace petze {

namespace {

constexpr std::string_view magic{"SQLite format 3\0", 16};
constexpr std::size_t header_bytes = 100;

enum class PageType : std::uint8_t {
    index_inner = 2,
    table_inner = 5,
    index_leaf = 10,
    table_leaf = 13
};

// Section 1.6: seven bits of each byte, eight of the ninth.
std::uint64_t varint(ByteReader& in)
{
    std::uint64_t value = 0;
    for (int i = 0; i < 8; ++i) {
        auto const byte = in.u8();
        value = value << 7 | (byte & 0x7fu);
        if ((byte & 0x80) == 0)
            return value;
    }
    return value << 8 | in.u8();
}

/// One cell's record, put together from its overflow pages, and where it stands.
struct Record {
    std::string bytes;
    std::uint64_t row = 0;
    std::size_t offset = 0; // in the file
};

class Reader {
public:
    Reader(Bytes file, TreeSink* sink)
        : m_file(file)
        , m_teller(sink)
    {
    }

    bool read()
    {
        if (!as_text(m_file).starts_with(magic) || m_file.size() < header_bytes)
            return false;
        ByteReader in{m_file};
        in.skip(magic.size());
        auto const size = in.u16();
        m_page_bytes = size == 1 ? 65536u : size; // section 1.3.2
        in.skip(2);
        auto const reserved = in.u8();
        in.skip(35);
        m_encoding = in.u32(); // at 56
        if (!std::has_single_bit(m_page_bytes) || m_page_bytes < 512
            || reserved + 480u > m_page_bytes)
            return false;
        m_usable = m_page_bytes - reserved;
        m_pages = (m_file.size() + m_page_bytes - 1) / m_page_bytes;
        m_used.resize(m_file.size());
        m_visited.resize(m_pages + 1);
        use(0, header_bytes);
        read_tables();
        tell_rest();
        return true;
    }

private:
    using Rows = std::function<bool(Record const&)>;

    // Page numbers begin with 1.
    Bytes page(std::uint64_t number) const
    {
        if (number == 0 || number > m_pages)
            return {};
        auto const at = static_cast<std::size_t>(number - 1) * m_page_bytes;
        return m_file.subspan(at, std::min(m_page_bytes, m_file.size() - at));
    }
    void use(std::size_t offset, std::size_t count)
    {
        auto const end = std::min(offset + count, m_used.size());
        for (auto at = offset; at < end; ++at)
            m_used[at] = true;
    }

    void read_tables()
    {
        std::vector<sqlite::Table> tables;
        // Section 2.6: the first page is the table of tables.
        walk(1, 0, [&](Record const& record) {
            auto const values = values_of(record);
            if (values.size() < 5)
                return true;
            auto const text = [&](std::size_t i) { return text_of(record, values[i]); };
            auto table = sqlite::parse_table(text(4));
            auto const type = text(0);
            table.name = text(1);
            table.is_index = type == "index";
            table.root = integer(record, values[3]);
            tell_schema(record, values, type);
            if (tables.size() < limits::sqlite_tables && table.root != 0)
                tables.push_back(std::move(table));
            return !m_teller.enough();
        });
        // Indexes after tables: a page that belongs to both is read as the table's.
        for (bool const index : {false, true})
            for (auto const& table : tables)
                if (table.is_index == index)
                    read_table(table);
    }

    void tell_schema(Record const& record, std::vector<Extent> const& values, std::string_view type)
    {
        if (type == "table" || type == "view" || type == "trigger")
            m_teller.text(text_of(record, values[4]), {record.offset, 0});
    }

    void read_table(sqlite::Table const& table)
    {
        auto const outside = m_teller.length();
        m_teller.member(table.name, {0, 0});
        walk(table.root, 0, [&](Record const& record) {
            if (!table.is_index)
                tell_row(table, record);
            return !m_teller.enough();
        });
        m_teller.back_to(outside);
    }

    void tell_row(sqlite::Table const& table, Record const& record)
    {
        auto const kinds = serial_types(record);
        auto const values = values_of(record);
        for (std::size_t i = 0; i < values.size() && !m_teller.enough(); ++i) {
            auto const outside = m_teller.length();
            m_teller.member(i < table.columns.size() ? table.columns[i]
                                                     : "column " + std::to_string(i + 1),
                            {record.offset, 0});
            tell_value(record, kinds[i], values[i]);
            m_teller.back_to(outside);
        }
        // A column that is the row's number stands as null in the record; small ones say nothing.
        if (record.row >= 10'000)
            m_teller.number(record.row, {record.offset, 0});
    }

    // Section 2.1.
    std::vector<std::uint64_t> serial_types(Record const& record) const
    {
        ByteReader in{as_bytes(record.bytes)};
        auto const header = varint(in);
        std::vector<std::uint64_t> types;
        while (in.ok() && in.offset() < header && types.size() < limits::sqlite_columns)
            types.push_back(varint(in));
        return in.ok() ? types : std::vector<std::uint64_t>{};
    }

    static std::size_t size_of(std::uint64_t type)
    {
        constexpr std::size_t sizes[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};
        constexpr std::uint64_t most = 1u << 31;
        if (type < std::size(sizes))
            return sizes[type];
        return static_cast<std::size_t>(std::min(most, (type - 12) / 2));
    }

    std::vector<Extent> values_of(Record const& record) const
    {
        ByteReader in{as_bytes(record.bytes)};
        auto at = varint(in);
        std::vector<Extent> values;
        for (auto const type : serial_types(record)) {
            auto const begin =
                static_cast<std::size_t>(std::min<std::uint64_t>(at, record.bytes.size()));
            auto const size = size_of(type);
            values.push_back({begin, std::min(size, record.bytes.size() - begin)});
            at += size;
        }
        return values;
    }

    static std::uint64_t integer(Record const& record, Extent const& value)
    {
        std::uint64_t number = 0;
        for (auto const byte : as_bytes(record.bytes).subspan(value.offset, value.length))
            number = number << 8 | byte;
        return number;
    }
    std::string text_of(Record const& record, Extent const& value) const
    {
        constexpr std::uint32_t utf8 = 1;
        auto const text = std::string_view{record.bytes}.substr(value.offset, value.length);
        return m_encoding <= utf8 ? std::string{text}
                                  : from_utf16(as_bytes(text), m_encoding == 3 ? ByteOrder::big
                                                                               : ByteOrder::little);
    }

    void tell_value(Record const& record, std::uint64_t type, Extent const& value)
    {
        Extent const at{record.offset, 0};
        auto const bytes = as_bytes(record.bytes).subspan(value.offset, value.length);
        if (type >= 13 && type % 2 == 1) {
            m_teller.text(text_of(record, value), at);
        } else if (type >= 12) {
            m_teller.bytes(bytes, at);
        } else if (type == 7 && value.length == 8) {
            m_teller.number(std::bit_cast<double>(integer(record, value)), at);
        } else if (type >= 1 && type <= 6 && value.length > 0) {
            auto number = integer(record, value);
            if ((bytes.front() & 0x80) != 0 && value.length < 8) // its sign
                number |= ~std::uint64_t{0} << (8 * value.length);
            m_teller.number(static_cast<std::int64_t>(number), at);
        }
    }

    // Section 1.6. Every page is read once, so circles end.
    bool walk(std::uint64_t number, int depth, Rows const& rows)
    {
        auto const bytes = page(number);
        if (bytes.empty() || m_visited[static_cast<std::size_t>(number)]
            || depth >= limits::sqlite_depth)
            return true;
        m_visited[static_cast<std::size_t>(number)] = true;
        auto const base = static_cast<std::size_t>(number - 1) * m_page_bytes;
        auto const head = number == 1 ? header_bytes : 0;
        ByteReader in{bytes};
        in.skip(head);
        auto const type = static_cast<PageType>(in.u8());
        in.skip(2);
        std::size_t const cells = in.u16();
        in.skip(3);
        bool const inner = type == PageType::table_inner || type == PageType::index_inner;
        auto const rightmost = inner ? in.u32() : 0;
        if (!in.ok() || (!inner && type != PageType::table_leaf && type != PageType::index_leaf))
            return true;
        use(base + head, (inner ? 12 : 8) + 2 * cells);
        for (std::size_t i = 0; i < cells; ++i) {
            auto const at = in.u16();
            if (!in.ok())
                return true;
            if (!cell(bytes, base, at, type, depth, rows))
                return false;
        }
        return !inner || walk(rightmost, depth + 1, rows);
    }

    bool cell(Bytes bytes, std::size_t base, std::size_t at, PageType type, int depth,
              Rows const& rows)
    {
        if (at >= bytes.size())
            return true;
        ByteReader in{bytes.subspan(at)};
        bool const inner = type == PageType::table_inner || type == PageType::index_inner;
        if (inner && !walk(in.u32(), depth + 1, rows))
            return false;
        if (type == PageType::table_inner) {
            varint(in);
            use(base + at, in.offset());
            return true;
        }
        auto const size = varint(in);
        Record record;
        record.offset = base + at;
        if (type == PageType::table_leaf)
            record.row = varint(in);
        bool const whole = take_payload(in, size, type == PageType::table_leaf, record);
        use(base + at, in.offset());
        return !whole || rows(record);
    }

    // Section 1.6, "local payload"; the rest is on pages linked to each other.
    bool take_payload(ByteReader& in, std::uint64_t size, bool table_leaf, Record& record)
    {
        std::uint64_t const most = table_leaf ? m_usable - 35 : (m_usable - 12) * 64 / 255 - 23;
        if (size > m_file.size())
            return false;
        auto local = static_cast<std::size_t>(size);
        if (size > most) {
            std::uint64_t const least = (m_usable - 12) * 32 / 255 - 23;
            auto const fitting = least + (size - least) % (m_usable - 4);
            local = static_cast<std::size_t>(fitting <= most ? fitting : least);
        }
        record.bytes = as_text(in.take(local));
        auto next = local < size ? std::uint64_t{in.u32()} : 0;
        while (in.ok() && record.bytes.size() < size && next != 0) {
            auto const bytes = page(next);
            if (bytes.size() < m_usable || m_visited[static_cast<std::size_t>(next)])
                break;
            m_visited[static_cast<std::size_t>(next)] = true;
            auto const count = std::min<std::size_t>(
                static_cast<std::size_t>(size) - record.bytes.size(), m_usable - 4);
            ByteReader overflow{bytes};
            auto const after = overflow.u32();
            record.bytes += as_text(overflow.take(count));
            use(static_cast<std::size_t>(next - 1) * m_page_bytes, 4 + count);
            next = after;
        }
        return in.ok();
    }

    // What no table's row holds: rows that were deleted, most of all.
    void tell_rest()
    {
        constexpr std::size_t least = 4;
        std::size_t begin = 0;
        while (begin < m_file.size() && !m_teller.enough()) {
            if (m_used[begin] || m_file[begin] == 0) {
                ++begin;
                continue;
            }
            auto end = begin;
            while (end < m_file.size() && !m_used[end] && (end % m_page_bytes != 0 || end == begin))
                ++end;
            auto stretch = m_file.subspan(begin, end - begin);
            while (stretch.back() == 0)
                stretch = stretch.first(stretch.size() - 1);
            if (stretch.size() >= least)
                m_teller.bytes(stretch, {begin, stretch.size()});
            begin = end;
        }
    }

    Bytes m_file;
    TreeTeller m_teller;
    std::size_t m_page_bytes = 0;
    std::size_t m_usable = 0; // of a page
    std::size_t m_pages = 0;
    std::uint32_t m_encoding = 1;
    std::vector<bool> m_used; // bytes that are told, or say nothing
    std::vector<bool> m_visited;
};

} // namespace

std::size_t read_sqlite(Bytes bytes, TreeSink* sink)
{
    return Reader{bytes, sink}.read() ? bytes.size() : 0;
}

} // namespace petze

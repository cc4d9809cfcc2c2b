#include "dissect/bplist/bplist.h"

#include "base/byte_reader.h"
#include "base/limits.h"
#include "base/text.h"
#include "dissect/tree/utf16.h"

#include <bit>
#include <string>
#include <vector>

namespace petze {

namespace {

constexpr std::string_view magic = "bplist0";
constexpr std::size_t trailer_bytes = 32;

class Reader {
public:
    Reader(Bytes bytes, TreeSink* sink)
        : m_bytes(bytes)
        , m_teller(sink)
    {
    }

    bool read()
    {
        if (!as_text(m_bytes).starts_with(magic) || m_bytes.size() < magic.size() + trailer_bytes)
            return false;
        ByteReader in{m_bytes.last(trailer_bytes)};
        in.skip(6);
        m_offset_bytes = in.u8();
        m_reference_bytes = in.u8();
        m_count = in.u64();
        auto const root = in.u64();
        m_table = in.u64();
        constexpr std::size_t widest = 8;
        if (m_offset_bytes == 0 || m_offset_bytes > widest || m_reference_bytes == 0
            || m_reference_bytes > widest || m_count > m_bytes.size() || m_table > m_bytes.size()
            || m_count * m_offset_bytes > m_bytes.size() - m_table || root >= m_count)
            return false;
        m_seen.resize(static_cast<std::size_t>(m_count));
        bool good = object(root, 0);
        for (std::uint64_t i = 0; good && i < m_count; ++i)
            if (!m_seen[static_cast<std::size_t>(i)])
                good = object(i, 0);
        return good;
    }

private:
    static std::uint64_t number(ByteReader& in, std::size_t size)
    {
        std::uint64_t value = 0;
        for (auto const byte : in.take(size))
            value = value << 8 | byte;
        return value;
    }

    struct Head {
        unsigned kind{};
        std::uint64_t size{}; // of the kinds that have one
    };
    static Head read_head(ByteReader& in)
    {
        constexpr unsigned more = 15;
        unsigned const mark = in.u8();
        Head head{mark >> 4, mark & 0x0f};
        if (head.size == more && head.kind != 0) { // an integer follows
            auto const width = std::size_t{1} << (in.u8() & 0x03);
            head.size = number(in, width);
        }
        return head;
    }

    /// A reader of the object, from its first byte.
    ByteReader at(std::uint64_t index, std::size_t& offset) const
    {
        ByteReader table{m_bytes.subspan(static_cast<std::size_t>(m_table))};
        table.skip(static_cast<std::size_t>(index * m_offset_bytes));
        auto const found = number(table, m_offset_bytes);
        offset = found < m_bytes.size() ? static_cast<std::size_t>(found) : m_bytes.size();
        return ByteReader{m_bytes.subspan(offset)};
    }

    bool object(std::uint64_t index, int depth)
    {
        if (index >= m_count || depth >= limits::tree_depth || ++m_visited > limits::fields_message)
            return false;
        m_seen[static_cast<std::size_t>(index)] = true;
        std::size_t offset = 0;
        auto in = at(index, offset);
        auto const head = read_head(in);
        auto const begin = offset + in.offset();
        switch (head.kind) {
        case 0x0: // null, false, true
            return in.ok();
        case 0x1:
        case 0x2:
        case 0x3:
        case 0x8:
            return told_number(head, in, begin);
        case 0x4:
        case 0x5:
        case 0x6:
        case 0x7:
            return told_string(head, in, begin);
        case 0xa:
        case 0xb:
        case 0xc:
            return array(head.size, in, depth);
        case 0xd:
            return dictionary(head.size, in, depth);
        default:
            return false;
        }
    }

    bool told_number(Head const& head, ByteReader& in, std::size_t begin)
    {
        auto const size = head.kind == 0x8 ? static_cast<std::size_t>(head.size) + 1
                                           : std::size_t{1} << (head.size & 0x07);
        auto const value = number(in, size); // of 16 bytes the lower 8
        if (!in.ok())
            return false;
        Extent const extent{begin, size};
        if (head.kind == 0x1 || head.kind == 0x8)
            return m_teller.number(static_cast<std::int64_t>(value), extent);
        if (size == 4)
            return m_teller.number(
                static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(value))),
                extent);
        return size != 8 || m_teller.number(std::bit_cast<double>(value), extent);
    }

    bool told_string(Head const& head, ByteReader& in, std::size_t begin)
    {
        auto const width = head.kind == 0x6 ? 2u : 1u;
        if (head.size > in.remaining() / width)
            return false;
        auto const bytes = in.take(static_cast<std::size_t>(head.size) * width);
        Extent const extent{begin, bytes.size()};
        if (head.kind == 0x6)
            return m_teller.text(from_utf16(bytes, ByteOrder::big), extent);
        bool const is_text = head.kind != 0x4 && is_utf8(as_text(bytes));
        return is_text ? m_teller.text(as_text(bytes), extent) : m_teller.bytes(bytes, extent);
    }

    bool array(std::uint64_t count, ByteReader& in, int depth)
    {
        if (count > in.remaining() / m_reference_bytes)
            return false;
        auto const outside = m_teller.length();
        m_teller.element();
        for (std::uint64_t i = 0; i < count; ++i)
            if (!object(number(in, m_reference_bytes), depth + 1))
                return false;
        m_teller.back_to(outside);
        return true;
    }

    bool dictionary(std::uint64_t count, ByteReader& keys, int depth)
    {
        if (count > keys.remaining() / m_reference_bytes / 2)
            return false;
        auto values = keys;
        values.skip(static_cast<std::size_t>(count) * m_reference_bytes);
        for (std::uint64_t i = 0; i < count; ++i) {
            auto const outside = m_teller.length();
            if (!key(number(keys, m_reference_bytes))
                || !object(number(values, m_reference_bytes), depth + 1))
                return false;
            m_teller.back_to(outside);
        }
        return true;
    }

    bool key(std::uint64_t index)
    {
        if (index >= m_count)
            return false;
        m_seen[static_cast<std::size_t>(index)] = true;
        std::size_t offset = 0;
        auto in = at(index, offset);
        auto const head = read_head(in);
        bool const wide = head.kind == 0x6;
        if ((head.kind != 0x5 && !wide) || head.size > in.remaining() / (wide ? 2 : 1))
            return false;
        Extent const extent{offset + in.offset(), 0};
        auto const bytes = in.take(static_cast<std::size_t>(head.size) * (wide ? 2 : 1));
        return wide ? m_teller.member(from_utf16(bytes, ByteOrder::big), extent)
                    : m_teller.member(as_text(bytes), extent);
    }

    Bytes m_bytes;
    TreeTeller m_teller;
    std::uint64_t m_count = 0;
    std::uint64_t m_table = 0;
    std::size_t m_offset_bytes = 0;
    std::size_t m_reference_bytes = 0;
    std::vector<bool> m_seen;
    std::size_t m_visited = 0;
};

} // namespace

std::size_t read_bplist(Bytes bytes, TreeSink* sink)
{
    return Reader{bytes, sink}.read() ? bytes.size() : 0;
}

} // namespace petze

#include "dissect/bson/bson.h"

#include "base/byte_reader.h"
#include "base/limits.h"
#include "base/text.h"

#include <algorithm>
#include <bit>

namespace petze {

namespace {

class Reader {
public:
    Reader(Bytes bytes, TreeSink* sink)
        : m_in(bytes, ByteOrder::little)
        , m_teller(sink)
    {
    }

    bool document(int depth, bool is_array)
    {
        auto const begin = m_in.offset();
        auto const size = m_in.u32();
        constexpr std::uint32_t least = 5; // the length and the closing zero
        if (depth >= limits::tree_depth || size < least || size - 4 > m_in.remaining())
            return refuse();
        auto const end = begin + size;
        while (goes_on()) {
            auto const type = m_in.u8();
            if (type == 0)
                return m_in.ok() && m_in.offset() == end ? true : refuse();
            auto const outside = m_teller.length();
            if (m_in.offset() >= end || !name(is_array) || !value(type, depth)
                || m_in.offset() >= end)
                return refuse();
            m_teller.back_to(outside);
        }
        return false;
    }

    bool done() const { return m_in.remaining() == 0; }
    std::size_t offset() const { return m_in.offset(); }

private:
    bool goes_on() const { return m_in.ok() && !m_teller.enough(); }
    bool refuse()
    {
        m_in.fail("not read");
        return false;
    }

    std::string_view zero_ended()
    {
        auto const rest = as_text(m_in.peek(m_in.remaining()));
        auto const end = rest.find('\0');
        if (end == npos) {
            refuse();
            return {};
        }
        m_in.skip(end + 1);
        return rest.substr(0, end);
    }

    bool name(bool is_array)
    {
        auto const at = m_in.offset();
        auto const text = zero_ended();
        if (!m_in.ok() || !is_utf8(text))
            return refuse();
        if (!is_array)
            return m_teller.member(text, {at, text.size()});
        if (!std::all_of(text.begin(), text.end(), is_digit))
            return refuse();
        m_teller.element();
        return true;
    }

    bool value(std::uint8_t type, int depth)
    {
        auto const at = m_in.offset();
        switch (type) {
        case 0x01:
            return number(std::bit_cast<double>(m_in.u64()), at, 8);
        case 0x02: // string
        case 0x0d: // code
        case 0x0e: // symbol
            return text();
        case 0x03:
            return document(depth + 1, false);
        case 0x04:
            return document(depth + 1, true);
        case 0x05:
            return binary(m_in.u32(), true);
        case 0x06: // undefined
        case 0x0a: // null
        case 0x7f: // largest and least key
        case 0xff:
            return goes_on();
        case 0x07: // object id
            return binary(12, false);
        case 0x08: // boolean
            m_in.skip(1);
            return goes_on();
        case 0x0b:
            return regular_expression();
        case 0x0c:
            return text() && binary(12, false);
        case 0x0f:
            m_in.skip(4);
            return text() && document(depth + 1, false);
        case 0x10:
            return number(std::int64_t{static_cast<std::int32_t>(m_in.u32())}, at, 4);
        case 0x09: // time
        case 0x11: // timestamp
        case 0x12:
            return number(static_cast<std::int64_t>(m_in.u64()), at, 8);
        case 0x13: // decimal128
            return binary(16, false);
        default:
            return refuse();
        }
    }

    template<typename Number>
    bool number(Number value, std::size_t at, std::size_t size)
    {
        return m_in.ok() && m_teller.number(value, {at, size});
    }

    bool text()
    {
        auto const size = m_in.u32();
        auto const at = m_in.offset();
        if (size == 0 || size > m_in.remaining())
            return refuse();
        auto const whole = as_text(m_in.take(size));
        if (whole.back() != '\0')
            return refuse();
        auto const text = whole.substr(0, whole.size() - 1);
        Extent const extent{at, text.size()};
        return is_utf8(text) ? m_teller.text(text, extent) : m_teller.bytes(as_bytes(text), extent);
    }

    bool binary(std::size_t size, bool has_kind)
    {
        if (has_kind)
            m_in.skip(1);
        auto const at = m_in.offset();
        auto const bytes = m_in.take(size);
        return m_in.ok() && m_teller.bytes(bytes, {at, size});
    }

    bool regular_expression()
    {
        auto const at = m_in.offset();
        auto const pattern = zero_ended();
        zero_ended();
        return m_in.ok() && m_teller.bytes(as_bytes(pattern), {at, pattern.size()});
    }

    ByteReader m_in;
    TreeTeller m_teller;
};

} // namespace

std::size_t read_bson(Bytes bytes, TreeSink* sink)
{
    Reader reader{bytes, sink};
    std::size_t read = 0;
    while (!reader.done() && reader.document(0, false))
        read = reader.offset();
    return read;
}

} // namespace petze

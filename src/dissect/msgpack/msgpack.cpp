#include "dissect/msgpack/msgpack.h"

#include "base/byte_reader.h"
#include "base/limits.h"
#include "base/text.h"

#include <bit>
#include <string>

namespace petze {

namespace {

class Reader {
public:
    Reader(Bytes bytes, TreeSink* sink)
        : m_in(bytes)
        , m_teller(sink)
    {
    }

    /// One value and what lies in it. False where it is none, or enough has been told.
    bool value(int depth)
    {
        auto const type = m_in.u8();
        if (type <= 0x7f)
            return number<std::uint64_t>(type, 1);
        if (type <= 0x8f)
            return map(type & 0x0fu, depth);
        if (type <= 0x9f)
            return array(type & 0x0fu, depth);
        if (type <= 0xbf)
            return text(type & 0x1fu);
        if (type >= 0xe0)
            return number<std::int64_t>(static_cast<std::int8_t>(type), 1);
        return typed(type, depth);
    }

    bool done() const { return m_in.remaining() == 0; }
    std::size_t offset() const { return m_in.offset(); }

private:
    bool typed(std::uint8_t type, int depth)
    {
        switch (type) {
        case 0xc0: // nil
        case 0xc2: // false
        case 0xc3: // true
            return goes_on();
        case 0xc4:
        case 0xc5:
        case 0xc6:
            return binary(length(type - 0xc4u));
        case 0xc7:
        case 0xc8:
        case 0xc9:
            return extension(length(type - 0xc7u));
        case 0xca:
            return number(static_cast<double>(std::bit_cast<float>(m_in.u32())), 4);
        case 0xcb:
            return number(std::bit_cast<double>(m_in.u64()), 8);
        case 0xcc:
            return number<std::uint64_t>(m_in.u8(), 1);
        case 0xcd:
            return number<std::uint64_t>(m_in.u16(), 2);
        case 0xce:
            return number<std::uint64_t>(m_in.u32(), 4);
        case 0xcf:
            return number<std::uint64_t>(m_in.u64(), 8);
        case 0xd0:
            return number<std::int64_t>(static_cast<std::int8_t>(m_in.u8()), 1);
        case 0xd1:
            return number<std::int64_t>(static_cast<std::int16_t>(m_in.u16()), 2);
        case 0xd2:
            return number<std::int64_t>(static_cast<std::int32_t>(m_in.u32()), 4);
        case 0xd3:
            return number(static_cast<std::int64_t>(m_in.u64()), 8);
        case 0xd4:
        case 0xd5:
        case 0xd6:
        case 0xd7:
        case 0xd8:
            return extension(std::size_t{1} << (type - 0xd4u));
        case 0xd9:
        case 0xda:
        case 0xdb:
            return text(length(type - 0xd9u));
        case 0xdc:
        case 0xdd:
            return array(length(type - 0xdcu + 1), depth);
        case 0xde:
        case 0xdf:
            return map(length(type - 0xdeu + 1), depth);
        default: // 0xc1 is never used
            m_in.fail("not a type");
            return false;
        }
    }

    std::size_t length(unsigned power)
    {
        return power == 0 ? m_in.u8() : power == 1 ? m_in.u16() : m_in.u32();
    }
    bool goes_on() const { return m_in.ok() && !m_teller.enough(); }
    bool refuse()
    {
        m_in.fail("not read");
        return false;
    }

    template<typename Number>
    bool number(Number number, std::size_t size)
    {
        return m_in.ok() && m_teller.number(number, {m_in.offset() - size, size});
    }

    bool text(std::size_t size)
    {
        auto const at = m_in.offset();
        auto const text = as_text(m_in.take(size));
        // Before there was a type for bytes, this was it.
        return m_in.ok()
               && (is_utf8(text) ? m_teller.text(text, {at, size})
                                 : m_teller.bytes(as_bytes(text), {at, size}));
    }
    bool binary(std::size_t size)
    {
        auto const at = m_in.offset();
        auto const bytes = m_in.take(size);
        return m_in.ok() && m_teller.bytes(bytes, {at, size});
    }
    bool extension(std::size_t size)
    {
        constexpr std::uint8_t timestamp = 0xff;
        bool const says_nothing = m_in.u8() == timestamp;
        if (!says_nothing)
            return binary(size);
        m_in.skip(size);
        return goes_on();
    }

    bool array(std::size_t count, int depth)
    {
        if (depth >= limits::tree_depth)
            return refuse();
        auto const outside = m_teller.length();
        m_teller.element();
        for (std::size_t i = 0; i < count; ++i)
            if (!value(depth + 1))
                return false;
        m_teller.back_to(outside);
        return goes_on();
    }

    bool map(std::size_t count, int depth)
    {
        if (depth >= limits::tree_depth)
            return refuse();
        auto const outside = m_teller.length();
        for (std::size_t i = 0; i < count; ++i) {
            if (!key() || !value(depth + 1))
                return false;
            m_teller.back_to(outside);
        }
        return goes_on();
    }

    // Names or numbers; what else would be possible, nobody does.
    bool key()
    {
        auto const type = m_in.u8();
        auto const at = m_in.offset();
        if (type <= 0x7f || type >= 0xe0)
            return m_in.ok()
                   && m_teller.member(std::to_string(static_cast<std::int8_t>(type)), {at - 1, 1});
        if (type >= 0xcc && type <= 0xd3) {
            constexpr unsigned types_of_a_sign = 4;
            auto const size = std::size_t{1} << ((type - 0xccu) % types_of_a_sign);
            auto const number = m_in.take(size);
            return m_in.ok() && m_teller.member("0x" + to_hex(number), {at, size});
        }
        bool const is_text = (type >= 0xa0 && type <= 0xbf) || (type >= 0xd9 && type <= 0xdb);
        if (!is_text)
            return refuse();
        auto const size = type <= 0xbf ? type & 0x1fu : length(type - 0xd9u);
        auto const begin = m_in.offset();
        auto const name = as_text(m_in.take(size));
        return m_in.ok() && m_teller.member(name, {begin, size});
    }

    ByteReader m_in;
    TreeTeller m_teller;
};

} // namespace

std::size_t read_msgpack(Bytes bytes, TreeSink* sink)
{
    Reader reader{bytes, sink};
    std::size_t read = 0;
    while (!reader.done() && reader.value(0))
        read = reader.offset();
    return read;
}

} // namespace petze

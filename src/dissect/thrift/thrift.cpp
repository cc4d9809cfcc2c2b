#include "dissect/thrift/thrift.h"

#include "base/byte_reader.h"
#include "base/limits.h"
#include "base/text.h"

#include <algorithm>
#include <bit>
#include <string>

namespace petze {

namespace {

constexpr std::uint8_t protocol_id = 0x82;

enum class Type : std::uint8_t {
    stop,
    yes,
    no,
    i8,
    i16,
    i32,
    i64,
    number, // a double
    binary,
    list,
    set,
    map,
    structure,
    uuid
};

std::int64_t from_zigzag(std::uint64_t number)
{
    return static_cast<std::int64_t>(number >> 1) ^ -static_cast<std::int64_t>(number & 1);
}

class Reader {
public:
    Reader(Bytes bytes, TreeSink* sink)
        : m_in(bytes, ByteOrder::little)
        , m_teller(sink)
    {
    }

    bool message()
    {
        if (m_in.peek(1).size() == 1 && m_in.peek(1).front() == 0)
            m_in.skip(4); // the length of a frame
        auto const id = m_in.u8();
        auto const kind = m_in.u8();
        constexpr std::uint8_t version = 1;
        bool const is_kind = kind >> 5 >= 1 && kind >> 5 <= 4; // call, reply, exception, one-way
        if (id != protocol_id || (kind & 0x1f) != version || !is_kind)
            return refuse();
        varint(); // its number
        auto const size = varint();
        auto const at = m_in.offset();
        if (size == 0 || size > limits::step_bytes || size > m_in.remaining())
            return refuse();
        auto const name = as_text(m_in.take(static_cast<std::size_t>(size)));
        auto const is_letter = [](char c) { return c > ' ' && c < 0x7f; };
        if (!m_in.ok() || !std::all_of(name.begin(), name.end(), is_letter))
            return refuse();
        auto const outside = m_teller.length();
        bool const read = m_teller.member(name, {at, name.size()}) && structure(0);
        m_teller.back_to(outside);
        return read;
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

    std::uint64_t varint()
    {
        constexpr unsigned last_shift = 63;
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift <= last_shift; shift += 7) {
            auto const byte = m_in.u8();
            value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if ((byte & 0x80) == 0)
                return value;
        }
        refuse();
        return 0;
    }

    bool structure(int depth)
    {
        if (depth >= limits::tree_depth)
            return refuse();
        std::int64_t number = 0;
        while (goes_on()) {
            auto const head = m_in.u8();
            auto const at = m_in.offset() - 1;
            if (head == 0)
                return goes_on();
            number = head >> 4 != 0 ? number + (head >> 4) : from_zigzag(varint());
            auto const outside = m_teller.length();
            if (number < INT16_MIN || number > INT16_MAX)
                return refuse();
            if (!enter(number, {at, 1}) || !value(static_cast<Type>(head & 0x0f), depth, false))
                return refuse();
            m_teller.back_to(outside);
        }
        return false;
    }

    // The numbers of fields are no names: nobody searches them.
    bool enter(std::int64_t number, Extent const& at)
    {
        return m_teller.is_silent() || m_teller.member(std::to_string(number), at);
    }

    bool value(Type type, int depth, bool in_list)
    {
        auto const at = m_in.offset();
        switch (type) {
        case Type::yes:
        case Type::no:
            if (in_list) // only there they have a byte of their own
                m_in.skip(1);
            return goes_on();
        case Type::i8: {
            auto const byte = m_in.u8(); // two's complement
            std::int64_t const number = byte < 0x80 ? byte : std::int64_t{byte} - 0x100;
            return m_in.ok() && m_teller.number(number, {at, 1});
        }
        case Type::i16:
        case Type::i32:
        case Type::i64: {
            auto const number = from_zigzag(varint());
            return m_in.ok() && m_teller.number(number, {at, m_in.offset() - at});
        }
        case Type::number: {
            auto const number = std::bit_cast<double>(m_in.u64());
            return m_in.ok() && m_teller.number(number, {at, 8});
        }
        case Type::binary:
            return binary(varint());
        case Type::uuid:
            return binary(16);
        case Type::list:
        case Type::set:
            return list(depth);
        case Type::map:
            return map(depth);
        case Type::structure:
            return structure(depth + 1);
        case Type::stop:
            break;
        }
        return refuse();
    }

    bool binary(std::uint64_t size)
    {
        auto const at = m_in.offset();
        if (size > m_in.remaining())
            return refuse();
        auto const bytes = m_in.take(static_cast<std::size_t>(size));
        Extent const extent{at, bytes.size()};
        return m_in.ok()
               && (is_utf8(as_text(bytes)) ? m_teller.text(as_text(bytes), extent)
                                           : m_teller.bytes(bytes, extent));
    }

    bool list(int depth)
    {
        constexpr unsigned long_form = 15;
        auto const head = m_in.u8();
        std::uint64_t const count = head >> 4u == long_form ? varint() : head >> 4u;
        if (depth >= limits::tree_depth || count > m_in.remaining())
            return refuse();
        auto const outside = m_teller.length();
        m_teller.element();
        for (std::uint64_t i = 0; i < count; ++i)
            if (!value(static_cast<Type>(head & 0x0f), depth + 1, true))
                return refuse();
        m_teller.back_to(outside);
        return goes_on();
    }

    // Keys are told as what they are, since they may be anything.
    bool map(int depth)
    {
        auto const count = varint();
        if (count == 0)
            return goes_on();
        auto const types = m_in.u8();
        if (depth >= limits::tree_depth || count > m_in.remaining())
            return refuse();
        auto const outside = m_teller.length();
        m_teller.element();
        for (std::uint64_t i = 0; i < count; ++i)
            if (!value(static_cast<Type>(types >> 4), depth + 1, true)
                || !value(static_cast<Type>(types & 0x0f), depth + 1, true))
                return refuse();
        m_teller.back_to(outside);
        return goes_on();
    }

    ByteReader m_in;
    TreeTeller m_teller;
};

} // namespace

std::size_t read_thrift(Bytes bytes, TreeSink* sink)
{
    Reader reader{bytes, sink};
    std::size_t read = 0;
    while (!reader.done() && reader.message())
        read = reader.offset();
    return read;
}

} // namespace petze

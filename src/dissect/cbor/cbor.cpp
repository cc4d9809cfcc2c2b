#include "dissect/cbor/cbor.h"

#include "base/byte_reader.h"
#include "base/limits.h"
#include "base/text.h"

#include <bit>
#include <cmath>
#include <string>

namespace petze {

namespace {

constexpr std::uint64_t no_end = ~std::uint64_t{0}; // section 3.2: a break ends it
constexpr std::uint8_t break_code = 0xff;

// Appendix D.
double from_half(std::uint16_t half)
{
    int const exponent = half >> 10 & 0x1f;
    int const mantissa = half & 0x3ff;
    double value = 0;
    if (exponent == 0)
        value = std::ldexp(mantissa, -24);
    else if (exponent != 31)
        value = std::ldexp(mantissa + 1024, exponent - 25);
    else
        value = mantissa == 0 ? INFINITY : NAN;
    return (half & 0x8000) != 0 ? -value : value;
}

class Reader {
public:
    Reader(Bytes bytes, TreeSink* sink)
        : m_in(bytes)
        , m_teller(sink)
    {
    }

    bool item(int depth)
    {
        auto const begin = m_in.offset();
        auto const head = read_head();
        if (!m_in.ok())
            return false;
        switch (head.major) {
        case Major::unsigned_number:
            return m_teller.number(head.argument, {begin, m_in.offset() - begin});
        case Major::negative_number:
            return negative(head.argument, {begin, m_in.offset() - begin});
        case Major::bytes:
        case Major::text:
            return string(head);
        case Major::array:
            return array(head.argument, depth);
        case Major::map:
            return map(head.argument, depth);
        case Major::tag:
            return depth < limits::tree_depth ? item(depth + 1) : refuse();
        case Major::simple:
            return simple(head, begin);
        }
        return false;
    }

    bool done() const { return m_in.remaining() == 0; }
    std::size_t offset() const { return m_in.offset(); }

private:
    enum class Major : std::uint8_t {
        unsigned_number,
        negative_number,
        bytes,
        text,
        array,
        map,
        tag,
        simple
    };
    struct Head {
        Major major{};
        std::uint8_t information{};
        std::uint64_t argument{};
    };

    Head read_head()
    {
        auto const byte = m_in.u8();
        Head head{static_cast<Major>(byte >> 5), static_cast<std::uint8_t>(byte & 0x1f), 0};
        switch (head.information) {
        case 24:
            head.argument = m_in.u8();
            break;
        case 25:
            head.argument = m_in.u16();
            break;
        case 26:
            head.argument = m_in.u32();
            break;
        case 27:
            head.argument = m_in.u64();
            break;
        case 28:
        case 29:
        case 30:
            m_in.fail("reserved");
            break;
        case 31:
            if (head.major < Major::bytes || head.major > Major::map)
                m_in.fail("break in a wrong place");
            head.argument = no_end;
            break;
        default:
            head.argument = head.information;
        }
        return head;
    }

    bool goes_on() const { return m_in.ok() && !m_teller.enough(); }
    bool refuse()
    {
        m_in.fail("not read");
        return false;
    }
    bool at_break()
    {
        auto const next = m_in.peek(1);
        if (next.empty() || next.front() != break_code)
            return false;
        m_in.skip(1);
        return true;
    }

    bool negative(std::uint64_t argument, Extent const& at)
    {
        constexpr std::uint64_t most = 1ull << 63;
        return argument < most ? m_teller.number(-1 - static_cast<std::int64_t>(argument), at)
                               : m_teller.number(-1.0 - static_cast<double>(argument), at);
    }

    bool simple(Head const& head, std::size_t begin)
    {
        Extent const at{begin, m_in.offset() - begin};
        if (head.information == 25)
            return m_teller.number(from_half(static_cast<std::uint16_t>(head.argument)), at);
        if (head.information == 26)
            return m_teller.number(static_cast<double>(std::bit_cast<float>(
                                       static_cast<std::uint32_t>(head.argument))),
                                   at);
        if (head.information == 27)
            return m_teller.number(std::bit_cast<double>(head.argument), at);
        return goes_on(); // false, true, null, undefined, unassigned
    }

    /// Its bytes; where it comes in pieces (section 3.2.3), of all of them.
    bool take_string(Head const& head, std::string& joined, Bytes& bytes)
    {
        if (head.argument != no_end) {
            if (head.argument > m_in.remaining())
                return refuse();
            bytes = m_in.take(static_cast<std::size_t>(head.argument));
            return m_in.ok();
        }
        while (!at_break()) {
            auto const piece = read_head();
            if (piece.major != head.major || piece.argument > m_in.remaining())
                return refuse();
            joined += as_text(m_in.take(static_cast<std::size_t>(piece.argument)));
            if (!m_in.ok())
                return false;
        }
        bytes = as_bytes(joined);
        return true;
    }

    bool string(Head const& head)
    {
        auto const begin = m_in.offset();
        std::string joined;
        Bytes bytes;
        if (!take_string(head, joined, bytes))
            return false;
        Extent const at{begin, m_in.offset() - begin};
        if (head.major == Major::bytes)
            return m_teller.bytes(bytes, at);
        return is_utf8(as_text(bytes)) ? m_teller.text(as_text(bytes), at) : refuse();
    }

    bool array(std::uint64_t count, int depth)
    {
        if (depth >= limits::tree_depth)
            return refuse();
        auto const outside = m_teller.length();
        m_teller.element();
        for (std::uint64_t i = 0; i < count && (count != no_end || !at_break()); ++i)
            if (!item(depth + 1))
                return false;
        m_teller.back_to(outside);
        return goes_on();
    }

    bool map(std::uint64_t count, int depth)
    {
        if (depth >= limits::tree_depth)
            return refuse();
        auto const outside = m_teller.length();
        for (std::uint64_t i = 0; i < count && (count != no_end || !at_break()); ++i) {
            if (!key() || !item(depth + 1))
                return false;
            m_teller.back_to(outside);
        }
        return goes_on();
    }

    bool key()
    {
        auto const begin = m_in.offset();
        auto const head = read_head();
        if (!m_in.ok())
            return false;
        std::string name;
        Bytes bytes;
        if (head.major == Major::unsigned_number)
            name = std::to_string(head.argument);
        else if (head.major == Major::negative_number)
            name = "-1-" + std::to_string(head.argument);
        else if (head.major != Major::text && head.major != Major::bytes)
            return refuse();
        else if (!take_string(head, name, bytes))
            return false;
        Extent const at{begin, m_in.offset() - begin};
        return m_teller.member(bytes.empty() ? std::string_view{name} : as_text(bytes), at);
    }

    ByteReader m_in;
    TreeTeller m_teller;
};

} // namespace

std::size_t read_cbor(Bytes bytes, TreeSink* sink)
{
    Reader reader{bytes, sink};
    std::size_t read = 0;
    while (!reader.done() && reader.item(0))
        read = reader.offset();
    return read;
}

} // namespace petze

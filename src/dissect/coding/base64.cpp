#include "dissect/coding/decoders.h"

#include <array>

namespace petze::decoders {

namespace {

constexpr std::uint8_t skip = 0x40;    // line ends and blanks
constexpr std::uint8_t padding = 0x41; // '='
constexpr std::uint8_t stranger = 0x80;

constexpr std::array<std::uint8_t, 256> make_values()
{
    std::array<std::uint8_t, 256> values{};
    values.fill(stranger);
    std::uint8_t value = 0;
    for (char const c : std::string_view{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                         "0123456789+/"})
        values[static_cast<std::uint8_t>(c)] = value++;
    values['-'] = 62;
    values['_'] = 63;
    for (char const c : std::string_view{"\r\n\t "})
        values[static_cast<std::uint8_t>(c)] = skip;
    values['='] = padding;
    return values;
}
constexpr auto values = make_values();

class Base64Decoder : public Decoder {
public:
    Step decode(Bytes in, std::span<std::uint8_t> out) override
    {
        Step step;
        while (step.taken < in.size() && out.size() - step.made >= 3) {
            if (m_count == 0)
                groups(in, out, step);
            if (step.taken == in.size() || out.size() - step.made < 3)
                break;
            auto const value = values[in[step.taken]];
            if (value == stranger) {
                flush(out, step);
                step.state = State::damaged;
                return step;
            }
            ++step.taken;
            if (value < skip)
                add(value, out, step);
            else if (value == padding)
                flush(out, step);
        }
        return step;
    }
    // RFC 4648 §3.2: some leave the padding out.
    std::size_t finish(std::span<std::uint8_t> out) override
    {
        Step step;
        flush(out, step);
        return step.made;
    }
    bool complete() const override { return true; }

private:
    // Four characters at once, as long as each is of the alphabet.
    static void groups(Bytes in, std::span<std::uint8_t> out, Step& step)
    {
        auto const* next = in.data() + step.taken;
        auto const* const end = in.data() + in.size();
        auto* to = out.data() + step.made;
        auto const* const room = out.data() + out.size();
        while (end - next >= 4 && room - to >= 3) {
            std::uint32_t const a = values[next[0]];
            std::uint32_t const b = values[next[1]];
            std::uint32_t const c = values[next[2]];
            std::uint32_t const d = values[next[3]];
            if ((a | b | c | d) >= skip)
                break;
            auto const bits = a << 18 | b << 12 | c << 6 | d;
            to[0] = static_cast<std::uint8_t>(bits >> 16);
            to[1] = static_cast<std::uint8_t>(bits >> 8);
            to[2] = static_cast<std::uint8_t>(bits);
            next += 4;
            to += 3;
        }
        step.taken = static_cast<std::size_t>(next - in.data());
        step.made = static_cast<std::size_t>(to - out.data());
    }

    void add(std::uint8_t value, std::span<std::uint8_t> out, Step& step)
    {
        m_bits = m_bits << 6 | value;
        if (++m_count < 4)
            return;
        for (int shift = 16; shift >= 0; shift -= 8)
            out[step.made++] = static_cast<std::uint8_t>(m_bits >> shift);
        m_bits = 0;
        m_count = 0;
    }

    // RFC 4648 §4: two characters are one byte, three are two. A second '=' finds nothing left.
    void flush(std::span<std::uint8_t> out, Step& step)
    {
        if (m_count >= 2)
            out[step.made++] = static_cast<std::uint8_t>(m_bits >> (m_count == 2 ? 4 : 10));
        if (m_count == 3)
            out[step.made++] = static_cast<std::uint8_t>(m_bits >> 2);
        m_bits = 0;
        m_count = 0;
    }

    std::uint32_t m_bits = 0;
    int m_count = 0; // characters of a group that is not whole yet
};

class Base32Decoder : public Decoder {
public:
    Step decode(Bytes in, std::span<std::uint8_t> out) override
    {
        Step step;
        while (step.taken < in.size() && step.made < out.size()) {
            int const value = digit(in[step.taken]);
            if (value == no_digit) {
                step.state = State::damaged;
                return step;
            }
            ++step.taken;
            if (value < 0) // padding, a line end
                continue;
            m_bits = m_bits << 5 | static_cast<std::uint32_t>(value);
            m_count += 5;
            if (m_count >= 8) {
                m_count -= 8;
                out[step.made++] = static_cast<std::uint8_t>(m_bits >> m_count);
            }
        }
        return step;
    }
    bool complete() const override { return true; }

private:
    static constexpr int ignored = -1;
    static constexpr int no_digit = -2;

    static int digit(std::uint8_t c)
    {
        if (c >= '2' && c <= '7')
            return c - '2' + 26;
        if (c == '=' || c == '\r' || c == '\n')
            return ignored;
        c |= 0x20;
        return c >= 'a' && c <= 'z' ? c - 'a' : no_digit;
    }

    std::uint32_t m_bits = 0;
    int m_count = 0; // of bits that are not a byte yet
};

class HexDecoder : public Decoder {
public:
    Step decode(Bytes in, std::span<std::uint8_t> out) override
    {
        Step step;
        while (step.taken < in.size() && step.made < out.size()) {
            int const value = digit(in[step.taken]);
            if (value < 0) {
                step.state = State::damaged;
                return step;
            }
            ++step.taken;
            if (m_high < 0) {
                m_high = value;
                continue;
            }
            out[step.made++] = static_cast<std::uint8_t>(m_high << 4 | value);
            m_high = -1;
        }
        return step;
    }
    bool complete() const override { return m_high < 0; }

private:
    static int digit(std::uint8_t c)
    {
        if (c >= '0' && c <= '9')
            return c - '0';
        c |= 0x20;
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }

    int m_high = -1;
};

} // namespace

std::unique_ptr<Decoder> base64()
{
    return std::make_unique<Base64Decoder>();
}

std::unique_ptr<Decoder> base32()
{
    return std::make_unique<Base32Decoder>();
}

std::unique_ptr<Decoder> hex()
{
    return std::make_unique<HexDecoder>();
}

} // namespace petze::decoders

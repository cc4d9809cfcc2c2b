#include "find/notation/wrapping.h"

#include "base/text.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace petze {

namespace {

constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t group_bytes = 3, digit_bits = 6;

std::uint8_t bits_of(Bytes value, std::size_t from, std::size_t to)
{
    unsigned bits = 0;
    for (auto bit = from; bit < to; ++bit)
        bits = bits << 1 | (unsigned{value[bit / 8]} >> (7 - bit % 8) & 1u);
    return static_cast<std::uint8_t>(bits);
}

// The digits that hold nothing but bits of `value`, where `before` bytes of a group precede it.
WrappedForm base64_inside(Bytes value, std::size_t before)
{
    // The first digit that begins inside the value.
    auto const skipped = (before * 8 + digit_bits - 1) / digit_bits * digit_bits - before * 8;
    auto const all = value.size() * 8;
    WrappedForm out{{}, "base64", false, 0};
    auto bit = std::min(skipped, all);
    out.before = {static_cast<std::uint8_t>(bit), bits_of(value, 0, bit), value.front()};
    for (; bit + digit_bits <= all; bit += digit_bits)
        out.bytes += base64_digits[bits_of(value, bit, bit + digit_bits)];
    out.behind = {static_cast<std::uint8_t>(all - bit), bits_of(value, bit, all), value.back()};
    out.share =
        static_cast<double>(out.bytes.size() * digit_bits) / static_cast<double>(value.size() * 8);
    return out;
}

std::string url_alphabet(std::string text)
{
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
    return text;
}

char url_alphabet_undone(char c)
{
    if (c == '-')
        return '+';
    return c == '_' ? '/' : c;
}

} // namespace

std::vector<WrappedForm> wrapped_forms(Bytes value)
{
    std::vector<WrappedForm> out;
    if (value.empty())
        return out;
    out.push_back({to_hex(value), "hex", true, 1, {0, 0, value.front()}, {0, 0, value.back()}});
    for (std::size_t before = 0; before < group_bytes; ++before) {
        auto form = base64_inside(value, before);
        if (form.bytes.empty())
            continue;
        auto url = form;
        url.bytes = url_alphabet(form.bytes);
        if (url.bytes != form.bytes)
            out.push_back(std::move(url));
        out.push_back(std::move(form));
    }
    return out;
}

std::optional<std::uint8_t> base64_digit(std::uint8_t character)
{
    auto const c = url_alphabet_undone(static_cast<char>(character));
    auto const at = base64_digits.find(c);
    if (at == npos)
        return {};
    return static_cast<std::uint8_t>(at);
}

} // namespace petze

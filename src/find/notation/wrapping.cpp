#include "find/notation/wrapping.h"

#include "base/text.h"

#include <algorithm>
#include <cstdint>

namespace petze {

namespace {

constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t group_bytes = 3, digit_bits = 6;

// The digits that hold nothing but bits of `value`, where `before` bytes of a group precede it.
std::string base64_inside(Bytes value, std::size_t before)
{
    auto const bit_at = [&](std::size_t bit) {
        return unsigned{value[bit / 8]} >> (7 - bit % 8) & 1u;
    };
    // The first digit that begins inside the value.
    auto const skipped = (before * 8 + digit_bits - 1) / digit_bits * digit_bits - before * 8;
    std::string out;
    for (auto bit = skipped; bit + digit_bits <= value.size() * 8; bit += digit_bits) {
        unsigned digit = 0;
        for (std::size_t i = 0; i < digit_bits; ++i)
            digit = digit << 1 | bit_at(bit + i);
        out += base64_digits[digit];
    }
    return out;
}

std::string url_alphabet(std::string text)
{
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
    return text;
}

} // namespace

std::vector<WrappedForm> wrapped_forms(Bytes value)
{
    std::vector<WrappedForm> out;
    if (value.empty())
        return out;
    out.push_back({to_hex(value), "hex", true, 1});
    for (std::size_t before = 0; before < group_bytes; ++before) {
        auto text = base64_inside(value, before);
        auto const share =
            static_cast<double>(text.size() * digit_bits) / static_cast<double>(value.size() * 8);
        auto url = url_alphabet(text);
        if (url != text)
            out.push_back({std::move(url), "base64", false, share});
        if (!text.empty())
            out.push_back({std::move(text), "base64", false, share});
    }
    return out;
}

} // namespace petze

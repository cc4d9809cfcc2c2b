#include "dissect/content/xor_likelihood.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace petze::content {

namespace {

using namespace std::string_view_literals;

// How often letters stand in English, rounded.
constexpr auto likelihoods = [] {
    constexpr std::string_view letters = "etaoinsrhldcumfpgwybvkxjqz";
    constexpr std::array<std::int16_t, 26> often{58, 54, 53, 52, 52, 51, 50, 50, 49,
                                                 46, 45, 40, 41, 40, 38, 39, 37, 37,
                                                 37, 34, 30, 25, 18, 15, 10, 10};
    constexpr std::int16_t never = -1, blank = 10, seldom = 15, beyond_ascii = 18, capital = 29,
                           frame = 37, digit = 42, sign = 54, quote = 67;
    std::array<std::int16_t, 256> of{};
    auto const set = [&](std::string_view bytes, std::int16_t likely) {
        for (char const byte : bytes)
            of[static_cast<std::uint8_t>(byte)] = likely;
    };
    for (auto& likely : of)
        likely = beyond_ascii;
    for (std::uint8_t c = 0; c < ' '; ++c)
        of[c] = never;
    set("\x7f"sv, never);
    set("\xc0\xc1\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe\xff"sv, never); // RFC 3629 section 1
    set("\t\n\r"sv, blank);
    set(R"x( !#$%&'()*;<=>?@\^`|~)x"sv, seldom);
    set("ABCDEFGHIJKLMNOPQRSTUVWXYZ"sv, capital);
    set("0123456789"sv, digit);
    set("{}[]._-/+"sv, frame);
    set(":, "sv, sign);
    set(R"(")"sv, quote);
    for (std::size_t i = 0; i < letters.size(); ++i)
        set(letters.substr(i, 1), often[i]);
    return of;
}();

constexpr std::string_view signs = R"(":,{}[] )";
// Of what a word or number is made, then anything else, then each of the signs.
enum Kind : std::uint8_t { lower, digit, capital, beyond_ascii, other, first_sign };
constexpr std::size_t kinds = first_sign + signs.size();

constexpr auto kind_of = [] {
    std::array<std::uint8_t, 256> out{};
    for (unsigned c = 0; c < out.size(); ++c) {
        auto const is_between = [c](char first, char last) {
            return c >= static_cast<unsigned>(first) && c <= static_cast<unsigned>(last);
        };
        auto const sign = c < 0x80 ? signs.find(static_cast<char>(c)) : npos;
        if (sign != npos)
            out[c] = static_cast<std::uint8_t>(first_sign + sign);
        else if (is_between('a', 'z'))
            out[c] = lower;
        else if (is_between('0', '9'))
            out[c] = digit;
        else if (is_between('A', 'Z'))
            out[c] = capital;
        else
            out[c] = c >= 0x80 ? beyond_ascii : other;
    }
    return out;
}();

constexpr auto pair_likelihoods = [] {
    constexpr std::int16_t usual = 40, alike = 12;
    constexpr std::string_view pairs[] = {"\":", ",\"", "{\"", "\"}", "\"]", "},", "],",
                                          "[{",  ": ",  ", ",  ":\"", ":{",  ":["};
    std::array<std::array<std::int16_t, kinds>, kinds> out{};
    for (auto const kind : {lower, digit, capital, beyond_ascii})
        out[kind][kind] = alike;
    for (auto const pair : pairs)
        out[first_sign + signs.find(pair[0])][first_sign + signs.find(pair[1])] = usual;
    return out;
}();

} // namespace

std::optional<int> column_likelihood(Bytes sealed, std::size_t column, std::size_t length,
                                     std::uint8_t key)
{
    // Asked after some rows only: where the first one is that cannot be, nobody can foretell.
    constexpr std::size_t rows = 8;
    int sum = 0;
    for (auto at = column; at < sealed.size();) {
        int least = 0;
        for (std::size_t row = 0; row < rows && at < sealed.size(); ++row, at += length) {
            int const likely = likelihoods[sealed[at] ^ key];
            least = std::min(least, likely);
            sum += likely;
        }
        if (least < 0)
            return {};
    }
    return sum;
}

int neighbours_likelihood(Bytes sealed, std::span<std::uint8_t const> key)
{
    int sum = 0;
    auto before = kind_of[0];
    std::size_t column = 0;
    for (auto const byte : sealed) {
        auto const kind = kind_of[byte ^ key[column]];
        sum += pair_likelihoods[before][kind];
        before = kind;
        if (++column == key.size())
            column = 0;
    }
    return sum;
}

} // namespace petze::content

#include "find/hash/hashed_forms.h"

#include "base/text.h"
#include "find/notation/letter_case.h"

#include <algorithm>
#include <array>

namespace petze {

namespace {

// What phones and programs give where there is nothing to give.
constexpr std::array<std::string_view, 12> placeholders{
    "null",
    "none",
    "unknown",
    "undefined",
    "anonymous",
    "android",
    "localhost",
    "default",
    "test",
    "020000000000",     // Android's stand-in for the MAC address
    "9774d56d682e549c", // the Android id that a whole series of phones had
    "123456789012345"};

std::string upper(std::string_view text)
{
    std::string out{text};
    for (auto& c : out)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return out;
}

} // namespace

bool is_public_value(std::string_view value)
{
    std::string significant;
    for (char const c : lower(value))
        if (is_digit(c) || (c >= 'a' && c <= 'z') || static_cast<std::uint8_t>(c) >= 0x80)
            significant += c;
    return std::all_of(significant.begin(), significant.end(),
                       [&](char c) { return c == significant[0]; })
           || std::find(placeholders.begin(), placeholders.end(), significant)
                  != placeholders.end();
}

std::vector<std::string> hashed_forms(ValueKind kind, std::string_view value,
                                      std::string_view region)
{
    std::vector<std::string> out;
    if (is_public_value(value))
        return out;
    auto const add = [&](std::string text) {
        if (std::find(out.begin(), out.end(), text) == out.end())
            out.push_back(std::move(text));
    };
    for (auto const& spelling : notations(kind, value, region)) {
        if (!spelling.steps.empty() || spelling.bits < hashable_bits)
            continue;
        add(spelling.bytes);
        bool const letters = is_utf8(spelling.bytes);
        add(letters ? lower_letters(spelling.bytes) : lower(spelling.bytes));
        add(letters ? upper_letters(spelling.bytes) : upper(spelling.bytes));
    }
    return out;
}

} // namespace petze

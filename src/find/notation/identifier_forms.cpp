#include "find/notation/identifier_forms.h"

#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <utility>

namespace petze::forms {

namespace {

constexpr std::string_view separators = " -.:/{}";
constexpr std::size_t imei_digits = 15, uuid_digits = 32, long_digits = 16, mac_digits = 12;

std::string grouped(std::string_view digits, std::size_t group, char separator)
{
    std::string out;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && i % group == 0)
            out += separator;
        out += digits[i];
    }
    return out;
}

std::string joined(std::string_view digits, std::vector<std::size_t> const& groups, char separator)
{
    std::string out;
    for (auto const group : groups) {
        if (!out.empty())
            out += separator;
        out += digits.substr(0, group);
        digits.remove_prefix(std::min(group, digits.size()));
    }
    return out;
}

std::string binary(std::string_view digits)
{
    auto const bytes = decode_hex(digits);
    return bytes ? std::string{as_text(*bytes)} : std::string{};
}

bool is_number(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// The second digit of each byte in its high half; an odd one out has the filler F above it.
std::string swapped_bcd(std::string_view digits)
{
    std::string swapped;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        swapped += i + 1 < digits.size() ? digits[i + 1] : 'f';
        swapped += digits[i];
    }
    return binary(swapped);
}

std::string reversed(std::string bytes)
{
    std::reverse(bytes.begin(), bytes.end());
    return bytes;
}

struct NameParts {
    std::string first, last; // the first is empty where there is one word alone
};

NameParts parts_of(std::string_view name)
{
    auto const text = trim(name);
    auto const at = text.rfind(' ');
    if (at == npos)
        return {{}, std::string{text}};
    return {std::string{trim(text.substr(0, at))}, std::string{text.substr(at + 1)}};
}

} // namespace

std::string digits_alone(std::string_view text)
{
    std::string out;
    std::copy_if(text.begin(), text.end(), std::back_inserter(out),
                 [](char c) { return separators.find(c) == npos; });
    return out;
}

Forms mac(std::string_view value)
{
    auto const digits = digits_alone(value);
    return {grouped(digits, 2, ':'), grouped(digits, 2, '-'), grouped(digits, 4, '.'), digits};
}

Forms mac_binary(std::string_view value)
{
    auto const digits = digits_alone(value);
    return digits.size() == mac_digits ? Forms{binary(digits)} : Forms{};
}

Forms uuid(std::string_view value)
{
    auto const digits = digits_alone(value);
    if (digits.size() != uuid_digits)
        return {digits};
    return {digits, joined(digits, {8, 4, 4, 4, 12}, '-')};
}

Forms hex_binary(std::string_view value)
{
    auto const bytes = binary(digits_alone(value));
    if (bytes.size() * 2 == uuid_digits)
        return {bytes, reversed(bytes.substr(0, 4)) + reversed(bytes.substr(4, 2))
                           + reversed(bytes.substr(6, 2)) + bytes.substr(8)};
    if (bytes.size() * 2 == long_digits)
        return {bytes, reversed(bytes)};
    return {bytes};
}

Forms hex_decimal(std::string_view value)
{
    auto const digits = digits_alone(value);
    std::uint64_t number{};
    auto const* const end = digits.data() + digits.size();
    if (digits.size() != long_digits || std::from_chars(digits.data(), end, number, 16).ptr != end)
        return {};
    return {std::to_string(number), std::to_string(static_cast<std::int64_t>(number))};
}

Forms number_groups(std::string_view value)
{
    constexpr std::size_t least = 14;
    auto const digits = digits_alone(value);
    if (digits.size() < least || !is_number(digits))
        return {};
    Forms out;
    for (char const separator : {' ', '-'}) {
        out.push_back(grouped(digits, 4, separator)); // as printed on cards
        for (std::size_t const network : {2u, 3u})    // ITU-T E.212: country, network, subscriber
            out.push_back(joined(digits, {3, network, digits.size() - 3 - network}, separator));
    }
    return out;
}

Forms imei(std::string_view value)
{
    auto const digits = digits_alone(value);
    if (digits.size() != imei_digits || !is_number(digits))
        return {digits};
    Forms out{digits, digits.substr(0, imei_digits - 1)};
    for (char const separator : {'-', ' ', '/'}) {
        out.push_back(joined(digits, {8, 6, 1}, separator)); // GSMA TS.06: TAC, serial, check digit
        out.push_back(joined(digits, {2, 6, 6, 1}, separator)); // as before 2004
        out.push_back(joined(digits, {6, 2, 6, 1}, separator));
    }
    return out;
}

Forms imei_sv(std::string_view value)
{
    auto const digits = digits_alone(value);
    Forms out;
    if (digits.size() != imei_digits || !is_number(digits))
        return out;
    for (char tens = '0'; tens <= '9'; ++tens)
        for (char units = '0'; units <= '9'; ++units)
            out.push_back(digits.substr(0, imei_digits - 1) + tens + units);
    return out;
}

Forms bcd(std::string_view value)
{
    auto const digits = digits_alone(value);
    if (!is_number(digits))
        return {};
    auto even = digits;
    if (even.size() % 2 != 0)
        even += 'f';
    auto zero_first = digits;
    if (zero_first.size() % 2 != 0)
        zero_first.insert(zero_first.begin(), '0');
    return {binary(even), binary(zero_first), swapped_bcd(digits),
            swapped_bcd(std::string_view{digits}.substr(1))};
}

Forms name(std::string_view name)
{
    auto const [first, last] = parts_of(name);
    Forms out{std::string{trim(name)}};
    if (!first.empty())
        out.push_back(last + ';' + first);
    return out;
}

Forms name_turned(std::string_view name)
{
    auto const [first, last] = parts_of(name);
    if (first.empty())
        return {};
    return {last + ' ' + first, last + ", " + first, last + ',' + first};
}

} // namespace petze::forms

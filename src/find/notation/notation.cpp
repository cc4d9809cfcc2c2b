#include "find/notation/notation.h"

#include "base/text.h"
#include "find/notation/escapes.h"
#include "find/notation/letter_case.h"
#include "find/notation/phone.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace petze {

namespace {

struct Subject {
    std::string_view value;
    std::string_view region;
};

using Forms = std::vector<std::string>;

std::string without(std::string_view text, std::string_view separators)
{
    std::string out;
    std::copy_if(text.begin(), text.end(), std::back_inserter(out),
                 [&](char c) { return separators.find(c) == std::string_view::npos; });
    return out;
}

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

Forms as_given(Subject const& subject)
{
    return {std::string{subject.value}};
}

// Caseless comparison is of ASCII letters only; others have different bytes in either case.
Forms in_either_case(Subject const& subject)
{
    if (!is_utf8(subject.value))
        return as_given(subject);
    return {std::string{subject.value}, lower_letters(subject.value), upper_letters(subject.value)};
}

// What stands between the groups of a number or an address and means nothing.
constexpr std::string_view separators = " -.:/{}";

Forms without_separators(Subject const& subject)
{
    return {without(subject.value, separators)};
}

Forms mac_forms(Subject const& subject)
{
    auto const digits = without(subject.value, separators);
    return {grouped(digits, 2, ':'), grouped(digits, 2, '-'), grouped(digits, 4, '.'), digits};
}

// RFC 4122 §3: 8-4-4-4-12, as advertising ids are written; Android ids are run together.
Forms uuid_forms(Subject const& subject)
{
    auto const digits = without(subject.value, separators);
    if (digits.size() != 32)
        return {digits};
    return {digits, digits.substr(0, 8) + "-" + digits.substr(8, 4) + "-" + digits.substr(12, 4)
                        + "-" + digits.substr(16, 4) + "-" + digits.substr(20)};
}

Forms phone_forms(Subject const& subject)
{
    return phone_notations(subject.value, subject.region);
}

constexpr unsigned bit(ValueKind kind)
{
    return 1u << static_cast<unsigned>(kind);
}
constexpr unsigned every_kind = ~0u;

/// One row for each way to write a value. A further disguise is a further row.
struct Rule {
    char const* name;
    unsigned kinds;
    bool caseless;
    Forms (*forms)(Subject const&);
};
constexpr Rule rules[] = {
    {"as given", every_kind & ~bit(ValueKind::email) & ~bit(ValueKind::mac) & ~bit(ValueKind::hex),
     false, as_given},
    {"digits run together", bit(ValueKind::digits), false, without_separators},
    {"MAC with : - . and none, either case", bit(ValueKind::mac), true, mac_forms},
    {"UUID or hex id with and without hyphens, either case", bit(ValueKind::hex), true, uuid_forms},
    {"e-mail in either case", bit(ValueKind::email), true, in_either_case},
    {"phone number in all its forms", bit(ValueKind::phone), false, phone_forms},
};

} // namespace

namespace {

void add(std::vector<Spelling>& known, Spelling spelling)
{
    auto const same = [&](Spelling const& other) {
        return spelling.caseless && other.caseless
                   ? equal_ignoring_case(other.bytes, spelling.bytes)
                   : other.bytes == spelling.bytes && other.caseless == spelling.caseless;
    };
    if (!spelling.bytes.empty() && std::none_of(known.begin(), known.end(), same))
        known.push_back(std::move(spelling));
}

} // namespace

std::vector<Spelling> notations(ValueKind kind, std::string_view value, std::string_view region)
{
    std::vector<Spelling> out;
    for (auto const& rule : rules)
        if ((rule.kinds & bit(kind)) != 0)
            for (auto& form : rule.forms({value, region})) {
                auto const bits = information_bits(form, kind);
                add(out, {std::move(form), rule.caseless, bits});
            }
    return out;
}

std::vector<Spelling> spellings(ValueKind kind, std::string_view value, std::string_view region)
{
    auto const plain = notations(kind, value, region);
    auto out = plain;
    for (auto const& [bytes, caseless, bits, steps] : plain)
        if (is_utf8(bytes))
            for (auto& form : escaped_forms(bytes))
                add(out, {std::move(form), caseless, bits, steps});
    return out;
}

std::string normal_form(ValueKind kind, std::string_view value, std::string_view region)
{
    switch (kind) {
    case ValueKind::phone:
        return normal_phone(value, region);
    case ValueKind::digits:
    case ValueKind::hex:
    case ValueKind::mac:
        return lower(without(value, separators));
    case ValueKind::email:
        return lower_letters(value);
    default:
        return std::string{value};
    }
}

double information_bits(std::string_view text, ValueKind kind)
{
    bool const random_letters =
        kind == ValueKind::hex || kind == ValueKind::mac || kind == ValueKind::identifier;
    double bits = 0;
    std::uint32_t before = 0;
    std::uint32_t before_that = 0;
    while (!text.empty()) {
        auto const [code, length] = first_character(text);
        char const letter = to_lower(text[0]);
        text.remove_prefix(length);
        bool const repeats = code == before && code == before_that; // "--------", "00000000"
        before_that = std::exchange(before, code);
        if (repeats)
            continue;
        if (is_digit(letter))
            bits += std::log2(10.0);
        else if (letter >= 'a' && letter <= 'z')
            bits += random_letters ? 4 : 3;
        else if (code >= 0x80)
            bits += length >= 3 ? 10 : 3;
        else
            bits += kind == ValueKind::mac || code == ' ' ? 0 : 1;
    }
    return bits;
}

} // namespace petze

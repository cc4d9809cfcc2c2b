#include "find/notation/notation.h"

#include "base/text.h"
#include "find/notation/charset.h"
#include "find/notation/escapes.h"
#include "find/notation/identifier_forms.h"
#include "find/notation/letter_case.h"
#include "find/notation/phone.h"
#include "find/notation/wrapping.h"

#include <cmath>
#include <unordered_set>
#include <utility>

namespace petze {

namespace {

struct Subject {
    std::string_view value;
    std::string_view region;
};

using forms::Forms;

Forms as_given(Subject const& subject)
{
    return {std::string{subject.value}};
}

// Caseless comparison is of ASCII letters only; others have different bytes in either case.
Forms in_either_case(Forms const& forms)
{
    Forms out;
    for (auto const& form : forms) {
        out.push_back(form);
        if (!is_utf8(form))
            continue;
        out.push_back(lower_letters(form));
        out.push_back(upper_letters(form));
    }
    return out;
}

Forms email_forms(Subject const& subject)
{
    return in_either_case({std::string{subject.value}});
}

Forms name_forms(Subject const& subject)
{
    return in_either_case(forms::name(subject.value));
}

Forms turned_name_forms(Subject const& subject)
{
    return in_either_case(forms::name_turned(subject.value));
}

Forms phone_forms(Subject const& subject)
{
    return phone_notations(subject.value, subject.region);
}

template<auto form>
Forms of_value(Subject const& subject)
{
    return form(subject.value);
}

Forms digits_run_together(Subject const& subject)
{
    return {forms::digits_alone(subject.value)};
}

constexpr unsigned bit(ValueKind kind)
{
    return 1u << static_cast<unsigned>(kind);
}
constexpr unsigned given_kinds = bit(ValueKind::digits) | bit(ValueKind::imei)
                                 | bit(ValueKind::identifier) | bit(ValueKind::phone)
                                 | bit(ValueKind::words);
constexpr unsigned number_kinds = bit(ValueKind::digits) | bit(ValueKind::imei);

/// One row for each way to write a value. A further disguise is a further row.
struct Rule {
    char const* name;
    Forms (*forms)(Subject const&);
    unsigned kinds;
    bool caseless = false;
    Placement placement{};
    bool hashed = true;             // hashes are made of it too
    std::string_view binary_step{}; // of what is no text: as the path tells it
};
constexpr Rule rules[] = {
    {"as given", as_given, given_kinds},
    {"digits run together", digits_run_together, bit(ValueKind::digits)},
    {"digits in groups", of_value<forms::number_groups>, bit(ValueKind::digits), false, {}, false},
    {"IMEI in groups and without its check digit", of_value<forms::imei>, bit(ValueKind::imei),
     false, Placement::standalone},
    {"IMEI with software version", of_value<forms::imei_sv>, bit(ValueKind::imei), false,
     Placement::standalone, false},
    {"MAC with : - . and none, either case", of_value<forms::mac>, bit(ValueKind::mac), true},
    {"UUID or hex id with and without hyphens, either case", of_value<forms::uuid>,
     bit(ValueKind::hex), true},
    {"hex id as a decimal number", of_value<forms::hex_decimal>, bit(ValueKind::hex), true,
     Placement::standalone},
    {"e-mail in either case", email_forms, bit(ValueKind::email), true},
    {"name in either case, and as vCard has it", name_forms, bit(ValueKind::name), true},
    {"name turned round", turned_name_forms, bit(ValueKind::name), true, Placement::whole, false},
    {"phone number in all its forms", phone_forms, bit(ValueKind::phone)},
    {"MAC, binary", of_value<forms::mac_binary>, bit(ValueKind::mac), false, {}, true, "binary"},
    {"UUID or hex id, binary",
     of_value<forms::hex_binary>,
     bit(ValueKind::hex),
     false,
     {},
     true,
     "binary"},
    {"number in BCD", of_value<forms::bcd>, number_kinds, false, {}, true, "bcd"},
};

/// Gathers the spellings of one value.
class Gatherer {
public:
    Gatherer(ValueKind kind, std::string_view value, std::string_view region)
        : m_kind(kind)
        , m_subject{value, region}
    {
    }

    std::vector<Spelling> notations()
    {
        text(true);
        return std::move(m_out);
    }

    std::vector<Spelling> gather()
    {
        text(false);
        for (auto const& spelling : std::vector{m_out})
            if (is_utf8(spelling.bytes))
                for (auto& form : normal_forms(spelling.bytes))
                    add(like(spelling, std::move(form)));
        for (auto const& plain : std::vector{m_out})
            disguise(plain);
        binary();
        return std::move(m_out);
    }

private:
    void text(bool hashed_alone)
    {
        for (auto const& rule : rules)
            if ((rule.kinds & bit(m_kind)) != 0 && rule.binary_step.empty()
                && (rule.hashed || !hashed_alone))
                for (auto& form : rule.forms(m_subject)) {
                    auto const bits = information_bits(form, m_kind);
                    add({std::move(form), rule.caseless, bits, {}, rule.placement});
                }
    }

    static Spelling like(Spelling const& plain, std::string bytes, std::string_view steps = {})
    {
        return {std::move(bytes), plain.caseless, plain.bits, steps, plain.placement};
    }

    void disguise(Spelling const& plain)
    {
        if (is_utf8(plain.bytes)) {
            for (auto& form : escaped_forms(plain.bytes))
                add(like(plain, std::move(form)));
            for (auto& [bytes, step, as_ascii] : charset_forms(plain.bytes)) {
                if (as_ascii)
                    for (auto& form : percent_forms(bytes))
                        add(like(plain, std::move(form), step));
                add(like(plain, std::move(bytes), step));
            }
        }
        // Where it stands is not to be seen from outside.
        if (plain.placement == Placement::whole)
            return;
        // Base64 knows no caseless comparison: what is written in either case is wrapped in both.
        std::vector<std::string> written{plain.bytes};
        if (plain.caseless)
            for (auto const& other : {lower(plain.bytes), upper_letters(plain.bytes)})
                if (other != written.front())
                    written.push_back(other);
        for (auto const& text : written)
            for (auto& form : wrapped_forms(as_bytes(text)))
                add({std::move(form.bytes), form.caseless, plain.bits * form.share, form.step,
                     plain.placement, form.before, form.behind});
    }

    // Whatever its bytes look like, it carries what the digits do.
    void binary()
    {
        auto const bits = information_bits(forms::digits_alone(m_subject.value), m_kind);
        for (auto const& rule : rules)
            if ((rule.kinds & bit(m_kind)) != 0 && !rule.binary_step.empty())
                for (auto& form : rule.forms(m_subject))
                    add({std::move(form), false, bits, rule.binary_step, {}});
    }

    void add(Spelling spelling)
    {
        if (spelling.bytes.empty())
            return;
        auto key = spelling.caseless ? lower(spelling.bytes) : spelling.bytes;
        key += spelling.caseless ? '\1' : '\0';
        if (m_known.insert(std::move(key)).second)
            m_out.push_back(std::move(spelling));
    }

    ValueKind m_kind;
    Subject m_subject;
    std::vector<Spelling> m_out;
    std::unordered_set<std::string> m_known;
};

} // namespace

std::vector<Spelling> notations(ValueKind kind, std::string_view value, std::string_view region)
{
    return Gatherer{kind, value, region}.notations();
}

std::vector<Spelling> spellings(ValueKind kind, std::string_view value, std::string_view region)
{
    return Gatherer{kind, value, region}.gather();
}

std::string normal_form(ValueKind kind, std::string_view value, std::string_view region)
{
    switch (kind) {
    case ValueKind::phone:
        return normal_phone(value, region);
    case ValueKind::digits:
    case ValueKind::imei:
    case ValueKind::hex:
    case ValueKind::mac:
        return lower(forms::digits_alone(value));
    case ValueKind::email:
    case ValueKind::name:
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

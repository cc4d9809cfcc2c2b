#pragma once

#include "find/notation/wrapping.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// What kind of value it is, as far as ways to write it go.
enum class ValueKind : std::uint8_t {
    digits,
    imei,
    identifier,
    hex,
    mac,
    phone,
    email,
    name, // of a person
    words
};

/// Where a spelling may stand.
enum class Placement : std::uint8_t {
    by_bits,    // see standalone_bits
    standalone, // must not touch further digits or letters, however rare it is
    whole       // nothing else stands in that field
};

/// One way in which a program would write a value.
struct Spelling {
    std::string bytes;
    bool caseless{}; // in ASCII letters
    double bits{};   // information_bits() of the form it is an escape of: escapes add none
    /// How the value was wrapped, as a finding's path tells it: steps outermost first with blanks
    /// between, such as "base64 utf-16le". A literal. Notations and escapes have none.
    std::string_view steps{};
    Placement placement{};
    WrappedEdge before{}, behind{}; // in base64

    bool operator==(Spelling const&) const = default;
};

/// The ways to write a value by itself, of which hashes are made: the rules in notation.cpp alone,
/// without those for whom there are too many or that are too vague.
std::vector<Spelling> notations(ValueKind kind, std::string_view value, std::string_view region);

/// All ways to write a value: the rules in notation.cpp, one row each; their Unicode normal forms;
/// of all these the escapes of the formats that carry text (escapes.cpp), other character sets
/// (charset.h), hex and base64 (wrapping.h), each where it changes anything. `region` is the ISO
/// country of phone numbers without a country code ("DE"); empty where none is known.
std::vector<Spelling> spellings(ValueKind kind, std::string_view value, std::string_view region);

/// The country of a phone number in international form, such as "HK"; empty where it has none.
std::string region_of(std::string_view phone_number);

/// The same value in one form, to compare two: a phone number in E.164, else its digits; letters
/// of those kinds that know no case in lower case; without separators where they mean nothing.
std::string normal_form(ValueKind kind, std::string_view value, std::string_view region);

/// How many bits of a random text would have to fall right for this one to stand in it by
/// accident: log2(10) for a digit, 4 for a hex digit of an identifier with letters in it, 3 for
/// a letter of a word (language is redundant), 10 for a CJK character, 1 for other signs, none
/// for blanks and for what repeats the two characters before it.
double information_bits(std::string_view text, ValueKind kind);

/// Below this a value is not looked for at all: 2^-24 for each place is one accident in 16 MB.
inline constexpr double searchable_bits = 24;
/// Below this a match must not touch further digits or letters, so that "Anna Huber" is not
/// found in "Anna Huberti", nor eight digits in a longer number. Above it a run-together value is
/// more likely than an accident: over 2^40 bytes searched, 2^-44 is one in sixteen.
inline constexpr double standalone_bits = 44;

} // namespace petze

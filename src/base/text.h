#pragma once

#include "base/bytes.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// ASCII only, whatever the locale: the wire knows no locale.
constexpr char to_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
constexpr bool is_hex_digit(char c)
{
    return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'f');
}

/// Where a text holds nothing of the kind.
inline constexpr auto npos = std::string_view::npos;

std::string lower(std::string_view text);
/// Nothing but letters and digits, lower case, and all that is not ASCII: for values that may be
/// written with other signs between.
std::string letters_and_digits(std::string_view text);
/// The same, one by one, for those who need no string of it.
template<typename Sink>
void each_letter_or_digit(std::string_view text, Sink const& sink)
{
    static constexpr auto kept = [] { // in lower case; or nothing
        std::array<char, 256> out{};
        for (unsigned i = 0; i < out.size(); ++i) {
            auto const low = to_lower(static_cast<char>(i));
            if ((low >= 'a' && low <= 'z') || is_digit(low) || i >= 0x80)
                out[i] = low;
        }
        return out;
    }();
    for (char const c : text)
        if (auto const low = kept[static_cast<unsigned char>(c)]; low != 0)
            sink(low);
}
bool equal_ignoring_case(std::string_view a, std::string_view b);

/// Without blanks, tabs and line ends at either side.
std::string_view trim(std::string_view text);

/// Lower-case hex digits.
std::string to_hex(Bytes bytes);
/// Nothing where a character is no hex digit or the number of them is odd.
std::optional<std::vector<std::uint8_t>> decode_hex(std::string_view digits);

/// RFC 4648 §4 or §5 (`+/` and `-_` both), padding optional, line breaks allowed. Nothing where
/// another character stands in it.
std::optional<std::vector<std::uint8_t>> decode_base64(std::string_view text);

/// %XX undone, `+` too where it stands for a blank; a broken escape stays as it is.
enum class Plus { is_plus, is_blank };
std::string decode_percent(std::string_view text, Plus plus);

/// Length of the well-formed UTF-8 sequence at the beginning, 0 where there is none. RFC 3629 §4.
std::size_t utf8_length(std::string_view text);
/// RFC 9562 section 4: "c0ffee00-…", in either case, whatever it says.
bool has_uuid_form(std::string_view text);

/// How many bytes at the beginning are ASCII that prints, blanks among them.
std::size_t printable_length(std::string_view text);
/// RFC 3629: well-formed, shortest forms only, no surrogates.
bool is_utf8(std::string_view text);
/// The same text with U+FFFD for each byte that is not part of well-formed UTF-8.
std::string to_utf8(std::string_view text);

/// Every time and span of ours counts nanoseconds.
inline constexpr std::int64_t ns_per_microsecond = 1000;
inline constexpr std::int64_t ns_per_second = 1'000'000'000;

/// "2014-07-21T08:15:30.123456Z", the form of every time in the event stream.
std::string rfc3339(std::int64_t time_ns);
/// The same without a string: every time that 64 bits of nanoseconds can hold (1677 to 2262)
/// takes exactly these 27 characters.
std::array<char, 27> rfc3339_text(std::int64_t time_ns);

} // namespace petze

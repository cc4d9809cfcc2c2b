#include "base/text.h"

#include <array>
#include <cstring>

namespace petze {

namespace {

int hex_value(char c)
{
    if (is_digit(c))
        return c - '0';
    c = to_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int base64_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (is_digit(c))
        return c - '0' + 52;
    if (c == '+' || c == '-')
        return 62;
    return c == '/' || c == '_' ? 63 : -1;
}

/// Two decimal digits.
void put_pair(char* out, std::int64_t number)
{
    auto const small = static_cast<std::uint32_t>(number);
    out[0] = static_cast<char>('0' + small / 10);
    out[1] = static_cast<char>('0' + small % 10);
}

} // namespace

std::string lower(std::string_view text)
{
    std::string out{text};
    for (auto& c : out)
        c = to_lower(c);
    return out;
}

std::string letters_and_digits(std::string_view text)
{
    std::string out;
    each_letter_or_digit(text, [&](char c) { out += c; });
    return out;
}

bool equal_ignoring_case(std::string_view a, std::string_view b)
{
    if (a.size() != b.size())
        return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (to_lower(a[i]) != to_lower(b[i]))
            return false;
    return true;
}

std::string_view trim(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    auto const first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string to_hex(Bytes bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out(bytes.size() * 2, '\0');
    auto* next = out.data();
    for (auto byte : bytes) {
        *next++ = digits[byte >> 4];
        *next++ = digits[byte & 15];
    }
    return out;
}

std::optional<std::vector<std::uint8_t>> decode_hex(std::string_view digits)
{
    if (digits.size() % 2 != 0)
        return {};
    std::vector<std::uint8_t> out;
    out.reserve(digits.size() / 2);
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        int const high = hex_value(digits[i]);
        int const low = hex_value(digits[i + 1]);
        if (high < 0 || low < 0)
            return {};
        out.push_back(static_cast<std::uint8_t>(high << 4 | low));
    }
    return out;
}

std::optional<std::vector<std::uint8_t>> decode_base64(std::string_view text)
{
    std::vector<std::uint8_t> out;
    out.reserve(text.size() / 4 * 3 + 3);
    std::uint32_t bits = 0;
    int count = 0;
    bool padded = false;
    for (char c : text) {
        if (c == '\r' || c == '\n')
            continue;
        if (c == '=') {
            padded = true;
            continue;
        }
        int const value = base64_value(c);
        if (value < 0 || padded)
            return {};
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        if (++count == 4) {
            out.push_back(static_cast<std::uint8_t>(bits >> 16));
            out.push_back(static_cast<std::uint8_t>(bits >> 8));
            out.push_back(static_cast<std::uint8_t>(bits));
            bits = 0;
            count = 0;
        }
    }
    if (count == 1)
        return {};
    if (count >= 2)
        out.push_back(static_cast<std::uint8_t>(bits >> (count == 2 ? 4 : 10)));
    if (count == 3)
        out.push_back(static_cast<std::uint8_t>(bits >> 2));
    return out;
}

std::string decode_percent(std::string_view text, Plus plus)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            int const high = hex_value(text[i + 1]);
            int const low = hex_value(text[i + 2]);
            if (high >= 0 && low >= 0) {
                out += static_cast<char>(high << 4 | low);
                i += 2;
                continue;
            }
        }
        out += text[i] == '+' && plus == Plus::is_blank ? ' ' : text[i];
    }
    return out;
}

// One branch for each row of RFC 3629 §4.
// NOLINTNEXTLINE(readability-function-cognitive-complexity)
std::size_t utf8_length(std::string_view text)
{
    if (text.empty())
        return 0;
    auto const at = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
    };
    auto const tail = [&](std::size_t i) { return at(i) >= 0x80 && at(i) <= 0xbf; };
    auto const first = at(0);
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first <= 0xdf)
        return tail(1) ? 2 : 0;
    if (first >= 0xe0 && first <= 0xef) {
        if ((first == 0xe0 && at(1) < 0xa0) || (first == 0xed && at(1) > 0x9f))
            return 0;
        return tail(1) && tail(2) ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        if ((first == 0xf0 && at(1) < 0x90) || (first == 0xf4 && at(1) > 0x8f))
            return 0;
        return tail(1) && tail(2) && tail(3) ? 4 : 0;
    }
    return 0;
}

bool has_uuid_form(std::string_view text)
{
    constexpr std::size_t length = 36;
    if (text.size() != length)
        return false;
    for (std::size_t i = 0; i < length; ++i) {
        bool const hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (hyphen ? text[i] != '-' : !is_hex_digit(text[i]))
            return false;
    }
    return true;
}

std::size_t printable_length(std::string_view text)
{
    constexpr std::uint64_t ones = 0x0101010101010101, highest = 0x80 * ones;
    std::size_t at = 0;
    // Eight at once: none has its highest bit set, none lies below a blank, none is DEL.
    for (std::uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
        std::memcpy(&word, text.data() + at, sizeof word);
        if (((word | (word - ' ' * ones) | (word + ones)) & highest) != 0)
            break;
    }
    while (at < text.size() && text[at] >= ' ' && text[at] < 0x7f)
        ++at;
    return at;
}

bool is_utf8(std::string_view text)
{
    while (true) {
        text.remove_prefix(printable_length(text));
        if (text.empty())
            return true;
        auto const length = utf8_length(text);
        if (length == 0)
            return false;
        text.remove_prefix(length);
    }
}

std::string to_utf8(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        auto const length = utf8_length(text);
        out += length == 0 ? std::string_view{"\xef\xbf\xbd"} : text.substr(0, length);
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return out;
}

std::array<char, 27> rfc3339_text(std::int64_t time_ns)
{
    constexpr std::int64_t day_seconds = 86400;
    auto seconds = time_ns / 1'000'000'000;
    auto nanoseconds = time_ns % 1'000'000'000;
    if (nanoseconds < 0) {
        nanoseconds += 1'000'000'000;
        --seconds;
    }
    auto days = seconds / day_seconds;
    auto second = seconds % day_seconds;
    if (second < 0) {
        second += day_seconds;
        --days;
    }
    // Days to year, month, day: H. Hinnant, "chrono-compatible low-level date algorithms".
    auto const shifted = days + 719468;
    auto const era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    auto const day_of_era = shifted - era * 146097;
    auto const year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    auto const day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    auto const month_index = (5 * day_of_year + 2) / 153;
    auto const day = day_of_year - (153 * month_index + 2) / 5 + 1;
    auto const month = month_index < 10 ? month_index + 3 : month_index - 9;
    auto const year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
    auto const microseconds = nanoseconds / 1000;
    std::array<char, 27> out{'0', '0', '0', '0', '-', '0', '0', '-', '0', '0', 'T', '0', '0', ':',
                             '0', '0', ':', '0', '0', '.', '0', '0', '0', '0', '0', '0', 'Z'};
    put_pair(out.data(), year / 100);
    put_pair(&out[2], year % 100);
    put_pair(&out[5], month);
    put_pair(&out[8], day);
    put_pair(&out[11], second / 3600);
    put_pair(&out[14], second / 60 % 60);
    put_pair(&out[17], second % 60);
    put_pair(&out[20], microseconds / 10'000);
    put_pair(&out[22], microseconds / 100 % 100);
    put_pair(&out[24], microseconds % 100);
    return out;
}

std::string rfc3339(std::int64_t time_ns)
{
    auto const text = rfc3339_text(time_ns);
    return {text.data(), text.size()};
}

} // namespace petze

#include "find/pattern/checks.h"

#include "base/text.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace petze::pattern {

namespace {

/// Numbers that begin between two others, of some lengths.
struct Brand {
    std::string_view first, last;
    std::size_t shortest, longest;
};
// ISO/IEC 7812 as the brands publish it.
constexpr Brand brands[] = {
    {"34", "34", 15, 15},   {"37", "37", 15, 15},     {"4", "4", 13, 19},
    {"51", "55", 16, 16},   {"2221", "2720", 16, 16}, {"6011", "6011", 16, 19},
    {"644", "659", 16, 19}, {"3528", "3589", 16, 19}, {"62", "62", 16, 19},
    {"36", "36", 14, 19},   {"300", "305", 14, 19}};

struct Country {
    std::string_view code;
    std::size_t length;
};
// The registry of ISO 13616.
constexpr Country countries[] = {
    {"AD", 24}, {"AE", 23}, {"AL", 28}, {"AT", 20}, {"AZ", 28}, {"BA", 20}, {"BE", 16}, {"BG", 22},
    {"BH", 22}, {"BR", 29}, {"CH", 21}, {"CR", 22}, {"CY", 28}, {"CZ", 24}, {"DE", 22}, {"DK", 18},
    {"DO", 28}, {"EE", 20}, {"EG", 29}, {"ES", 24}, {"FI", 18}, {"FO", 18}, {"FR", 27}, {"GB", 22},
    {"GE", 22}, {"GI", 23}, {"GL", 18}, {"GR", 27}, {"HR", 21}, {"HU", 28}, {"IE", 22}, {"IL", 23},
    {"IS", 26}, {"IT", 27}, {"JO", 30}, {"KW", 30}, {"KZ", 20}, {"LB", 28}, {"LI", 21}, {"LT", 20},
    {"LU", 20}, {"LV", 21}, {"MC", 27}, {"MD", 24}, {"ME", 22}, {"MK", 19}, {"MT", 31}, {"NL", 18},
    {"NO", 15}, {"PK", 24}, {"PL", 28}, {"PT", 25}, {"QA", 29}, {"RO", 24}, {"RS", 22}, {"SA", 24},
    {"SE", 24}, {"SI", 19}, {"SK", 24}, {"SM", 27}, {"TN", 24}, {"TR", 26}, {"UA", 29}, {"XK", 20}};

constexpr std::size_t longest_text = 48;

/// Without the blanks and hyphens of groups; empty where one stands at an end or beside another.
std::string ungrouped(std::string_view text)
{
    std::string out;
    bool apart = true;
    for (char const c : text.substr(0, longest_text)) {
        bool const separator = c == ' ' || c == '-';
        if (separator && apart)
            return {};
        apart = separator;
        if (!separator)
            out += c;
    }
    return apart || text.size() > longest_text ? std::string{} : out;
}

} // namespace

bool is_card(std::string_view text)
{
    auto const digits = ungrouped(text);
    return passes_luhn(digits)
           && std::any_of(std::begin(brands), std::end(brands), [&](Brand const& brand) {
                  auto const begin = std::string_view{digits}.substr(0, brand.first.size());
                  return brand.first <= begin && begin <= brand.last
                         && brand.shortest <= digits.size() && digits.size() <= brand.longest;
              });
}

bool is_grouped_card(std::string_view text)
{
    constexpr std::size_t length = 19, group = 5;
    if (text.size() != length)
        return false;
    for (std::size_t i = group - 1; i < length; i += group)
        if (is_digit(text[i]) || text[i] != text[group - 1])
            return false;
    return is_card(text);
}

bool is_iban(std::string_view text)
{
    auto const is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (text.size() < 2 || !is_capital(text[0]) || !is_capital(text[1]))
        return false;
    auto const country =
        std::find_if(std::begin(countries), std::end(countries),
                     [&](Country const& known) { return text.starts_with(known.code); });
    if (country == std::end(countries))
        return false;
    auto const plain = ungrouped(text);
    if (plain.size() != country->length)
        return false;
    int remainder = 0;
    for (char const c : plain.substr(4) + plain.substr(0, 4)) {
        if (is_digit(c))
            remainder = (remainder * 10 + (c - '0')) % 97;
        else if (is_capital(c))
            remainder = (remainder * 100 + (c - 'A' + 10)) % 97;
        else
            return false;
    }
    return remainder == 1;
}

} // namespace petze::pattern

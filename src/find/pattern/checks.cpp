#include "find/pattern/checks.h"

#include "base/text.h"
#include "find/pattern/oui.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string>

namespace petze::pattern {

namespace {

bool is_letter(char c)
{
    return to_lower(c) >= 'a' && to_lower(c) <= 'z';
}
bool all_digits(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}
bool all_same(std::string_view text)
{
    return text.find_first_not_of(text.front()) == npos;
}
template<std::size_t N>
bool contains(std::string_view const (&list)[N], std::string_view text)
{
    return std::find(std::begin(list), std::end(list), text) != std::end(list);
}

// Reporting bodies of the GSM Association (TS.06), with those of old devices.
constexpr std::string_view reporting_bodies[] = {"01", "33", "35", "44", "45", "49", "50", "51",
                                                 "52", "53", "54", "86", "91", "97", "98", "99"};

struct CodeRange {
    int first, last;
};
// ITU-T E.212, annex: the codes that are given to countries, neighbours joined.
constexpr CodeRange country_codes[] = {
    {202, 202}, {204, 204}, {206, 206}, {208, 208}, {212, 214}, {216, 216}, {218, 222}, {225, 226},
    {228, 228}, {230, 232}, {234, 235}, {238, 238}, {240, 240}, {242, 242}, {244, 244}, {246, 248},
    {250, 250}, {255, 255}, {257, 257}, {259, 260}, {262, 262}, {266, 266}, {268, 268}, {270, 270},
    {272, 272}, {274, 274}, {276, 276}, {278, 278}, {280, 280}, {282, 284}, {286, 286}, {288, 290},
    {292, 295}, {297, 297}, {302, 302}, {308, 308}, {310, 316}, {330, 330}, {332, 332}, {334, 334},
    {338, 338}, {340, 340}, {342, 342}, {344, 344}, {346, 346}, {348, 348}, {350, 350}, {352, 352},
    {354, 354}, {356, 356}, {358, 358}, {360, 360}, {362, 366}, {368, 368}, {370, 370}, {372, 372},
    {374, 374}, {376, 376}, {400, 402}, {404, 406}, {410, 410}, {412, 422}, {424, 432}, {434, 434},
    {436, 438}, {440, 441}, {450, 450}, {452, 452}, {454, 457}, {460, 461}, {466, 467}, {470, 470},
    {472, 472}, {502, 502}, {505, 505}, {510, 510}, {514, 515}, {520, 520}, {525, 525}, {528, 528},
    {530, 530}, {536, 537}, {539, 553}, {555, 555}, {602, 659}, {702, 702}, {704, 704}, {706, 706},
    {708, 708}, {710, 710}, {712, 712}, {714, 714}, {716, 716}, {722, 722}, {724, 724}, {730, 730},
    {732, 732}, {734, 734}, {736, 736}, {738, 738}, {740, 740}, {742, 742}, {744, 744}, {746, 746},
    {748, 748}, {750, 750}, {901, 901}};

int number_of(std::string_view digits)
{
    int out = 0;
    for (char const c : digits)
        out = out * 10 + (c - '0');
    return out;
}

} // namespace

bool passes_luhn(std::string_view digits)
{
    if (digits.size() < 2 || !all_digits(digits) || all_same(digits))
        return false;
    int sum = 0;
    bool doubled = false;
    for (auto at = digits.rbegin(); at != digits.rend(); ++at, doubled = !doubled) {
        auto const digit = (*at - '0') * (doubled ? 2 : 1);
        sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 == 0;
}

bool is_imei(std::string_view text)
{
    return text.size() == 15 && contains(reporting_bodies, text.substr(0, 2)) && passes_luhn(text);
}

bool is_imsi(std::string_view text)
{
    if (text.size() != 15 || !all_digits(text) || all_same(text.substr(5)))
        return false;
    auto const code = number_of(text.substr(0, 3));
    return std::any_of(
        std::begin(country_codes), std::end(country_codes),
        [&](CodeRange const& range) { return range.first <= code && code <= range.last; });
}

bool is_iccid(std::string_view text)
{
    return (text.size() == 19 || text.size() == 20) && text.starts_with("89") && passes_luhn(text);
}

bool is_device_mac(std::string_view text, bool is_named)
{
    constexpr std::size_t digits = 12, with_separators = 17;
    std::string hex;
    if (text.size() == with_separators && (text[2] == ':' || text[2] == '-')) {
        for (std::size_t i = 0; i < text.size(); ++i)
            if (i % 3 != 2)
                hex += to_lower(text[i]);
            else if (text[i] != text[2])
                return false;
    } else if (is_named && text.size() == digits) {
        hex = lower(text);
    }
    if (hex.size() != digits || !std::all_of(hex.begin(), hex.end(), is_hex_digit))
        return false;
    auto const prefix =
        static_cast<std::uint32_t>(std::strtoul(hex.substr(0, 6).c_str(), nullptr, 16));
    // IEEE 802, clause 8: of a group, or not given out by a maker but made up by the device.
    constexpr std::uint32_t group = 0x010000, made_up = 0x020000;
    bool const has_maker = (prefix & made_up) != 0 || is_assigned_oui(prefix);
    // What Android says to apps that may not know is 02:00:00:00:00:00.
    return (prefix & group) == 0 && (has_maker || is_named)
           && !all_same(std::string_view{hex}.substr(2));
}

bool is_email(std::string_view text)
{
    constexpr std::size_t most_local = 64, most = 254;
    constexpr std::string_view file_endings[] = {"png", "jpg", "jpeg", "gif",  "webp",
                                                 "svg", "js",  "css",  "json", "html",
                                                 "xml", "so",  "dex",  "apk"};
    auto const at = text.find('@');
    if (at == npos || at == 0 || at > most_local || text.size() > most)
        return false;
    auto const local = text.substr(0, at);
    auto const domain = text.substr(at + 1);
    auto const is_local = [](char c) {
        return is_letter(c) || is_digit(c)
               || std::string_view{".!#$%&'*+-/=?^_`{|}~"}.find(c) != npos;
    };
    auto const is_domain = [](char c) {
        return is_letter(c) || is_digit(c) || c == '-' || c == '.';
    };
    auto const dot = domain.rfind('.');
    if (dot == npos || dot == 0 || local.front() == '.' || local.back() == '.'
        || local.find("..") != npos || domain.find("..") != npos || domain.front() == '-'
        || domain.front() == '.')
        return false;
    auto const last = domain.substr(dot + 1);
    return last.size() >= 2
           && (std::all_of(last.begin(), last.end(), is_letter) || last.starts_with("xn--"))
           && !contains(file_endings, lower(last))
           && std::all_of(local.begin(), local.end(), is_local)
           && std::all_of(domain.begin(), domain.end(), is_domain);
}

bool is_uuid(std::string_view text)
{
    return has_uuid_form(text) && text.find_first_not_of("0-") != npos;
}

bool is_android_id(std::string_view text)
{
    return text.size() == 16 && std::all_of(text.begin(), text.end(), is_hex_digit)
           && !all_same(text) && std::any_of(text.begin(), text.end(), is_letter);
}

bool is_package_name(std::string_view text)
{
    constexpr std::string_view beginnings[] = {"com", "org", "net", "io",  "de", "cn",     "jp",
                                               "kr",  "ru",  "me",  "eu",  "uk", "fr",     "it",
                                               "in",  "co",  "app", "dev", "tv", "android"};
    constexpr std::size_t most = 150;
    if (text.size() > most || !contains(beginnings, text.substr(0, text.find('.'))))
        return false;
    int dots = 0;
    bool begins = true; // a part of the name
    for (char const c : text) {
        if (c == '.' ? begins : !is_letter(c) && (begins || (!is_digit(c) && c != '_')))
            return false;
        begins = c == '.';
        dots += begins ? 1 : 0;
    }
    return dots >= 2 && !begins;
}

bool is_jwt(std::string_view text)
{
    constexpr std::size_t least = 20, most = 8192;
    auto const first = text.find('.');
    if (text.size() < least || text.size() > most || !text.starts_with("eyJ") || first == npos)
        return false;
    auto const second = text.find('.', first + 1);
    auto const is_part = [](char c) {
        return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.';
    };
    if (second == npos || second == first + 1 || text.find('.', second + 1) != npos
        || !std::all_of(text.begin(), text.end(), is_part))
        return false;
    auto const header = decode_base64(text.substr(0, first));
    return header && as_text(*header).find("\"alg\"") != npos;
}

} // namespace petze::pattern

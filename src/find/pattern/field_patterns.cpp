#include "find/pattern/field_patterns.h"

#include "base/text.h"
#include "find/notation/phone.h"
#include "find/pattern/checks.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

namespace petze::pattern {

namespace {

constexpr std::string_view imei_names[] = {"imei", "deviceid", "devid"};
constexpr std::string_view imsi_names[] = {"imsi", "subscriberid"};
constexpr std::string_view iccid_names[] = {"iccid", "simserial", "simid"};
constexpr std::string_view mac_names[] = {"mac", "bssid", "wlan", "wifi"};
constexpr std::string_view phone_names[] = {"phone", "mobile", "msisdn", "tel", "number", "caller"};
constexpr std::string_view card_names[] = {"card", "pan", "ccnum", "ccno"};
constexpr std::string_view android_names[] = {"androidid", "ssaid"};
constexpr std::string_view advertising_names[] = {
    "adid", "gaid", "idfa", "aaid", "ifa", "oaid", "advertisingid", "advertiserid", "googleadid"};
constexpr std::string_view secret_names[] = {"password",  "passwd",    "passphrase", "pwd",
                                             "secret",    "apikey",    "privatekey", "token",
                                             "sessionid", "credential"};
// What these name is of a page, a list or a push service.
constexpr std::string_view no_secret_names[] = {
    "csrftoken",   "xsrftoken",         "pagetoken",  "synctoken",   "nexttoken",
    "pagingtoken", "devicetoken",       "pushtoken",  "fcmtoken",    "cursortoken",
    "formtoken",   "continuationtoken", "deltatoken", "messagetoken"};
// What services begin their tokens with, and how long these are at least.
struct TokenForm {
    std::string_view begin;
    std::size_t least;
};
constexpr TokenForm token_forms[] = {
    {"ya29.", 40},  {"1//0", 40},  {"ghp_", 40},  {"gho_", 40},     {"github_pat_", 60},
    {"glpat-", 26}, {"xoxb-", 40}, {"xoxp-", 40}, {"sk_live_", 30}, {"EAACEdEose0cBA", 60},
    {"AKIA", 20},   {"sk-", 40},   {"SG.", 60},   {"shpat_", 38}};
// Lists of what a phone hears around it are called so.
constexpr std::string_view scan_names[] = {"accesspoint", "wifi",    "wlan",  "scanresult",
                                           "aplist",      "hotspot", "bssids"};
// Names of mails and parts of them look like addresses.
constexpr std::string_view mail_id_names[] = {"messageid", "inreplyto", "references", "contentid"};

std::string_view of_digits(std::string_view text, Name const& name)
{
    if (is_imei(text) && name.has_one(imei_names))
        return "imei";
    if (is_imsi(text) && name.has_one(imsi_names))
        return "imsi";
    // Twenty digits from 89 on are more than 64 bits hold: no counter's.
    if (is_iccid(text) && (text.size() == 20 || name.has_one(iccid_names)))
        return "iccid";
    return is_card(text) && name.has_one(card_names) ? "payment" : "";
}

/// An element of a list of access points: what else they are called there, they are not the phone.
bool is_in_scan(Origin const* origin)
{
    auto const key = key_of(origin);
    constexpr std::string_view element = "[*]";
    auto const list =
        key.name == "*]" ? key.parent : key.parent.substr(0, key.parent.rfind(element));
    if (key.name != "*]" && list.size() == key.parent.size())
        return false;
    auto const name = plain_name(list.substr(list.find_last_of(":.[@") + 1));
    return std::any_of(std::begin(scan_names), std::end(scan_names),
                       [&](std::string_view part) { return name.find(part) != npos; });
}

std::string_view of_hex(std::string_view text, Name const& name, Origin const* origin)
{
    if (is_device_mac(text, name.has_one(mac_names)))
        return name.has("bssid") || is_in_scan(origin) ? "bssid" : "mac";
    if (text.size() == 16 && name.has_one(android_names) && is_android_id(text))
        return "android_id";
    return text.size() == 36 && name.ends_with_one(advertising_names) && is_uuid(text)
               ? "advertising_id"
               : "";
}

std::string_view of_short_text(std::string_view text, Name const& name)
{
    constexpr std::size_t longest_phone = 24, longest_ssid = 32;
    auto const number = text.substr(text.starts_with("tel:") ? 4 : 0);
    if (number.starts_with('+') && number.size() <= longest_phone
        && (number.size() < text.size() || name.has_one(phone_names)) && is_phone_number(number))
        return "phone_number";
    if (name.text().ends_with("ssid") && !name.has("bssid") && text.size() <= longest_ssid
        && text != "<unknown ssid>")
        return "ssid";
    if (is_grouped_card(text) || is_iban(text))
        return "payment";
    return "";
}

bool is_encrypted(Origin const* origin)
{
    for (auto const* node = origin; node; node = node->parent)
        if (node->step == "tls" || node->step == "quic" || node->step == "dtls")
            return true;
    return false;
}

/// By what the service that made it begins it with.
bool is_token(std::string_view text)
{
    constexpr std::size_t most = 512;
    auto const is_inside = [](char c) {
        return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z')
               || std::string_view{"-_./"}.find(c) != npos;
    };
    return text.size() <= most
           && std::any_of(std::begin(token_forms), std::end(token_forms),
                          [&](TokenForm const& form) {
                              return text.size() >= form.least && text.starts_with(form.begin);
                          })
           && std::all_of(text.begin(), text.end(), is_inside)
           && std::any_of(text.begin(), text.end(), is_digit);
}

/// What proves to somebody who reads along that he is its owner.
std::string_view secret_in(std::string_view text, Name const& name)
{
    constexpr std::string_view nothing[] = {"null", "true", "false", "undefined", "none"};
    constexpr std::size_t least = 4, most = 4096;
    if (is_jwt(text) || is_token(text))
        return text;
    if (text.size() < least || text.size() > most)
        return {};
    if (name.text().ends_with("authorization")) {
        auto const blank = std::min(text.find(' '), text.size());
        auto const scheme = text.substr(0, blank);
        auto const rest = trim(text.substr(blank));
        if (equal_ignoring_case(scheme, "bearer"))
            return rest;
        auto const decoded = decode_base64(rest);
        return equal_ignoring_case(scheme, "basic") && decoded
                       && as_text(*decoded).find(':') != npos
                   ? rest
                   : std::string_view{};
    }
    bool const says_nothing =
        std::find(std::begin(nothing), std::end(nothing), text) != std::end(nothing)
        || text.find_first_not_of("*xX.") == npos || text.find(' ') != npos;
    return !says_nothing && name.ends_with_one(secret_names) && !name.ends_with_one(no_secret_names)
               ? text
               : std::string_view{};
}

/// Addresses of six bytes inside a text: several are what a phone hears around it.
void look_for_macs(std::string_view text, PatternSink sink)
{
    constexpr std::size_t length = 17, most = 4096;
    if (text.size() <= length || text.size() > most)
        return;
    auto const is_part = [](char c) {
        return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z') || c == ':' || c == '-';
    };
    std::string_view first;
    bool several = false;
    for (auto at = text.find(':'); at != npos; at = text.find(':', at + 1)) {
        if (at < 2 || at - 2 + length > text.size())
            continue;
        auto const begin = at - 2;
        auto const one = text.substr(begin, length);
        bool const alone = (begin == 0 || !is_part(text[begin - 1]))
                           && (begin + length == text.size() || !is_part(text[begin + length]));
        if (!alone || !is_device_mac(one, false))
            continue;
        at = begin + length - 1;
        if (first.empty()) {
            first = one;
            continue;
        }
        if (!std::exchange(several, true))
            sink("bssid", first);
        sink("bssid", one);
    }
    if (!several && !first.empty())
        sink("mac", first);
}

void look_for_emails(std::string_view text, Name const& name, PatternSink sink)
{
    constexpr std::string_view borders = " \t\r\n<>()[]\"',;:/\\?=&|";
    if (name.ends_with_one(mail_id_names))
        return;
    for (auto at = text.find('@'); at != npos; at = text.find('@', at + 1)) {
        constexpr std::size_t reach = 254;
        auto const before = text.substr(0, at).find_last_of(borders);
        auto const begin = before == npos ? 0 : before + 1;
        auto const end = std::min(text.find_first_of(borders, at), text.size());
        // "https://name:password@host" names no mailbox.
        bool const in_address = begin > 0 && (text[begin - 1] == '/' || text[begin - 1] == ':')
                                && !text.substr(0, begin).ends_with("mailto:");
        if (in_address || at - begin > reach || end - at > reach)
            continue;
        auto mailbox = text.substr(begin, end - begin);
        while (mailbox.ends_with('.'))
            mailbox.remove_suffix(1);
        if (is_email(mailbox))
            sink("email", mailbox);
    }
}

} // namespace

void look_for_patterns(Field const& field, Name const& name, PatternSink sink)
{
    constexpr std::size_t longest_value = 64, shortest_digits = 12;
    auto const text = trim(field.value);
    if (text.empty() || field.origin == nullptr)
        return;
    auto const digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits == text.size() && digits < shortest_digits && text.size() < 4)
        return;
    auto category = std::string_view{};
    if (text.size() <= longest_value) {
        if (digits == text.size())
            category = of_digits(text, name);
        if (category.empty())
            category = of_hex(text, name, field.origin);
        if (category.empty() && digits != text.size())
            category = of_short_text(text, name);
    }
    if (!category.empty()) {
        sink(category, text);
        return;
    }
    if (auto const secret = secret_in(text, name); !secret.empty() && !is_encrypted(field.origin))
        sink("credential", secret);
    else
        look_for_emails(text, name, sink);
    look_for_macs(text, sink);
}

} // namespace petze::pattern

#include "find/pattern/field_patterns.h"

#include "base/text.h"
#include "find/field_key.h"
#include "find/notation/phone.h"
#include "find/pattern/checks.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

namespace petze::pattern {

namespace {

constexpr auto npos = std::string_view::npos;

/// plain_name() without a string: names that say something are short.
class Name {
public:
    explicit Name(Origin const* origin)
    {
        for (char const c : key_of(origin).name) {
            auto const small = to_lower(c);
            if (!is_digit(c) && (small < 'a' || small > 'z'))
                continue;
            if (m_size == m_text.size()) {
                m_size = 0;
                return;
            }
            m_text[m_size++] = small;
        }
    }

    std::string_view text() const { return {m_text.data(), m_size}; }
    bool has(std::string_view part) const { return text().find(part) != npos; }
    template<std::size_t N>
    bool has_one(std::string_view const (&parts)[N]) const
    {
        return std::any_of(std::begin(parts), std::end(parts),
                           [&](std::string_view part) { return has(part); });
    }
    template<std::size_t N>
    bool ends_with_one(std::string_view const (&parts)[N]) const
    {
        return std::any_of(std::begin(parts), std::end(parts),
                           [&](std::string_view part) { return text().ends_with(part); });
    }

private:
    std::array<char, 48> m_text{};
    std::size_t m_size = 0;
};

constexpr std::string_view imei_names[] = {"imei", "deviceid", "devid"};
constexpr std::string_view imsi_names[] = {"imsi", "subscriberid"};
constexpr std::string_view iccid_names[] = {"iccid", "simserial", "simid"};
constexpr std::string_view mac_names[] = {"mac", "bssid", "wlan", "wifi"};
constexpr std::string_view phone_names[] = {"phone", "mobile", "msisdn", "tel", "number", "caller"};
constexpr std::string_view card_names[] = {"card", "pan", "ccnum", "ccno"};
constexpr std::string_view android_names[] = {"androidid", "ssaid"};
constexpr std::string_view advertising_names[] = {
    "adid", "gaid", "idfa", "aaid", "ifa", "advertisingid", "advertiserid", "googleadid"};
constexpr std::string_view secret_names[] = {"password",  "passwd",    "passphrase", "pwd",
                                             "secret",    "apikey",    "privatekey", "token",
                                             "sessionid", "credential"};
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

std::string_view of_hex(std::string_view text, Name const& name)
{
    if (is_device_mac(text, name.has_one(mac_names)))
        return name.has("bssid") ? "bssid" : "mac";
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

/// What proves to somebody who reads along that he is its owner.
std::string_view secret_in(std::string_view text, Name const& name)
{
    constexpr std::string_view nothing[] = {"null", "true", "false", "undefined", "none"};
    constexpr std::size_t least = 4, most = 4096;
    if (is_jwt(text))
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
    return !says_nothing && name.ends_with_one(secret_names) ? text : std::string_view{};
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

void look_for_patterns(Field const& field, PatternSink sink)
{
    constexpr std::size_t longest_value = 64, shortest_digits = 12;
    auto const text = trim(field.value);
    if (text.empty() || field.origin == nullptr)
        return;
    auto const digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits == text.size() && digits < shortest_digits && text.size() < 4)
        return;
    Name const name{field.origin};
    auto category = std::string_view{};
    if (text.size() <= longest_value) {
        if (digits == text.size())
            category = of_digits(text, name);
        if (category.empty())
            category = of_hex(text, name);
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
}

} // namespace petze::pattern

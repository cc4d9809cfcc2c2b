#include "find/pattern/learned.h"

#include "base/text.h"
#include "find/pattern/checks.h"

#include <algorithm>
#include <bitset>
#include <iterator>

namespace petze::pattern {

namespace {

// Whole names: "paid", "invalid" and "uuids" end or begin like some of these.
constexpr std::string_view device_names[] = {
    "deviceid", "devid",      "did",         "udid",      "openudid",      "uuid",
    "duid",     "utdid",      "gaid",        "oaid",      "vaid",          "aaid",
    "adid",     "idfa",       "idfv",        "ifa",       "rdid",          "androidid",
    "ssaid",    "imei",       "imei1",       "imei2",     "meid",          "deviceuuid",
    "hwid",     "hardwareid", "clientudid",  "machineid", "advertisingid", "googleadid",
    "devicesn", "serialno",   "serialnumber"};

constexpr std::string_view names_of_phones[] = {"devicename", "hostname",     "phonename",
                                                "clientname", "computername", "bluetoothname"};

constexpr char sighting_mark = '?'; // no item of a profile begins with it

std::size_t different_in(std::string_view text)
{
    std::bitset<256> seen;
    for (char const c : text)
        seen.set(static_cast<unsigned char>(c));
    return seen.count();
}

/// Letters of both cases and digits: what base64 leaves of random bytes.
bool is_mixed(std::string_view text)
{
    constexpr std::size_t fewest_different = 12;
    auto const is_small = [](char c) { return c >= 'a' && c <= 'z'; };
    auto const is_large = [](char c) { return c >= 'A' && c <= 'Z'; };
    bool const is_base64 = std::all_of(text.begin(), text.end(), [&](char c) {
        return is_digit(c) || is_small(c) || is_large(c)
               || std::string_view{"+/-_="}.find(c) != npos;
    });
    return is_base64 && different_in(text) >= fewest_different
           && std::any_of(text.begin(), text.end(), is_digit)
           && std::any_of(text.begin(), text.end(), is_small)
           && std::any_of(text.begin(), text.end(), is_large);
}

} // namespace

std::string sighting_item(Sighting sighting, std::string_view value)
{
    return std::string{sighting_mark, static_cast<char>(sighting)}.append(value);
}

std::optional<Sighting> sighting_of(Finding const& finding)
{
    if (finding.item.size() < 2 || finding.item[0] != sighting_mark)
        return {};
    return static_cast<Sighting>(finding.item[1]);
}

bool names_phone(Name const& name)
{
    return std::find(std::begin(names_of_phones), std::end(names_of_phones), name.text())
           != std::end(names_of_phones);
}

bool names_device(Name const& name)
{
    return std::find(std::begin(device_names), std::end(device_names), name.text())
           != std::end(device_names);
}

bool is_identifier(std::string_view text)
{
    constexpr std::size_t least = 15, most = 88, least_hex = 16, fewest_different = 7;
    if (text.size() < least || text.size() > most || different_in(text) < fewest_different)
        return false;
    if (std::all_of(text.begin(), text.end(), is_digit))
        return is_imei(text);
    if (is_uuid(text))
        return true;
    if (std::all_of(text.begin(), text.end(), is_hex_digit))
        return text.size() >= least_hex && text.size() % 2 == 0
               && std::any_of(text.begin(), text.end(), is_digit);
    return text.size() >= 20 && is_mixed(text);
}

std::string_view identifier_in_user_agent(std::string_view text)
{
    constexpr std::string_view borders = " ;,()/=[]\"";
    while (!text.empty()) {
        auto const end = std::min(text.find_first_of(borders), text.size());
        auto const part = text.substr(0, end);
        // Builds are of letters of both cases, too.
        bool const is_hex_or_uuid = std::all_of(part.begin(), part.end(),
                                                [](char c) { return is_hex_digit(c) || c == '-'; });
        if (is_hex_or_uuid && is_identifier(part))
            return part;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return {};
}

} // namespace petze::pattern

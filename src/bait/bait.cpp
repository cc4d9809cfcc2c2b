#include "bait/bait.h"

#include "bait/exif.h"
#include "bait/picture.h"
#include "base/text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace petze::bait {

namespace {

constexpr std::string_view mark = "Invented by petze bait: no such person exists.";

std::string degrees(double value)
{
    std::array<char, 32> text{};
    auto const length = std::snprintf(text.data(), text.size(), "%.6f", value);
    std::string out{text.data(), static_cast<std::size_t>(length)};
    std::replace(out.begin(), out.end(), ',', '.'); // whatever the locale
    return out;
}

std::string attribute(std::string_view text)
{
    std::string out;
    for (char const c : text)
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            out += c;
        }
    return out;
}

// RFC 6350 section 3.4, RFC 5545 section 3.3.11.
std::string escaped_line(std::string_view text)
{
    std::string out;
    for (char const c : text) {
        if (c == ',' || c == ';' || c == '\\')
            out += '\\';
        out += c;
    }
    return out;
}

// "20240401T100000Z"
std::string basic_time(std::int64_t time_s)
{
    auto out = rfc3339(time_s * 1'000'000'000).substr(0, 19);
    std::erase_if(out, [](char c) { return c == '-' || c == ':'; });
    return out + 'Z';
}

// vCard 3.0 (RFC 2426): what every address book reads.
std::string contacts_vcf(Person const& person)
{
    std::string out;
    for (auto const& contact : person.contacts)
        out += "BEGIN:VCARD\r\nVERSION:3.0\r\nN:" + contact.family + ';' + contact.given
               + ";;;\r\nFN:" + contact.name() + "\r\nTEL;TYPE=CELL:" + contact.phone + "\r\nEMAIL:"
               + contact.email + "\r\nNOTE:" + std::string{mark} + "\r\nEND:VCARD\r\n";
    return out;
}

// The form of "SMS Backup & Restore".
std::string messages_xml(Person const& person)
{
    auto out = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<!-- " + std::string{mark}
               + " -->\n<smses count=\"" + std::to_string(person.messages.size()) + "\">\n";
    for (auto const& message : person.messages) {
        auto const& other = person.contacts[message.contact];
        out +=
            R"(  <sms protocol="0" address=")" + other.phone + R"(" date=")"
            + std::to_string(message.time_ms) + R"(" type=")" + (message.sent ? "2" : "1")
            + R"(" subject="null" body=")" + attribute(message.text)
            + R"(" toa="null" sc_toa="null" service_center="null" read="1" status="-1" locked="0")"
              R"( contact_name=")"
            + attribute(other.name()) + "\" />\n";
    }
    return out + "</smses>\n";
}

std::string calendar_ics(Person const& person)
{
    std::string out = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//petze//bait//EN\r\n";
    for (std::size_t i = 0; i < person.calendar.size(); ++i) {
        auto const& entry = person.calendar[i];
        constexpr std::int64_t hour = 3600;
        out += "BEGIN:VEVENT\r\nUID:bait-" + std::to_string(i) + '-' + person.android_id
               + "@example.net\r\nDTSTAMP:" + basic_time(entry.time_s) + "\r\nDTSTART:"
               + basic_time(entry.time_s) + "\r\nDTEND:" + basic_time(entry.time_s + hour)
               + "\r\nSUMMARY:" + escaped_line(entry.summary)
               + "\r\nLOCATION:" + escaped_line(entry.location)
               + "\r\nDESCRIPTION:" + escaped_line(entry.description) + "\r\nEND:VEVENT\r\n";
    }
    return out + "END:VCALENDAR\r\n";
}

std::string profile_toml(Person const& person)
{
    std::string out = "# " + std::string{mark}
                      + "\n# Replace in [identifiers] what your test phone really has: its IMEI, "
                        "serial number and\n# so on cannot be invented. Lists may hold both.\n"
                        "[device]\nname = \"Bait: "
                      + person.self.name() + "\"\n\n[identifiers]\n";
    std::pair<char const*, std::string const*> const rows[] = {
        {"imei", &person.imei},
        {"imsi", &person.imsi},
        {"iccid", &person.iccid},
        {"serial", &person.serial},
        {"android_id", &person.android_id},
        {"advertising_id", &person.advertising_id},
        {"mac", &person.mac},
        {"phone_number", &person.self.phone},
        {"email", &person.self.email},
        {"account", &person.account},
        {"ssid", &person.ssid},
        {"bssid", &person.bssid},
    };
    for (auto const& [name, value] : rows)
        out += std::string{name} + " = [\"" + *value + "\"]\n";
    return out + "\n[location]\nhome = { lat = " + degrees(person.latitude)
           + ", lon = " + degrees(person.longitude)
           + ", radius_m = 500 }\n\n[data]\ncontacts = [\"contacts.vcf\"]\nmessages = "
             "[\"messages.xml\"]\nphotos = [\"photos\"]\ncalendar = [\"calendar.ics\"]\n";
}

std::string filled(std::string_view guide, std::uint64_t seed, Person const& person)
{
    std::string out{guide};
    std::pair<std::string_view, std::string> const slots[] = {{"{seed}", std::to_string(seed)},
                                                              {"{person}", person.self.name()}};
    for (auto const& [slot, value] : slots)
        for (auto at = out.find(slot); at != std::string::npos; at = out.find(slot))
            out.replace(at, slot.size(), value);
    return out;
}

} // namespace

std::vector<File> text_files(Person const& person, std::uint64_t seed, std::string_view guide)
{
    return {{"contacts.vcf", contacts_vcf(person)},
            {"messages.xml", messages_xml(person)},
            {"calendar.ics", calendar_ics(person)},
            {"profile.toml", profile_toml(person)},
            {"README.txt", filled(guide, seed, person)}};
}

File photo_file(Person const& person, std::size_t index)
{
    auto const& photo = person.photos[index];
    auto const exif = exif_segment({"Petze", "Invented camera", person.camera_serial, photo.time_s,
                                    photo.latitude, photo.longitude});
    return {"photos/" + photo.name, to_jpeg(paint(photo.scene, index + 1), exif)};
}

} // namespace petze::bait

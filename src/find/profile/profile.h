#pragma once

#include "base/result.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

struct Contact {
    std::string name;
    std::vector<std::string> phones;
    std::vector<std::string> emails;

    bool operator==(Contact const&) const = default;
};

/// An SMS or the text of an MMS.
struct TextMessage {
    std::string address; // the other party
    std::string text;
    std::int64_t time_ns{}; // when it came or went, UTC; 0 where that is not known

    bool operator==(TextMessage const&) const = default;
};

struct CalendarEntry {
    std::string summary, location, description;

    bool operator==(CalendarEntry const&) const = default;
};

/// A reference photo, whole.
struct Photo {
    std::string item; // "photos/" and its path under the folder given
    std::vector<std::uint8_t> bytes;
    std::int64_t taken_ns{}; // UTC; 0 where it does not say
};

struct Place {
    std::string name;
    double latitude{}, longitude{}, radius_m{};
};

struct ActivityPeriod {
    std::int64_t from_ns{}, to_ns{};
    std::string what;
};

/// The categories of the contract, in its order.
inline constexpr std::array<std::string_view, 18> profile_categories{
    "imei",     "imsi",         "iccid",   "serial",  "android_id", "advertising_id",
    "mac",      "phone_number", "email",   "account", "ssid",       "bssid",
    "location", "contact",      "message", "photo",   "calendar",   "apps"};

/// What the owner of a phone says is theirs (contract: Phone profile).
struct Profile {
    std::string device_name{};
    std::vector<std::string> device_addresses{};
    std::map<std::string, std::vector<std::string>, std::less<>> identifiers{}; // by category
    std::vector<Place> places{};
    std::vector<Contact> contacts{};
    std::vector<TextMessage> messages{};
    std::vector<Photo> photos{};
    std::vector<CalendarEntry> calendar{};
    std::vector<std::string> apps{};
    bool consent_given{}; // there is such a section, though it may name nothing
    std::vector<std::string> consent_backups{}, consent_services{};
    std::vector<ActivityPeriod> activities{};
    std::vector<std::filesystem::path> files{}; // that [data] led to, in the order of reading
};

/// Reads a profile and the files it names. An error names file, line and key, and for an unknown
/// key the nearest known one.
Result<Profile> load_profile(std::string const& path);

/// The known key nearest to what was written (Levenshtein), for error messages.
std::string_view nearest_key(std::string_view written, std::vector<std::string_view> const& known);

} // namespace petze

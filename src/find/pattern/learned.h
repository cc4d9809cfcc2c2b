#pragma once

#include "find/finding.h"
#include "find/pattern/name.h"

#include <optional>
#include <string>
#include <string_view>

namespace petze::pattern {

/// What one conversation alone does not tell: who sees all of them makes findings of such
/// sightings; nobody else sees one. Finding::item of a sighting is this text, then the value.
enum class Sighting : char {
    identifier = 'i', // may be one of the phone's, and is where several receivers are told it
    name = 'n',       // sent as that of the phone, and is it if the phone calls itself so
    own_name = 'o',   // what the phone calls itself in its network (DHCP)
};
std::string sighting_item(Sighting sighting, std::string_view value);
std::optional<Sighting> sighting_of(Finding const& finding);

/// Whether programs call a field so that holds the name its owner gave a phone: "device_name".
bool names_phone(Name const& name);
/// Whether programs call a field so that holds what they know a phone by: "device_id", "oaid".
bool names_device(Name const& name);
/// Whether a text alone is long and mixed enough to be somebody's identifier, and no number, time
/// or word: a UUID, hex, an IMEI, letters of both cases with digits.
bool is_identifier(std::string_view text);

/// Of a "User-Agent": its parts that are identifiers; empty where there is none.
std::string_view identifier_in_user_agent(std::string_view text);
} // namespace petze::pattern

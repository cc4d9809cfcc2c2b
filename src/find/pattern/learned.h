#pragma once

#include "find/finding.h"
#include "find/pattern/name.h"

#include <string>
#include <string_view>

namespace petze::pattern {

/// A value that may be an identifier of the phone, and is one where several receivers are told it:
/// what one conversation's finder says in Finding::item of such a sighting, before the value. Who
/// sees all conversations makes findings of them; nobody else sees a sighting.
inline constexpr char sighting_mark = '?';

inline bool is_sighting(Finding const& finding)
{
    return finding.item.starts_with(sighting_mark);
}

/// Whether programs call a field so that holds what they know a phone by: "device_id", "oaid".
bool names_device(Name const& name);
/// Whether a text alone is long and mixed enough to be somebody's identifier, and no number, time
/// or word: a UUID, hex, an IMEI, letters of both cases with digits.
bool is_identifier(std::string_view text);

/// Of a "User-Agent": its parts that are identifiers; empty where there is none.
std::string_view identifier_in_user_agent(std::string_view text);
} // namespace petze::pattern

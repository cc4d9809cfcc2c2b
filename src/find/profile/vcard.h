#pragma once

#include "find/profile/profile.h"

#include <string_view>
#include <vector>

namespace petze {

/// Contacts of a vCard file: versions 2.1 (quoted-printable, character sets), 3.0 (RFC 2426) and
/// 4.0 (RFC 6350). Properties that name nobody are passed over; a broken card gives what it has.
std::vector<Contact> read_vcards(std::string_view text);

} // namespace petze

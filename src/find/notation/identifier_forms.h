#pragma once

#include <string>
#include <string_view>
#include <vector>

/// How programs write numbers and addresses: the forms behind the rules in notation.cpp. What is
/// binary is bytes in a string.
namespace petze::forms {

using Forms = std::vector<std::string>;

/// Without what stands between the groups of a number or an address and means nothing.
std::string digits_alone(std::string_view text);

Forms mac(std::string_view value);        // : - . and none
Forms mac_binary(std::string_view value); // its six bytes
Forms uuid(std::string_view value);       // RFC 9562 section 4: with and without hyphens
/// The bytes in the order of the digits, and of a UUID also as Windows keeps it, of a shorter id
/// also as the 64-bit number of a little-endian machine.
Forms hex_binary(std::string_view value);
/// An id of 64 bits as a number, with and without a sign.
Forms hex_decimal(std::string_view value);

/// A long number in groups of four; and as country, network and subscriber (ITU-T E.212).
Forms number_groups(std::string_view value);
/// 3GPP TS 23.003 section 6.2: in groups, and without the check digit.
Forms imei(std::string_view value);
/// Section 6.2.2: two digits of software version in the check digit's place, of which nobody
/// knows which they are.
Forms imei_sv(std::string_view value);
/// Two digits a byte: in their order, and swapped as TS 24.008 section 10.5.1.4 and ITU-T E.118 do,
/// with the first digit beside them or in a byte that is not looked at.
Forms bcd(std::string_view value);

/// A name as given, and as vCard writes it (RFC 6350 section 6.2.2): the last word first.
Forms name(std::string_view name);
/// The last word first, with a comma, a blank or both: inside a text that could as well be the end
/// of one name and the beginning of another.
Forms name_turned(std::string_view name);

} // namespace petze::forms

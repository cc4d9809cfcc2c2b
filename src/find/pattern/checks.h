#pragma once

#include <string_view>

/// What a value must be to count as one of its kind, whoever's it is: check digits, ranges that
/// are handed out, lengths. Each looks at a whole text.
namespace petze::pattern {

/// Digits alone, the last of them being the check digit of the others (ISO/IEC 7812-1 annex B).
bool passes_luhn(std::string_view digits);

/// 15 digits with their check digit, begun with the number of a body that hands out type codes.
bool is_imei(std::string_view text);
/// 15 digits, begun with the code of a country (ITU-T E.212).
bool is_imsi(std::string_view text);
/// 19 or 20 digits with their check digit, begun with 89 (ITU-T E.118).
bool is_iccid(std::string_view text);
/// Six bytes in hex with ':' or '-' between them, of a device: no group's, and not what systems say
/// where they do not tell; their first three bytes are a maker's (see oui.h), or say that the
/// device made them up. In a field that `is_named` as one: of any maker, and with nothing between.
bool is_device_mac(std::string_view text, bool is_named);
/// A mailbox on a domain whose last label is no file's ending.
bool is_email(std::string_view text);
/// Digits, in groups or not, of a length and with a beginning that a brand of cards uses.
bool is_card(std::string_view text);
/// Digits in the groups that are printed on cards.
bool is_grouped_card(std::string_view text);
/// ISO 13616: the length of its country, and the remainder.
bool is_iban(std::string_view text);
/// 32 hex digits with hyphens, not all of them zero.
bool is_uuid(std::string_view text);
/// 16 hex digits, at least one of them a letter and not all the same.
bool is_android_id(std::string_view text);
/// As Android names apps: "com.example.mail".
bool is_package_name(std::string_view text);
/// RFC 7519: three parts, of which the first says in JSON how it is signed.
bool is_jwt(std::string_view text);

} // namespace petze::pattern

#pragma once

#include "base/bytes.h"

#include <string>

/// The notations of RFC 1035 section 5.1 and its successors for bytes in text.
namespace petze::dns {

/// "\005".
void append_escape(std::string& text, std::uint8_t byte);

/// Quotes, backslashes and what is not printable ASCII are escaped.
std::string escaped(Bytes bytes);
/// The same in quotes: a character-string.
std::string quoted(Bytes bytes);

std::string upper_hex(Bytes bytes);
std::string base64(Bytes bytes);    // RFC 4648 section 4
std::string base32hex(Bytes bytes); // RFC 4648 section 7, without padding (RFC 5155 section 3.3)

/// Four or sixteen bytes as an address; else empty. Unlike Address, an IPv4-mapped IPv6 address
/// stays what the record says it is.
std::string address_text(Bytes bytes);

/// "20140721081530": the times of RFC 4034 section 3.2.
std::string signature_time(std::uint32_t seconds);

} // namespace petze::dns

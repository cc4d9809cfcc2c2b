#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <optional>
#include <string_view>

/// Google's QUIC, from before the IETF's: named, and its client's hello read where it is in clear.
namespace petze::quic {

/// "Q043", "T051", …
bool is_google_version(std::uint32_t number);

/// The version that a datagram of Q043 and earlier tells: its public header has flags, a connection
/// id of 8 bytes, and the version where the client has not yet been answered.
std::optional<std::uint32_t> early_google_version(Bytes datagram);

/// The server name in a CHLO that stands somewhere in these bytes ("QUIC Crypto", 2016: a tag, a
/// count, and so many pairs of tag and end of its value, little-endian); empty where there is none.
std::string_view google_server_name(Bytes bytes);

} // namespace petze::quic

#pragma once

#include "capture/frame.h"

#include <cstdint>
#include <string>
#include <string_view>

/// Blocks of a pcapng file (draft-ietf-opsawg-pcapng), appended to a string in little-endian
/// order: what the slices under evidence/ are made of.
namespace petze::pcapng {

/// §4.1: begins a file. `comment` says what it is.
void append_section(std::string& out, std::string_view comment);

/// §4.2: frames of this link type follow, with times in nanoseconds. Interfaces are numbered
/// from 0 in the order in which they are appended.
void append_interface(std::string& out, LinkType link);

/// §4.7: keys in SSLKEYLOGFILE form; before the packets that they open.
void append_secrets(std::string& out, std::string_view secrets);

/// Wireshark refuses a whole file that holds a longer packet (WTAP_MAX_PACKET_SIZE_STANDARD).
inline constexpr std::size_t longest_packet = 262'144;

/// §4.3: one packet, cut to `longest_packet`.
void append_packet(std::string& out, std::uint32_t interface, Frame const& frame,
                   std::string_view comment);

} // namespace petze::pcapng

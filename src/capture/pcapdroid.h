#pragma once

#include "base/byte_reader.h"
#include "capture/frame.h"

#include <cstdint>
#include <optional>
#include <string_view>

/// How PCAPdroid, which records on the phone itself, tells whose packet it is.
namespace petze::pcapdroid {

/// A packet of a pcap file with "dump extensions": 14 bytes of Ethernet without addresses, the IP
/// packet, 0 to 3 zero bytes, a trailer of 32 bytes. The views point into the frame.
struct TrailedPacket {
    Bytes bytes; // Ethernet and IP alone
    std::int32_t uid{};
    std::string_view name; // as shown to the phone's owner, cut after 19 bytes
    bool checksum_fits{};
};

/// Nothing where the frame has no such trailer. One whose checksum is wrong is believed where all
/// of it stands behind the IP packet, so that no forged trailer can hide a packet's bytes.
std::optional<TrailedPacket> find_trailer(Bytes frame);

/// Where Ethernet and trailer would have made the record longer than the snaplen, PCAPdroid writes
/// the IP packet alone, although the file says Ethernet.
bool is_bare_ip(Bytes frame, std::uint32_t wire_length, std::uint32_t snap_length);

/// The custom block of a pcapng file that names an app; the packets' comments give its uid.
struct AppName {
    std::int32_t uid{};
    std::string_view package;
    std::string_view name;
};

/// From the body of a custom block, in the byte order of its section; nothing where it is
/// somebody else's.
std::optional<Decoded<AppName>> decode_app_name(Bytes body, ByteOrder order);

/// The uid in a packet's comment, such as "u-10123".
std::optional<std::int32_t> uid_of_comment(std::string_view comment);

} // namespace petze::pcapdroid

#pragma once

#include "base/byte_reader.h"
#include "capture/frame.h"

#include <cstdint>
#include <optional>
#include <string_view>

/// draft-ietf-opsawg-pcapng: the blocks that Petze reads, each given without its type and its
/// two lengths, in the byte order of its section. Views point into the body.
namespace petze::pcapng {

enum class BlockType : std::uint32_t {
    section = 0x0a0d0d0a,
    interface_description = 1,
    packet = 2, // obsolete
    simple_packet = 3,
    enhanced_packet = 6,
    secrets = 0x0a,
    custom = 0x00000bad,
    custom_not_copied = 0x40000bad,
};

struct Interface {
    LinkType link{};
    std::uint32_t snap_length{};
    std::int64_t offset_seconds{}; // if_tsoffset
    std::uint8_t resolution = 6;   // if_tsresol: 10^-n, or 2^-n where the top bit is set
};
Decoded<Interface> decode_interface(Bytes body, ByteOrder order);

/// Nanoseconds since 1970 of a timestamp in the units of its interface.
std::int64_t time_ns(Interface const& interface, std::uint64_t units);

struct PacketBlock {
    std::uint32_t interface {
    };
    std::optional<std::uint64_t> timestamp; // a simple packet has none
    std::uint32_t wire_length{};
    Bytes bytes;
    std::optional<std::int32_t> uid; // see pcapdroid.h
};
Decoded<PacketBlock> decode_enhanced_packet(Bytes body, ByteOrder order);
Decoded<PacketBlock> decode_obsolete_packet(Bytes body, ByteOrder order);
/// Belongs to the first interface, whose snaplen says how much of it is there.
Decoded<PacketBlock> decode_simple_packet(Bytes body, ByteOrder order, std::uint32_t snap_length);

/// The first comment of a section header; empty where it has none.
std::string_view section_comment(Bytes body, ByteOrder order);

/// A TLS key log in a decryption-secrets block; empty for secrets of another kind.
Decoded<std::string_view> decode_secrets(Bytes body, ByteOrder order);

} // namespace petze::pcapng

#pragma once

#include "base/byte_reader.h"
#include "decrypt/quic/version.h"

#include <cstdint>

namespace petze::quic {

/// RFC 8999 section 5.1: the bit of the first byte that makes a header a long one.
inline constexpr std::uint8_t long_header_bit = 0x80;

enum class PacketType : std::uint8_t {
    initial,
    zero_rtt,
    handshake,
    retry,
    version_negotiation,
    one_rtt,      // the short header
    unknown_type, // a long header of a version that nobody here knows
};

/// One packet of a datagram, still protected. Views point into the datagram.
struct Packet {
    PacketType type{};
    std::uint32_t version{}; // of long headers
    Version const* known{};  // null where the version is not known
    Bytes destination_id{};  // of long headers; at most 20 bytes in versions that are known
    Bytes source_id{};
    Bytes token{}; // of an Initial; all after the ids of a Retry
    Bytes bytes{}; // from its first byte to its last, authentication tag included
    /// Where the packet number begins; with a short header after the connection id, whose length
    /// only the connection knows, and this is 1.
    std::size_t number_offset{};

    bool is_long() const { return type != PacketType::one_rtt; }
};

/// The next packet of a datagram (RFC 9000 sections 12.2 and 17, RFC 8999): long headers tell their
/// length, all others reach to the end. A flaw ends the datagram; a packet that was cut off is
/// there as far as it goes.
Decoded<Packet> next_packet(ByteReader& datagram);

/// RFC 9000 appendix A.3: the whole number of a packet out of what stands in its header. `next` is
/// one more than the largest that was received, 0 where there was none.
std::uint64_t decode_packet_number(std::uint64_t next, std::uint32_t truncated,
                                   std::size_t number_bytes);

/// Whether a datagram may begin a connection, of whatever version; cheap, and for any bytes.
bool may_begin_connection(Bytes datagram);

} // namespace petze::quic

#include "decrypt/quic/packet.h"

#include "base/limits.h"
#include "decrypt/quic/google.h"
#include "decrypt/quic/variable_integer.h"

namespace petze::quic {

namespace {

constexpr std::uint8_t fixed_bit = 0x40;

// RFC 9000 section 17.2, table 5; RFC 9369 section 3.2 moved them round by one.
PacketType type_of(std::uint8_t first, Version const& version)
{
    constexpr PacketType types[] = {PacketType::initial, PacketType::zero_rtt,
                                    PacketType::handshake, PacketType::retry};
    auto const bits = (first >> 4 & 3) + (version.second ? 3 : 0);
    return types[bits & 3];
}

// All from `begin` to here belongs to the packet, as does what its length says.
void take_body(ByteReader& datagram, Bytes whole, std::size_t begin, Packet& packet)
{
    auto const length = read_variable(datagram);
    packet.number_offset = datagram.offset() - begin;
    if (length > datagram.remaining())
        datagram.fail("packet cut off");
    else
        datagram.skip(static_cast<std::size_t>(length));
    packet.bytes =
        datagram.ok() ? whole.subspan(begin, datagram.offset() - begin) : whole.subspan(begin);
}

void read_long(ByteReader& datagram, Bytes whole, std::uint8_t first, Packet& packet)
{
    auto const begin = datagram.offset() - 1;
    packet.version = datagram.u32();
    packet.destination_id = datagram.take(datagram.u8());
    packet.source_id = datagram.take(datagram.u8());
    packet.known = find_version(packet.version);
    if (packet.version == 0 || !packet.known) {
        packet.type =
            packet.version == 0 ? PacketType::version_negotiation : PacketType::unknown_type;
        packet.token = datagram.rest();
        packet.bytes = whole.subspan(begin);
        return;
    }
    if (packet.destination_id.size() > limits::quic_id_bytes
        || packet.source_id.size() > limits::quic_id_bytes)
        datagram.fail("connection id too long");
    packet.type = type_of(first, *packet.known);
    if (packet.type == PacketType::retry) {
        packet.token = datagram.rest();
        packet.bytes = whole.subspan(begin);
        return;
    }
    if (packet.type == PacketType::initial)
        packet.token = take_variable(datagram);
    if (datagram.ok())
        take_body(datagram, whole, begin, packet);
}

} // namespace

Decoded<Packet> next_packet(ByteReader& datagram)
{
    Packet packet;
    auto const whole = datagram.peek(datagram.remaining());
    ByteReader in{whole};
    auto const first = in.u8();
    if ((first & long_header_bit) == 0) {
        packet.type = PacketType::one_rtt;
        packet.number_offset = 1;
        packet.bytes = whole;
        datagram.rest();
        return {packet, in.flaw()};
    }
    read_long(in, whole, first, packet);
    datagram.skip(in.ok() ? in.offset() : whole.size());
    return {packet, in.flaw()};
}

std::uint64_t decode_packet_number(std::uint64_t next, std::uint32_t truncated,
                                   std::size_t number_bytes)
{
    auto const window = std::uint64_t{1} << (8 * number_bytes);
    auto const candidate = (next & ~(window - 1)) | truncated;
    constexpr auto most = std::uint64_t{1} << 62;
    if (candidate + window / 2 <= next && candidate < most - window)
        return candidate + window;
    if (candidate > next + window / 2 && candidate >= window)
        return candidate - window;
    return candidate;
}

bool may_begin_connection(Bytes datagram)
{
    if (datagram.empty())
        return false;
    if ((datagram[0] & long_header_bit) == 0)
        return early_google_version(datagram).has_value();
    ByteReader in{datagram};
    auto const first = in.u8();
    auto const version = in.u32();
    auto const destination_id_length = in.u8();
    if (!in.ok())
        return false;
    // RFC 9287: a server's first packet may have it cleared, and may be the first captured.
    constexpr std::size_t least = 1200; // RFC 9000 section 14.1
    if ((first & fixed_bit) == 0)
        return datagram.size() >= least && find_version(version)
               && destination_id_length <= limits::quic_id_bytes;
    if (is_google_version(version))
        return true;
    auto const is_draft = version >> 8 == 0xff0000 || version >> 12 == 0xfaceb;
    return (is_draft || find_version(version)) && destination_id_length <= limits::quic_id_bytes;
}

} // namespace petze::quic

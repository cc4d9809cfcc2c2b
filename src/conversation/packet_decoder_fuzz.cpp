#include "conversation/packet_decoder.h"

#include "base/byte_reader.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <utility>

using namespace petze;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

bool inside(Bytes part, Bytes whole)
{
    return std::greater_equal<>{}(part.data(), whole.data())
           && std::less_equal<>{}(part.data() + part.size(), whole.data() + whole.size());
}

void check(Packet const& packet, Frame const& frame, PacketDecoder::Store const& store)
{
    auto const& key = packet.key;
    require(std::pair{key.low, key.low_port} <= std::pair{key.high, key.high_port});
    require(packet.hash == key.hash());
    require(packet.frame == frame.stamp.frame && packet.time_ns == frame.stamp.time_ns);
    require(packet.wire_length <= frame.wire_length);
    require(!packet.truncated || (packet.payload.empty() && packet.payload_missing == 0));
    require(packet.payload.empty() || inside(packet.payload, frame.bytes)
            || std::ranges::any_of(
                store, [&](auto const& datagram) { return inside(packet.payload, datagram); }));
}

} // namespace

// Frames, one after another: link type, time, what snaplen cut off, length. Whatever they are: no
// crash, and packets whose payload lies in their frame or in a datagram put together.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    constexpr LinkType links[] = {1, 101, 113, 276, 105, 9, 239, 127};
    Tally tally;
    PacketDecoder decoder{tally};
    PacketDecoder::Store store;
    std::vector<Packet> packets;
    Stamp stamp;
    for (ByteReader in{{data, size}}; in.ok() && in.remaining() > 0;) {
        auto const link = links[in.u8() % std::size(links)];
        stamp.time_ns += std::int64_t{in.u8()} << 27; // an eighth of a second
        ++stamp.frame;
        auto const cut = in.u8();
        auto const bytes = in.take(std::min<std::size_t>(in.u16(), in.remaining()));
        Frame const frame{bytes, static_cast<std::uint32_t>(bytes.size()) + cut, link, stamp,
                          nullptr};
        packets.clear();
        decoder.decode(frame, store, packets);
        for (auto const& packet : packets)
            check(packet, frame, store);
    }
    decoder.finish();
    return 0;
}

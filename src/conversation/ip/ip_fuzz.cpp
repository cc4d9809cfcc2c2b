#include "conversation/ip/fragments.h"
#include "conversation/ip/ip.h"

#include <cstdlib>
#include <functional>

using namespace petze;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

void check(IpHeader const& header, Bytes packet)
{
    auto const payload = header.payload;
    require(header.payload_length >= payload.size());
    require(payload.empty()
            || (std::greater_equal<>{}(payload.data(), packet.data())
                && std::less_equal<>{}(payload.data() + payload.size(),
                                       packet.data() + packet.size())));
    require(header.fragment == (header.more_fragments || header.fragment_offset != 0));
}

} // namespace

// Packets, one after another: a byte each for version and time, two for the length. Whatever they
// are: no crash, no view that leaves its packet, and fragments make datagrams that fit IP.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    constexpr std::size_t largest_datagram = 65535;
    Tally tally;
    Fragments fragments{tally};
    std::int64_t now_ns = 0;
    for (ByteReader in{{data, size}}; in.ok() && in.remaining() > 0;) {
        bool const v4 = in.u8() % 2 == 0;
        now_ns += std::int64_t{in.u8()} << 27; // an eighth of a second
        auto const packet = in.take(std::min<std::size_t>(in.u16(), in.remaining()));
        auto const wire_length = packet.size() + static_cast<std::size_t>(now_ns % 3);
        auto const ip = v4 ? decode_ipv4(packet, wire_length) : decode_ipv6(packet, wire_length);
        if (ip.flaw)
            continue;
        check(ip.value, packet);
        if (!ip.value.fragment)
            continue;
        auto const whole = fragments.take(ip.value, 100, now_ns);
        if (!whole)
            continue;
        require(whole->payload.size() <= largest_datagram);
        require(whole->earlier_bytes == 100 * std::uint64_t{whole->earlier_packets});
        auto header = ip.value;
        header.protocol = whole->protocol;
        header.payload = whole->payload;
        header.payload_length = whole->payload.size();
        if (auto const inner = decode_reassembled(header); !inner.flaw)
            check(inner.value, whole->payload);
    }
    fragments.finish();
    return 0;
}

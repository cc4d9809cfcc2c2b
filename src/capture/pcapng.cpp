#include "capture/pcapng.h"

#include "capture/pcapdroid.h"

#include <algorithm>

namespace petze::pcapng {

namespace {

constexpr std::uint16_t option_end = 0, option_comment = 1;        // §3.5
constexpr std::uint16_t option_resolution = 9, option_offset = 14; // §4.2

// §3.1: what is not a multiple of 32 bits is padded; the last padding of a block may be missing.
void skip_padding(ByteReader& in, std::size_t length)
{
    in.skip(std::min((4 - length % 4) % 4, in.remaining()));
}

template<typename Take>
void read_options(ByteReader& in, Take const& take)
{
    while (in.ok() && in.remaining() >= 4) {
        auto const code = in.u16();
        std::size_t const length = in.u16();
        auto const value = in.take(length);
        if (code == option_end || !in.ok())
            return;
        take(code, value);
        skip_padding(in, length);
    }
}

// The packet's bytes and the comment that may name its app.
void read_packet(ByteReader& in, std::size_t captured, PacketBlock& out)
{
    if (captured > in.remaining()) {
        out.bytes = in.rest();
        in.fail("packet longer than its block");
        return;
    }
    out.bytes = in.take(captured);
    skip_padding(in, captured);
    read_options(in, [&](std::uint16_t code, Bytes value) {
        if (code == option_comment && !out.uid)
            out.uid = pcapdroid::uid_of_comment(as_text(value));
    });
}

// §4.3 and appendix A: all that differs is how the interface is written.
Decoded<PacketBlock> read_timed_packet(ByteReader& in, std::uint32_t interface)
{
    PacketBlock out;
    out.interface = interface;
    std::uint64_t const high = in.u32();
    out.timestamp = high << 32 | in.u32();
    std::size_t const captured = in.u32();
    out.wire_length = in.u32();
    if (in.ok())
        read_packet(in, captured, out);
    return {out, in.flaw()};
}

} // namespace

Decoded<Interface> decode_interface(Bytes body, ByteOrder order)
{
    ByteReader in{body, order};
    Interface out;
    out.link = in.u16();
    in.skip(2);
    out.snap_length = in.u32();
    read_options(in, [&](std::uint16_t code, Bytes value) {
        if (code == option_resolution && value.size() == 1)
            out.resolution = value.front();
        if (code == option_offset && value.size() == 8)
            out.offset_seconds = static_cast<std::int64_t>(ByteReader{value, order}.u64());
    });
    return {out, in.flaw()};
}

std::int64_t time_ns(Interface const& interface, std::uint64_t units)
{
    __extension__ using Wide = unsigned __int128; // 64 bits of seconds hold more nanoseconds
    constexpr std::uint64_t billion = 1'000'000'000;
    constexpr int nine = 9; // decimal digits of a nanosecond
    Wide nanoseconds = units;
    if ((interface.resolution & 0x80) != 0) {
        nanoseconds = nanoseconds * billion >> (interface.resolution & 0x7f);
    } else {
        for (int digits = interface.resolution; digits < nine; ++digits)
            nanoseconds *= 10;
        for (int digits = interface.resolution; digits > nine && nanoseconds > 0; --digits)
            nanoseconds /= 10;
    }
    auto const offset = static_cast<std::uint64_t>(interface.offset_seconds) * billion;
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(nanoseconds) + offset);
}

Decoded<PacketBlock> decode_enhanced_packet(Bytes body, ByteOrder order)
{
    ByteReader in{body, order};
    auto const interface = in.u32();
    return read_timed_packet(in, interface);
}

Decoded<PacketBlock> decode_obsolete_packet(Bytes body, ByteOrder order)
{
    ByteReader in{body, order};
    auto const interface = in.u16();
    in.skip(2); // how many were dropped
    return read_timed_packet(in, interface);
}

Decoded<PacketBlock> decode_simple_packet(Bytes body, ByteOrder order, std::uint32_t snap_length)
{
    ByteReader in{body, order};
    PacketBlock out;
    out.wire_length = in.u32();
    std::size_t captured = out.wire_length;
    if (snap_length != 0) // §4.2: 0 is no limit
        captured = std::min<std::size_t>(captured, snap_length);
    out.bytes = in.take(std::min(captured, in.remaining())); // §4.4: behind it is padding alone
    if (out.bytes.size() < captured)
        in.fail("packet longer than its block");
    return {out, in.flaw()};
}

std::string_view section_comment(Bytes body, ByteOrder order)
{
    ByteReader in{body, order};
    in.skip(16); // byte-order magic, version, section length
    std::string_view comment;
    read_options(in, [&](std::uint16_t code, Bytes value) {
        if (code == option_comment && comment.empty())
            comment = as_text(value);
    });
    return comment;
}

Decoded<std::string_view> decode_secrets(Bytes body, ByteOrder order)
{
    constexpr std::uint32_t tls_key_log = 0x544c534b; // §4.7
    ByteReader in{body, order};
    auto const type = in.u32();
    std::size_t const length = in.u32();
    if (type != tls_key_log)
        return {{}, in.flaw()};
    auto const secrets = as_text(in.take(std::min(length, in.remaining())));
    if (secrets.size() < length)
        in.fail("secrets longer than their block");
    return {secrets, in.flaw()};
}

} // namespace petze::pcapng

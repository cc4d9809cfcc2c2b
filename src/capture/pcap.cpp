#include "capture/pcap.h"

namespace petze::pcap {

namespace {

constexpr std::uint32_t microseconds = 0xa1b2c3d4;
constexpr std::uint32_t nanoseconds = 0xa1b23c4d;
constexpr std::uint32_t kuznetsov = 0xa1b2cd34; // of old Linux libpcaps: eight more bytes a record

} // namespace

std::optional<Variant> decode_variant(Bytes first)
{
    constexpr std::size_t usual = 16;
    constexpr std::size_t longer = 24;
    for (auto const order : {ByteOrder::little, ByteOrder::big})
        switch (ByteReader{first, order}.u32()) {
        case microseconds:
            return Variant{order, 1000, usual};
        case nanoseconds:
            return Variant{order, 1, usual};
        case kuznetsov:
            return Variant{order, 1000, longer};
        default:
            break;
        }
    return {};
}

FileHeader decode_file_header(Bytes file_header)
{
    FileHeader out;
    out.variant = decode_variant(file_header).value_or(Variant{});
    ByteReader in{file_header, out.variant.order};
    in.skip(4);
    auto const major = in.u16();
    auto const minor = in.u16();
    out.lengths_may_be_swapped = major == 2 && minor < 4;
    in.skip(8); // time zone and accuracy: always 0
    out.snap_length = in.u32();
    out.link = static_cast<LinkType>(in.u32() & 0xffff); // above: the length of the FCS
    return out;
}

} // namespace petze::pcap

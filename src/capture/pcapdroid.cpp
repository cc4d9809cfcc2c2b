#include "capture/pcapdroid.h"

#include <zlib.h>

#include <algorithm>
#include <charconv>

namespace petze::pcapdroid {

namespace {

constexpr std::size_t ethernet_length = 14, addresses_length = 12;
constexpr std::size_t trailer_length = 32;
constexpr std::uint32_t trailer_magic = 0x01072021;

// The Ethernet header, the packet and its padding are a multiple of this.
std::size_t padded(std::size_t length)
{
    return (length + 3) & ~std::size_t{3};
}

// Length of the IP packet that begins here, as its header tells it; 0 where there is none.
std::size_t ip_length(Bytes packet)
{
    constexpr unsigned smallest_header_words = 5;
    ByteReader in{packet};
    auto const first = in.u8();
    auto const version = first >> 4;
    if (version == 4 && (first & 0xfU) >= smallest_header_words) {
        in.skip(1);
        return in.u16();
    }
    if (version == 6) {
        in.skip(3);
        std::size_t const payload = in.u16();
        return in.ok() ? 40 + payload : 0;
    }
    return 0;
}

// CRC-32 over the whole record but its last four bytes, which hold it in the byte order of the
// phone; that is not told.
bool checksum_fits(Bytes frame)
{
    auto const covered = frame.first(frame.size() - 4);
    auto const checksum = crc32_z(0, covered.data(), covered.size());
    auto const stored = frame.last(4);
    return checksum == ByteReader{stored, ByteOrder::little}.u32()
           || checksum == ByteReader{stored, ByteOrder::big}.u32();
}

bool has_addresses(Bytes frame)
{
    auto const addresses = frame.first(addresses_length);
    return std::any_of(addresses.begin(), addresses.end(), [](auto byte) { return byte != 0; });
}

} // namespace

std::optional<TrailedPacket> find_trailer(Bytes frame)
{
    if (frame.size() < ethernet_length + trailer_length || has_addresses(frame))
        return {};
    ByteReader in{frame.last(trailer_length)};
    if (in.u32() != trailer_magic)
        return {};
    TrailedPacket out;
    out.uid = static_cast<std::int32_t>(in.u32());
    auto const name = as_text(in.take(20));
    out.name = name.substr(0, name.find('\0'));
    out.checksum_fits = checksum_fits(frame);

    auto const end = ethernet_length + ip_length(frame.subspan(ethernet_length));
    bool const behind_packet =
        end > ethernet_length && padded(end) + trailer_length == frame.size();
    if (!behind_packet && !out.checksum_fits)
        return {};
    out.bytes = frame.first(behind_packet ? end : frame.size() - trailer_length);
    return out;
}

bool is_bare_ip(Bytes frame, std::uint32_t wire_length, std::uint32_t snap_length)
{
    if (padded(ethernet_length + frame.size()) + trailer_length <= snap_length)
        return false;
    auto const length = ip_length(frame);
    if (length == 0 || length != wire_length)
        return false;
    ByteReader in{frame};
    in.skip(addresses_length);
    auto const ether_type = in.u16();
    return ether_type != 0x0800 && ether_type != 0x86dd;
}

std::optional<Decoded<AppName>> decode_app_name(Bytes body, ByteOrder order)
{
    constexpr std::uint32_t enterprise = 62652;
    constexpr std::uint16_t version = 1;
    constexpr std::uint8_t names_app = 1;
    ByteReader in{body, order};
    if (in.u32() != enterprise || in.u16() != version || in.u8() != names_app)
        return {};
    in.skip(1);
    AppName out;
    out.uid = static_cast<std::int32_t>(in.u32());
    std::size_t const package_length = in.u8();
    std::size_t const name_length = in.u8();
    out.package = as_text(in.take(package_length));
    out.name = as_text(in.take(name_length));
    return Decoded<AppName>{out, in.flaw()};
}

std::optional<std::int32_t> uid_of_comment(std::string_view comment)
{
    constexpr std::string_view prefix = "u-";
    if (!comment.starts_with(prefix))
        return {};
    auto const digits = comment.substr(prefix.size());
    std::int32_t uid{};
    auto const* const last = digits.data() + digits.size();
    auto const [end, trouble] = std::from_chars(digits.data(), last, uid);
    if (trouble != std::errc{} || end != last)
        return {};
    return uid;
}

} // namespace petze::pcapdroid

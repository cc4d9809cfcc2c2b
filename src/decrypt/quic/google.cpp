#include "decrypt/quic/google.h"

#include "base/byte_reader.h"
#include "base/text.h"

namespace petze::quic {

bool is_google_version(std::uint32_t number)
{
    auto const digit = [&](int shift) {
        return is_digit(static_cast<char>(number >> shift & 0xff));
    };
    auto const letter = number >> 24;
    return (letter == 'Q' || letter == 'T') && digit(16) && digit(8) && digit(0);
}

std::optional<std::uint32_t> early_google_version(Bytes datagram)
{
    constexpr std::uint8_t has_version = 0x01, has_reset = 0x02, has_id = 0x08, reserved = 0xc0;
    ByteReader in{datagram};
    auto const flags = in.u8();
    in.skip(8);
    auto const version = in.u32();
    if (!in.ok()
        || (flags & (has_version | has_reset | has_id | reserved)) != (has_version | has_id)
        || !is_google_version(version))
        return {};
    return version;
}

std::string_view google_server_name(Bytes bytes)
{
    auto const begin = as_text(bytes).find("CHLO");
    if (begin == std::string_view::npos)
        return {};
    ByteReader in{bytes.subspan(begin + 4), ByteOrder::little};
    std::size_t const count = in.u16();
    in.skip(2); // padding
    ByteReader table{in.take(count * 8), ByteOrder::little};
    std::uint32_t value = 0; // where the values begin that are not read yet
    while (table.remaining() > 0) {
        auto const tag = as_text(table.take(4));
        auto const end = table.u32();
        if (end < value)
            return {};
        auto const text = as_text(in.take(end - value));
        if (tag == std::string_view{"SNI\0", 4})
            return text;
        value = end;
    }
    return {};
}

} // namespace petze::quic

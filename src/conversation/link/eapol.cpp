#include "conversation/link/eapol.h"

#include <algorithm>
#include <array>

namespace petze {

namespace {

constexpr std::size_t code_at = 81, code_bytes = 16; // from the beginning of the EAPOL frame

} // namespace

std::vector<std::uint8_t> EapolKey::without_code() const
{
    std::vector<std::uint8_t> out{frame.begin(), frame.end()};
    if (out.size() >= code_at + code_bytes)
        std::fill_n(out.begin() + code_at, code_bytes, std::uint8_t{0});
    return out;
}

Decoded<EapolKey> decode_eapol_key(Bytes frame)
{
    constexpr std::uint8_t key = 3;
    constexpr std::size_t header = 4;
    ByteReader outer{frame};
    EapolKey out;
    outer.skip(1); // version
    auto const type = outer.u8();
    std::size_t const length = outer.u16();
    if (!outer.ok() || type != key)
        return {out, outer.flaw()};
    auto const body = outer.take(length);
    if (!outer.ok())
        return {out, outer.flaw()};
    out.frame = frame.first(header + length);
    ByteReader in{body};
    out.descriptor = in.u8();
    out.information = in.u16();
    in.skip(2 + 8); // key length, replay counter
    out.nonce = in.take(32);
    in.skip(16 + 8 + 8); // initialisation vector, sequence counter, reserved
    out.code = in.take(code_bytes);
    out.data = in.take(in.u16());
    return {out, in.flaw()};
}

GroupKey find_group_key(Bytes key_data)
{
    constexpr std::uint8_t encapsulation = 0xdd;
    constexpr std::array<std::uint8_t, 4> group{0x00, 0x0f, 0xac, 1};
    for (ByteReader in{key_data}; in.remaining() >= 2;) {
        auto const kind = in.u8();
        auto const value = in.take(in.u8());
        if (!in.ok() || (kind == encapsulation && value.empty())) // the padding is dd 00
            return {};
        if (kind != encapsulation || value.size() < 6 + 16
            || !std::ranges::equal(value.first(4), group))
            continue;
        return {static_cast<std::uint8_t>(value[4] & 3), value.subspan(6)};
    }
    return {};
}

} // namespace petze

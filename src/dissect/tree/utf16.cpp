#include "dissect/tree/utf16.h"

namespace petze {

namespace {

void append_utf8(std::string& out, std::uint32_t c)
{
    auto const tail = [&](int shift) { out += static_cast<char>(0x80 | (c >> shift & 0x3f)); };
    if (c < 0x80) {
        out += static_cast<char>(c);
        return;
    }
    if (c < 0x800) {
        out += static_cast<char>(0xc0 | c >> 6);
    } else if (c < 0x10000) {
        out += static_cast<char>(0xe0 | c >> 12);
        tail(6);
    } else {
        out += static_cast<char>(0xf0 | c >> 18);
        tail(12);
        tail(6);
    }
    tail(0);
}

} // namespace

std::string from_utf16(Bytes bytes, ByteOrder order)
{
    ByteReader in{bytes, order};
    std::string out;
    std::uint32_t high = 0;
    while (in.remaining() >= 2) {
        std::uint32_t const unit = in.u16();
        if (unit >= 0xd800 && unit < 0xdc00) {
            high = unit;
            continue;
        }
        if (unit < 0xdc00 || unit >= 0xe000)
            append_utf8(out, unit);
        else if (high != 0)
            append_utf8(out, 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00));
        high = 0;
    }
    return out;
}

} // namespace petze

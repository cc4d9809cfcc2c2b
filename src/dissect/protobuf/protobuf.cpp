#include "dissect/protobuf/protobuf.h"

namespace petze::protobuf {

namespace {

constexpr std::uint64_t last_field = (1u << 29) - 1;
/// Schemas number from 1; extensions and Google's own go higher.
constexpr std::uint32_t plausible_field = 100'000;

} // namespace

std::uint64_t varint(ByteReader& in)
{
    constexpr unsigned last_shift = 63;
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift <= last_shift; shift += 7) {
        auto const byte = in.u8();
        value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
        if ((byte & 0x80) == 0)
            return value;
    }
    in.fail("varint too long");
    return 0;
}

bool next_value(ByteReader& in, Value& value)
{
    value = {};
    if (in.remaining() == 0 || !in.ok())
        return false;
    auto const tag = varint(in);
    auto const field = tag >> 3;
    auto const type = static_cast<WireType>(tag & 7);
    if (in.ok() && (field == 0 || field > last_field || type > WireType::fixed32))
        in.fail("not a field");
    value.field = static_cast<std::uint32_t>(field);
    value.type = type;
    value.offset = in.offset();
    switch (type) {
    case WireType::varint:
        value.number = varint(in);
        break;
    case WireType::fixed64:
        value.number = __builtin_bswap64(in.u64());
        break;
    case WireType::fixed32:
        value.number = __builtin_bswap32(in.u32());
        break;
    case WireType::bytes: {
        auto const length = varint(in);
        value.offset = in.offset();
        if (length > in.remaining())
            in.fail("truncated");
        value.bytes = in.take(static_cast<std::size_t>(length));
        break;
    }
    case WireType::group:
    case WireType::end_group:
        break;
    }
    return in.ok();
}

bool looks_like_message(Bytes bytes)
{
    ByteReader in{bytes};
    Value value;
    std::uint64_t groups = 0;
    while (next_value(in, value)) {
        if (value.field > plausible_field)
            return false;
        if (value.type == WireType::group)
            ++groups;
        if (value.type == WireType::end_group && groups-- == 0)
            return false;
    }
    return !bytes.empty() && in.ok() && groups == 0;
}

} // namespace petze::protobuf

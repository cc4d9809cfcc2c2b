#include "dissect/http2/hpack_block.h"

#include "base/byte_reader.h"

namespace petze::http2 {

namespace {

constexpr std::uint64_t most = 0xffffffff;

/// RFC 7541 §5.1, with the first byte read already.
std::uint64_t integer(ByteReader& in, std::uint8_t first, int prefix_bits)
{
    auto const full = (1u << prefix_bits) - 1;
    std::uint64_t value = first & full;
    if (value < full)
        return value;
    for (int shift = 0; in.ok(); shift += 7) {
        auto const byte = in.u8();
        value += std::uint64_t{byte & 0x7fu} << shift;
        if (value > most || shift > 28)
            in.fail("integer too long");
        if ((byte & 0x80) == 0)
            break;
    }
    return value;
}

// RFC 7541 §5.2: packed or not, its length says where it ends.
void skip_string(ByteReader& in)
{
    auto const first = in.u8();
    in.skip(integer(in, first, 7));
}

void append(std::vector<std::uint8_t>& out, Bytes bytes)
{
    out.insert(out.end(), bytes.begin(), bytes.end());
}

} // namespace

MendedBlock mend_block(Bytes block, std::size_t known)
{
    MendedBlock out;
    ByteReader in{block};
    while (in.remaining() > 0) {
        auto const begin = in.offset();
        auto const first = in.u8();
        if ((first & 0x80) != 0) { // §6.1: a whole field
            if (integer(in, first, 7) > known)
                ++out.unknown;
            else if (in.ok())
                append(out.bytes, block.subspan(begin, in.offset() - begin));
            continue;
        }
        if ((first & 0xe0) == 0x20) { // §6.3: the table's size
            integer(in, first, 5);
            append(out.bytes, block.subspan(begin, in.offset() - begin));
            continue;
        }
        bool const added = (first & 0xc0) == 0x40; // §6.2.1; else §6.2.2 and §6.2.3
        auto const name = integer(in, first, added ? 6 : 4);
        if (name == 0)
            skip_string(in);
        auto const value = in.offset();
        skip_string(in);
        if (!in.ok()) {
            append(out.bytes, block.subspan(begin));
            break;
        }
        if (name > known) {
            ++out.unknown;
            out.bytes.push_back(first & (added ? 0xc0 : 0xf0));
            out.bytes.push_back(static_cast<std::uint8_t>(unknown_name.size()));
            append(out.bytes, as_bytes(unknown_name));
            append(out.bytes, block.subspan(value, in.offset() - value));
        } else {
            append(out.bytes, block.subspan(begin, in.offset() - begin));
        }
        if (added)
            ++known;
    }
    return out;
}

} // namespace petze::http2

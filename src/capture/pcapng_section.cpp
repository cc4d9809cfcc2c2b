#include "capture/pcapng_section.h"

#include "base/limits.h"
#include "capture/pcapng.h"

namespace petze::pcapng {

namespace {

// §4.1: the byte-order magic, behind the head of a section header.
std::optional<ByteOrder> order_of_section(Bytes bytes)
{
    constexpr std::uint32_t magic = 0x1a2b3c4d;
    for (auto const order : {ByteOrder::little, ByteOrder::big}) {
        ByteReader in{bytes, order};
        in.skip(head_length);
        if (in.u32() == magic)
            return order;
    }
    return {};
}

} // namespace

std::optional<BlockHead> Section::head(Bytes bytes)
{
    auto const type = ByteReader{bytes, m_order}.u32();
    if (BlockType{type} == BlockType::section) { // the same in either order
        auto const order = order_of_section(bytes);
        if (!order)
            return {};
        m_order = *order;
    }
    ByteReader in{bytes, m_order};
    in.skip(4);
    std::size_t const length = in.u32();
    if (length < smallest_block || length > limits::pcapng_block)
        return {};
    // Some writers leave the padding out of the length: the next block still begins after it.
    return BlockHead{type, (length + 3) & ~std::size_t{3}};
}

bool begins_section(Bytes bytes)
{
    return BlockType{ByteReader{bytes}.u32()} == BlockType::section
           && order_of_section(bytes).has_value();
}

Bytes body_of(Bytes block)
{
    return block.subspan(head_length, block.size() - smallest_block);
}

bool lengths_agree(Bytes block, ByteOrder order)
{
    auto const first = block.subspan(4, 4);
    return ByteReader{first, order}.u32() == ByteReader{block.last(4), order}.u32();
}

} // namespace petze::pcapng

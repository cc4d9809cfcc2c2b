#pragma once

#include "base/byte_reader.h"

#include <cstdint>
#include <optional>

namespace petze::pcapng {

inline constexpr std::size_t smallest_block = 12; // type and two lengths
inline constexpr std::size_t head_length = 8;     // type and the first length

struct BlockHead {
    std::uint32_t type{};
    std::size_t length{}; // of the whole block, padding included
};

/// The byte order of the section at hand: each section header says it anew.
class Section {
public:
    /// Of the block at the beginning of `bytes` (at least smallest_block of them); a section
    /// header changes the order first. Nothing where it cannot be a block.
    std::optional<BlockHead> head(Bytes bytes);
    ByteOrder order() const { return m_order; }

private:
    ByteOrder m_order = ByteOrder::little;
};

/// Whether a section header stands at the beginning of `bytes` (at least smallest_block of them).
bool begins_section(Bytes bytes);

/// What stands between the head of a whole block and its second length.
Bytes body_of(Bytes block);
/// Whether the length at the end of a whole block repeats the one at its beginning.
bool lengths_agree(Bytes block, ByteOrder order);

} // namespace petze::pcapng

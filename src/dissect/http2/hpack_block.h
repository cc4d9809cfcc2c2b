#pragma once

#include "base/bytes.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace petze::http2 {

/// A field block of HPACK (RFC 7541 §6) of which the beginning of the table is not known.
struct MendedBlock {
    std::vector<std::uint8_t> bytes; // decodes with what is known
    std::size_t unknown{};           // fields left out, and names replaced by unknown_name
};

inline constexpr std::string_view unknown_name = "?";

/// Leaves out what refers to entries that nobody here has seen, and names what has a name of
/// those by `unknown_name`. `known` entries, the static ones among them, can be referred to:
/// entries are counted from the newest, so those that were added since are found all the same.
/// Returns what could be read of the block where it is malformed.
MendedBlock mend_block(Bytes block, std::size_t known);

} // namespace petze::http2

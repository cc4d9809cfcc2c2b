#pragma once

#include "base/byte_reader.h"

#include <optional>
#include <string>
#include <vector>

namespace petze::dns {

/// What a record says.
struct Rdata {
    std::string text; // RFC 1035 section 5 presentation form, names without the final dot
    std::vector<std::string> words; // names and texts in it, undecorated, for searching

    bool operator==(Rdata const&) const = default;
};

/// The record data that begins at `offset` of the message; `length` bytes of it, all inside.
/// Types that are unknown, or whose data does not fit the type, stand as RFC 3597 section 5 writes
/// them.
Rdata read_rdata(std::uint16_t type, Bytes message, std::size_t offset, std::size_t length,
                 std::optional<Flaw>& flaw);

} // namespace petze::dns

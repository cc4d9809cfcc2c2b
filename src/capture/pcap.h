#pragma once

#include "base/byte_reader.h"
#include "capture/frame.h"

#include <cstdint>
#include <optional>

/// draft-ietf-opsawg-pcap: a file header, then records of a time, two lengths and the bytes.
namespace petze::pcap {

/// What the magic number at the beginning of the file tells of all that follows.
struct Variant {
    ByteOrder order{};
    std::uint32_t fraction_ns{}; // the unit of the second part of a time
    std::size_t record_header{};

    bool operator==(Variant const&) const = default;
};
std::optional<Variant> decode_variant(Bytes first);

struct FileHeader {
    Variant variant;
    std::uint32_t snap_length{};
    LinkType link{};
    bool lengths_may_be_swapped{}; // before version 2.4, some wrote the length on the wire first
};
/// `file_header` is known to begin with one of the magic numbers.
FileHeader decode_file_header(Bytes file_header);

} // namespace petze::pcap

#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace petze {

/// Where a capture's bytes come from: a file, standard input, something compressed, memory.
class ByteSource {
public:
    virtual ~ByteSource() = default;

    /// Fills the whole of `into` unless the end comes first, so that blocks are the same whatever
    /// the source; 0 is the end. Errors are those of the user's own disk.
    virtual Result<std::size_t> read(std::span<std::uint8_t> into) = 0;
    /// Passes over bytes without looking at them.
    virtual Result<void> skip(std::uint64_t count);
    /// Why the bytes end before their time, such as "capture: gzip stream is cut off"; else empty.
    virtual std::string_view flaw() const { return {}; }
};

/// A file by its path, or standard input ("-"); gzip, zstd and xz are undone where the content
/// begins like them.
Result<std::unique_ptr<ByteSource>> open_source(std::string const& path);

/// Bytes that somebody else keeps; for tests and fuzz targets.
std::unique_ptr<ByteSource> memory_source(Bytes bytes);
/// Bytes that were read to see what they are, and then the source that they came from.
std::unique_ptr<ByteSource> replayed(Bytes first, std::unique_ptr<ByteSource> rest);
/// Undoes gzip (RFC 1952, several members), zstd (RFC 8878, several frames) or xz where `inner`
/// begins like them.
Result<std::unique_ptr<ByteSource>> decompressed(std::unique_ptr<ByteSource> inner);

} // namespace petze

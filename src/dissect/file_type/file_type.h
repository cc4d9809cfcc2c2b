#pragma once

#include "base/bytes.h"

#include <cstddef>
#include <string_view>

namespace petze {

/// What a file is, by its first bytes. Both views are literals.
struct FileType {
    std::string_view magic;     // "JPEG image"
    std::string_view extension; // "jpg"
};

/// As many bytes as are looked at.
inline constexpr std::size_t file_type_bytes = 24;

/// Null where the bytes begin no known file.
FileType const* file_type_of(Bytes first);

} // namespace petze

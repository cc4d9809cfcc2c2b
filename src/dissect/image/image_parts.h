#pragma once

#include "base/bytes.h"
#include "base/digest.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace petze {

/// A stretch of an image file, by what it is for.
struct ImagePart {
    enum class Kind : std::uint8_t {
        settings, // without which the data cannot be decoded: tables, size, palette
        data,     // the picture, compressed
        exif,     // a TIFF structure: where and with what it was taken
    };
    Kind kind{};
    std::size_t begin{}, length{};

    bool operator==(ImagePart const&) const = default;
};

struct ImageParts {
    std::vector<ImagePart> parts; // in the order of the file; what is left out is other metadata
    bool whole{};                 // its end was reached

    bool operator==(ImageParts const&) const = default;
};

/// The parts of a JPEG, PNG, WebP, HEIC or AVIF file, as far as it goes. Reads lengths and marks
/// only, decodes nothing. Of HEIC and AVIF it knows the EXIF structure and the stretch that holds
/// all compressed data, never whole: pictures and metadata lie there in no fixed order.
ImageParts image_parts(Bytes file);

/// Of settings and data: the same for two files that hold the same compressed picture, whatever
/// their metadata says and however it is cut into chunks. Nothing where it is not whole.
std::optional<Sha256Digest> image_digest(Bytes file, ImageParts const& parts);

} // namespace petze

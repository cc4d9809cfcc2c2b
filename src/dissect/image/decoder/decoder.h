#pragma once

#include "dissect/image/picture.h"

#include "base/bytes.h"

namespace petze {

/// What a JPEG, PNG, WebP, HEIC or AVIF file shows, by its first bytes. With the libraries that
/// read these formats: only petze-image, its tests and its fuzz target call this.
SeenPicture decode_image(Bytes file);

/// Makes the libraries ready, as long as files may be opened.
void prepare_decoders();

/// One for each library.
SeenPicture decode_jpeg(Bytes file);
SeenPicture decode_png(Bytes file);
SeenPicture decode_webp(Bytes file);
SeenPicture decode_heif(Bytes file);

/// Whether a picture of this size is looked at; else why not.
PictureState check_size(std::uint32_t width, std::uint32_t height);

inline constexpr std::size_t rgba_bytes = 4; // of a pixel as libpng and libwebp give it

/// ITU-R BT.601, as JPEG does it; on white where it is transparent.
std::uint8_t grey_of(std::uint8_t red, std::uint8_t green, std::uint8_t blue,
                     std::uint8_t alpha = 255);

} // namespace petze

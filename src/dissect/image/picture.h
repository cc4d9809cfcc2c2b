#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace petze {

/// What a picture comes down to where pictures are compared: the mean brightness of 32 × 32
/// fields of equal size, row by row from above.
inline constexpr std::size_t miniature_side = 32;
using Miniature = std::array<std::uint8_t, miniature_side * miniature_side>;

struct Picture {
    std::uint32_t width{}, height{}; // of the picture itself
    Miniature whole{};
    Miniature centre{}; // of the largest square in its middle, which many thumbnails show

    bool operator==(Picture const&) const = default;
};

/// Why there is no picture.
enum class PictureState : std::uint8_t {
    seen,
    unreadable, // damaged, cut off, or of a format that is not known
    too_large,  // limits::image_pixels, or more memory than the helper has
    too_small,  // less than miniature_side pixels wide or high
    crashed,    // the decoder did, twice
    too_slow,   // limits::image_cpu_seconds
    no_helper,  // there is no petze-image, or it cannot shut itself in
};

struct SeenPicture {
    PictureState state{};
    Picture picture{};

    bool operator==(SeenPicture const&) const = default;
};

} // namespace petze

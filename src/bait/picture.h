#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace petze::bait {

/// Three bytes a pixel, red first, row by row.
struct Picture {
    static constexpr std::size_t width = 1280, height = 960;
    std::vector<std::uint8_t> pixels;
};

/// A scene that no other seed has: a sky, shapes before it, grain over all, and the number in large
/// digits, so that a person tells two of them apart at a glance.
Picture paint(std::uint64_t scene, std::size_t number);

/// Baseline JPEG (ITU-T T.81) with this content of its APP1 segment.
std::string to_jpeg(Picture const& picture, std::string_view exif);

} // namespace petze::bait

#pragma once

#include <cstdint>
#include <string>

namespace petze::bait {

struct ExifData {
    std::string make, model, body_serial;
    std::int64_t time_s{}; // since 1970; written as UTC
    double latitude{}, longitude{};
};

/// The content of a JPEG's APP1 segment: "Exif", two zeros and a TIFF file (CIPA DC-008,
/// Exif 2.32).
std::string exif_segment(ExifData const& data);

} // namespace petze::bait

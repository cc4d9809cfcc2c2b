#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <optional>
#include <string>

namespace petze {

/// What the TIFF structure of a photo says of where, when and with what it was taken (CIPA DC-008,
/// "Exif", version 2.32).
struct Exif {
    struct Position {
        double latitude{}, longitude{}; // degrees, north and east

        bool operator==(Position const&) const = default;
    };
    std::optional<Position> position;
    std::string body_serial{}; // of the camera: BodySerialNumber, or DNG's CameraSerialNumber
    /// Nanoseconds since 1970, UTC. Nothing where the camera does not say in which time zone it
    /// was.
    std::optional<std::int64_t> taken_ns{};

    bool operator==(Exif const&) const = default;
};

/// Reads three directories, bounded; what is damaged says nothing.
Exif read_exif(Bytes tiff);

} // namespace petze

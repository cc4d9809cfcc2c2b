#include "dissect/image/exif.h"
#include "dissect/image/image_parts.h"

#include <cmath>
#include <cstdint>
#include <cstdlib>

using namespace petze;

// Parts lie inside the file and in its order, as far as they are not Exif, and places on Earth.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    Bytes const file{data, size};
    auto const parts = image_parts(file);
    std::size_t end = 0;
    for (auto const& part : parts.parts) {
        if (part.length == 0 || part.begin + part.length > size)
            std::abort();
        if (part.kind == ImagePart::Kind::exif) {
            auto const exif = read_exif(file.subspan(part.begin, part.length));
            if (exif.position && !(std::abs(exif.position->latitude) <= 90))
                std::abort();
            continue;
        }
        if (part.begin < end)
            std::abort();
        end = part.begin + part.length;
    }
    image_digest(file, parts);
    return 0;
}

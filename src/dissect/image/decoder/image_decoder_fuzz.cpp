#include "dissect/image/decoder/decoder.h"

#include <cstdint>
#include <cstdlib>
#include <new>

using namespace petze;

// Whatever is seen has a size that is looked at. libheif is written in C++ and may throw, as in
// petze-image.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    try {
        auto const seen = decode_image({data, size});
        if (seen.state == PictureState::seen
            && check_size(seen.picture.width, seen.picture.height) != PictureState::seen)
            std::abort();
    } catch (std::bad_alloc const&) {
        return 0;
    }
    return 0;
}

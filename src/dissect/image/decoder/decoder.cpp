#include "dissect/image/decoder/decoder.h"

#include "base/limits.h"
#include "dissect/file_type/file_type.h"

#include <algorithm>

namespace petze {

SeenPicture decode_image(Bytes file)
{
    auto const* type = file_type_of(file);
    if (!type)
        return {PictureState::unreadable, {}};
    if (type->extension == "jpg")
        return decode_jpeg(file);
    if (type->extension == "png")
        return decode_png(file);
    if (type->extension == "webp")
        return decode_webp(file);
    if (type->extension == "heic" || type->extension == "avif")
        return decode_heif(file);
    return {PictureState::unreadable, {}};
}

PictureState check_size(std::uint32_t width, std::uint32_t height)
{
    if (std::uint64_t{width} * height > limits::image_pixels)
        return PictureState::too_large;
    return std::min(width, height) < miniature_side ? PictureState::too_small : PictureState::seen;
}

std::uint8_t grey_of(std::uint8_t red, std::uint8_t green, std::uint8_t blue, std::uint8_t alpha)
{
    constexpr unsigned of_red = 77, of_green = 150, of_blue = 29, white = 255;
    auto const grey = (of_red * red + of_green * green + of_blue * blue) >> 8;
    return static_cast<std::uint8_t>((grey * alpha + white * (255u - alpha)) / 255u);
}

} // namespace petze

#include "dissect/image/decoder/decoder.h"
#include "dissect/image/decoder/shrinker.h"

#include <webp/decode.h>

#include <algorithm>
#include <vector>

namespace petze {

namespace {

constexpr int asked_pixels = 128; // of the shorter side

/// The library scales while it decodes.
void scale_down(WebPDecoderConfig& config, int width, int height)
{
    auto const shorter = std::min(width, height);
    if (shorter <= asked_pixels)
        return;
    config.options.use_scaling = 1;
    auto const scaled = [&](int length) {
        return static_cast<int>(std::int64_t{length} * asked_pixels / shorter);
    };
    config.options.scaled_width = scaled(width);
    config.options.scaled_height = scaled(height);
}

Picture shrink(WebPDecBuffer const& out, std::uint32_t width, std::uint32_t height)
{
    auto const columns = static_cast<std::uint32_t>(out.width);
    auto const rows = static_cast<std::uint32_t>(out.height);
    Bytes const pixels{out.u.RGBA.rgba, out.u.RGBA.size};
    Shrinker shrinker{columns, rows};
    std::vector<std::uint8_t> grey(columns);
    for (std::uint32_t y = 0; y < rows; ++y) {
        auto const row = pixels.subspan(y * static_cast<std::size_t>(out.u.RGBA.stride));
        for (std::size_t x = 0; x < columns; ++x) {
            auto const pixel = row.subspan(rgba_bytes * x, rgba_bytes);
            grey[x] = grey_of(pixel[0], pixel[1], pixel[2], pixel[3]);
        }
        shrinker.row(y, grey);
    }
    return shrinker.finish(width, height);
}

} // namespace

SeenPicture decode_webp(Bytes file)
{
    WebPDecoderConfig config;
    if (!WebPInitDecoderConfig(&config)
        || WebPGetFeatures(file.data(), file.size(), &config.input) != VP8_STATUS_OK)
        return {PictureState::unreadable, {}};
    auto const width = static_cast<std::uint32_t>(config.input.width);
    auto const height = static_cast<std::uint32_t>(config.input.height);
    if (auto const state = check_size(width, height); state != PictureState::seen)
        return {state, {}};
    scale_down(config, config.input.width, config.input.height);
    config.output.colorspace = MODE_RGBA;
    auto const status = WebPDecode(file.data(), file.size(), &config);
    SeenPicture seen{status == VP8_STATUS_OUT_OF_MEMORY ? PictureState::too_large
                                                        : PictureState::unreadable,
                     {}};
    if (status == VP8_STATUS_OK)
        seen = {PictureState::seen, shrink(config.output, width, height)};
    WebPFreeDecBuffer(&config.output);
    return seen;
}

} // namespace petze

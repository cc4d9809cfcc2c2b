#include "dissect/image/decoder/decoder.h"
#include "dissect/image/decoder/shrinker.h"

#include <libheif/heif.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace petze {

namespace {

constexpr int longest_side = 32768;

template<auto free>
struct Freed {
    template<typename T>
    void operator()(T* object) const
    {
        free(object);
    }
};
using Context = std::unique_ptr<heif_context, Freed<heif_context_free>>;
using Handle = std::unique_ptr<heif_image_handle, Freed<heif_image_handle_release>>;
using Image = std::unique_ptr<heif_image, Freed<heif_image_release>>;

/// One plane of samples, of eight bits or of more, which then take two bytes each.
class Plane {
public:
    Plane(heif_image const* image, heif_channel channel)
        : m_bits(heif_image_get_bits_per_pixel_range(image, channel))
        , m_width(heif_image_get_width(image, channel))
        , m_height(heif_image_get_height(image, channel))
    {
        int stride = 0;
        auto const* data = heif_image_get_plane_readonly(image, channel, &stride);
        if (!data || stride <= 0 || m_width <= 0 || m_height <= 0 || m_bits < 8 || m_bits > 16)
            return;
        m_stride = static_cast<std::size_t>(stride);
        m_samples = {data, m_stride * height()};
    }

    explicit operator bool() const { return !m_samples.empty(); }
    std::uint32_t width() const { return static_cast<std::uint32_t>(m_width); }
    std::uint32_t height() const { return static_cast<std::uint32_t>(m_height); }

    std::uint8_t at(std::size_t x, std::uint32_t y) const
    {
        auto const row = m_samples.subspan(y * m_stride, m_stride);
        if (m_bits == 8)
            return row[x];
        // As the machine has it: the low byte first.
        auto const sample =
            static_cast<unsigned>(row[2 * x]) | static_cast<unsigned>(row[2 * x + 1]) << 8;
        return static_cast<std::uint8_t>(sample >> (m_bits - 8));
    }

private:
    int m_bits, m_width, m_height;
    std::size_t m_stride = 0;
    Bytes m_samples;
};

template<typename Brightness>
SeenPicture shrink(Plane const& size, Brightness const& brightness)
{
    if (!size || check_size(size.width(), size.height()) != PictureState::seen)
        return {PictureState::unreadable, {}};
    Shrinker shrinker{size.width(), size.height()};
    std::vector<std::uint8_t> grey(size.width());
    for (std::uint32_t y = 0; y < size.height(); ++y) {
        for (std::size_t x = 0; x < grey.size(); ++x)
            grey[x] = brightness(x, y);
        shrinker.row(y, grey);
    }
    return {PictureState::seen, shrinker.finish(size.width(), size.height())};
}

SeenPicture shrink(heif_image const* image)
{
    if (heif_image_get_colorspace(image) != heif_colorspace_RGB) {
        Plane const luma{image, heif_channel_Y};
        return shrink(luma, [&](std::size_t x, std::uint32_t y) { return luma.at(x, y); });
    }
    Plane const red{image, heif_channel_R}, green{image, heif_channel_G},
        blue{image, heif_channel_B};
    bool const alike = green && blue && green.width() == red.width() && blue.width() == red.width()
                       && green.height() == red.height() && blue.height() == red.height();
    if (!alike)
        return {PictureState::unreadable, {}};
    return shrink(red, [&](std::size_t x, std::uint32_t y) {
        return grey_of(red.at(x, y), green.at(x, y), blue.at(x, y));
    });
}

} // namespace

void prepare_decoders()
{
    heif_init(nullptr);
}

SeenPicture decode_heif(Bytes file)
{
    SeenPicture const unreadable{PictureState::unreadable, {}};
    Context const context{heif_context_alloc()};
    if (!context)
        return {PictureState::too_large, {}};
    heif_context_set_maximum_image_size_limit(context.get(), longest_side);
    heif_context_set_max_decoding_threads(context.get(), 0);
    if (heif_context_read_from_memory_without_copy(context.get(), file.data(), file.size(), nullptr)
            .code
        != heif_error_Ok)
        return unreadable;
    heif_image_handle* primary = nullptr;
    if (heif_context_get_primary_image_handle(context.get(), &primary).code != heif_error_Ok)
        return unreadable;
    Handle const handle{primary};
    auto const side = [](int length) { return static_cast<std::uint32_t>(std::max(length, 0)); };
    if (auto const state = check_size(side(heif_image_handle_get_width(primary)),
                                      side(heif_image_handle_get_height(primary)));
        state != PictureState::seen)
        return {state, {}};
    heif_image* decoded = nullptr;
    if (heif_decode_image(primary, &decoded, heif_colorspace_undefined, heif_chroma_undefined,
                          nullptr)
            .code
        != heif_error_Ok)
        return unreadable;
    Image const image{decoded};
    return shrink(decoded);
}

} // namespace petze

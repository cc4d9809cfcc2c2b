#include "dissect/image/decoder/decoder.h"
#include "dissect/image/decoder/shrinker.h"

#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <cstring>
#include <optional>
#include <vector>

namespace petze {

namespace {

constexpr png_alloc_size_t longest_chunk = 16u << 20;

/// All that lives across the library's jumps.
struct PngWork {
    png_structp png = nullptr;
    png_infop info = nullptr;
    Bytes rest;
    SeenPicture seen{PictureState::unreadable, {}};
    std::optional<Shrinker> shrinker;
    std::vector<std::uint8_t> row, grey;

    ~PngWork() { png_destroy_read_struct(&png, &info, nullptr); }
};

[[noreturn]] void on_error(png_structp png, png_const_charp)
{
    png_longjmp(png, 1);
}
void on_warning(png_structp, png_const_charp) {}

void on_read(png_structp png, png_bytep to, std::size_t count)
{
    auto& rest = static_cast<PngWork*>(png_get_io_ptr(png))->rest;
    if (count > rest.size())
        png_error(png, "cut off");
    std::copy_n(rest.begin(), count, to);
    rest = rest.subspan(count);
}

void read_row(PngWork& work, std::size_t width)
{
    png_read_row(work.png, work.row.data(), nullptr);
    for (std::size_t x = 0; x < width; ++x) {
        auto const* pixel = &work.row[rgba_bytes * x];
        work.grey[x] = grey_of(pixel[0], pixel[1], pixel[2], pixel[3]);
    }
}

// One of seven thinner pictures (PNG, 8.2 "Interlace methods"): each pixel has its place.
struct Pass {
    std::uint32_t left, top, across, down;
};
constexpr Pass passes[] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
                           {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};

void read_pass(PngWork& work, std::uint32_t width, std::uint32_t height, Pass const& pass)
{
    if (width <= pass.left)
        return;
    auto const columns = (width - pass.left + pass.across - 1) / pass.across;
    for (auto y = pass.top; y < height; y += pass.down) {
        read_row(work, columns);
        for (std::uint32_t x = 0; x < columns; ++x)
            work.shrinker->pixel(pass.left + x * pass.across, y, work.grey[x]);
    }
}

void read_png(PngWork& work)
{
    png_read_info(work.png, work.info);
    auto const width = png_get_image_width(work.png, work.info);
    auto const height = png_get_image_height(work.png, work.info);
    work.seen.state = check_size(width, height);
    if (work.seen.state != PictureState::seen)
        return;
    work.seen.state = PictureState::unreadable;
    png_set_expand(work.png);
    png_set_scale_16(work.png);
    png_set_gray_to_rgb(work.png);
    png_set_add_alpha(work.png, 0xff, PNG_FILLER_AFTER);
    png_read_update_info(work.png, work.info);
    work.shrinker.emplace(width, height);
    work.row.resize(std::max(png_get_rowbytes(work.png, work.info), rgba_bytes * width));
    work.grey.resize(width);
    if (png_get_interlace_type(work.png, work.info) == PNG_INTERLACE_NONE)
        for (std::uint32_t y = 0; y < height; ++y) {
            read_row(work, width);
            work.shrinker->row(y, work.grey);
        }
    else
        for (auto const& pass : passes)
            read_pass(work, width, height, pass);
    work.seen = {PictureState::seen, work.shrinker->finish(width, height)};
}

} // namespace

SeenPicture decode_png(Bytes file)
{
    PngWork work;
    work.rest = file;
    work.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, on_error, on_warning);
    work.info = work.png ? png_create_info_struct(work.png) : nullptr;
    if (!work.info)
        return {PictureState::too_large, {}};
    // Nothing with a destructor is made below this frame while the library may jump.
    if (setjmp(png_jmpbuf(work.png)) != 0)
        return {PictureState::unreadable, {}};
    png_set_read_fn(work.png, &work, on_read);
    png_set_user_limits(work.png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_chunk_malloc_max(work.png, longest_chunk);
    read_png(work);
    return work.seen;
}

} // namespace petze

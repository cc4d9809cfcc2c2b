#include "dissect/image/decoder/decoder.h"
#include "dissect/image/decoder/shrinker.h"

#include <csetjmp>
#include <cstdio> // jpeglib.h needs it first
#include <jpeglib.h>

#include <jerror.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace petze {

namespace {

// No picture is compared at a higher resolution.
constexpr std::uint32_t least_pixels = 96;

/// All that lives across the library's jumps.
struct JpegWork {
    jpeg_decompress_struct jpeg{};
    jpeg_error_mgr errors{};
    std::jmp_buf stop{};
    bool cut_off = false;
    bool out_of_memory = false;
    SeenPicture seen{PictureState::unreadable, {}};
    std::optional<Shrinker> shrinker;
    std::vector<std::uint8_t> row, grey;

    ~JpegWork() { jpeg_destroy_decompress(&jpeg); }
};

JpegWork& work_of(j_common_ptr jpeg)
{
    return *static_cast<JpegWork*>(jpeg->client_data);
}

[[noreturn]] void on_error(j_common_ptr jpeg)
{
    auto& work = work_of(jpeg);
    work.out_of_memory = jpeg->err->msg_code == JERR_OUT_OF_MEMORY;
    std::longjmp(work.stop, 1);
}

void on_message(j_common_ptr jpeg, int level)
{
    auto const code = jpeg->err->msg_code;
    if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER))
        work_of(jpeg).cut_off = true;
}

void on_output(j_common_ptr) {}

// Eighths of the size that are decoded: the library leaves out what is not needed.
unsigned scale_for(std::uint32_t shorter)
{
    unsigned eighths = 1;
    while (eighths < 8 && shorter * eighths / 8 < least_pixels)
        eighths *= 2;
    return eighths;
}

void to_grey(JpegWork& work)
{
    if (work.jpeg.output_components == 1) {
        std::swap(work.grey, work.row);
        return;
    }
    // CMYK, which Adobe writes inverted: the lighter, the more of 255.
    for (std::size_t x = 0; x < work.grey.size(); ++x) {
        auto const part = [&](std::size_t i) {
            return static_cast<std::uint8_t>(work.row[4 * x + i] * work.row[4 * x + 3] / 255);
        };
        work.grey[x] = grey_of(part(0), part(1), part(2));
    }
}

void read_jpeg(JpegWork& work)
{
    auto& jpeg = work.jpeg;
    jpeg_read_header(&jpeg, TRUE);
    work.seen.state = check_size(jpeg.image_width, jpeg.image_height);
    if (work.seen.state != PictureState::seen)
        return;
    work.seen.state = PictureState::unreadable;
    bool const inks = jpeg.jpeg_color_space == JCS_CMYK || jpeg.jpeg_color_space == JCS_YCCK;
    jpeg.out_color_space = inks ? JCS_CMYK : JCS_GRAYSCALE;
    jpeg.dct_method = JDCT_ISLOW; // the same on every machine
    jpeg.scale_num = scale_for(std::min(jpeg.image_width, jpeg.image_height));
    jpeg.scale_denom = 8;
    jpeg_start_decompress(&jpeg);
    work.shrinker.emplace(jpeg.output_width, jpeg.output_height);
    work.grey.resize(jpeg.output_width);
    while (jpeg.output_scanline < jpeg.output_height && !work.cut_off) {
        work.row.resize(std::size_t{jpeg.output_width}
                        * static_cast<unsigned>(jpeg.output_components));
        auto const y = jpeg.output_scanline;
        auto* line = work.row.data();
        jpeg_read_scanlines(&jpeg, &line, 1);
        to_grey(work);
        work.shrinker->row(y, work.grey);
    }
    if (!work.cut_off)
        work.seen = {PictureState::seen,
                     work.shrinker->finish(jpeg.image_width, jpeg.image_height)};
}

} // namespace

SeenPicture decode_jpeg(Bytes file)
{
    JpegWork work;
    work.jpeg.err = jpeg_std_error(&work.errors);
    work.errors.error_exit = on_error;
    work.errors.emit_message = on_message;
    work.errors.output_message = on_output;
    work.jpeg.client_data = &work;
    // Nothing with a destructor is made below this frame while the library may jump.
    if (setjmp(work.stop) != 0)
        return {work.out_of_memory ? PictureState::too_large : PictureState::unreadable, {}};
    jpeg_create_decompress(&work.jpeg);
    work.jpeg.client_data = &work;
    jpeg_mem_src(&work.jpeg, file.data(), file.size());
    read_jpeg(work);
    return work.seen;
}

} // namespace petze

#include "bait/picture.h"

#include "bait/draw.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

// It needs size_t and FILE before it.
#include <jpeglib.h>

namespace petze::bait {

namespace {

using Colour = std::array<double, 3>;

Colour invented_colour(Draw& draw)
{
    return {draw.unit() * 255, draw.unit() * 255, draw.unit() * 255};
}

struct Shape {
    double x{}, y{}, size{};
    bool round{};
    Colour colour{};

    bool covers(double at_x, double at_y) const
    {
        auto const dx = at_x - x;
        auto const dy = at_y - y;
        return round ? dx * dx + dy * dy < size * size : std::abs(dx) + std::abs(dy) / 2 < size;
    }
};

// Seven segments of each digit, the topmost in the lowest bit, then clockwise, the middle last.
constexpr std::array<unsigned, 10> segments{0x3f, 0x06, 0x5b, 0x4f, 0x66,
                                            0x6d, 0x7d, 0x07, 0x7f, 0x6f};

bool digit_covers(unsigned digit, double x, double y) // 0 to 1, and 0 to 2
{
    constexpr double thick = 0.18;
    if (x < 0 || x > 1 || y < 0 || y > 2)
        return false;
    std::array<bool, 7> const inside{y<thick, x> 1 - thick && y<1, x> 1 - thick && y >= 1,
                                     y > 2 - thick, x < thick && y >= 1, x < thick && y < 1,
                                     std::abs(y - 1) < thick / 2};
    for (std::size_t i = 0; i < inside.size(); ++i)
        if (inside[i] && (segments[digit] >> i & 1u) != 0)
            return true;
    return false;
}

bool number_covers(std::size_t number, double x, double y)
{
    constexpr double left = 60, top = 60, scale = 90, step = 130;
    for (std::size_t place = 0; place < 4; ++place) {
        std::size_t divisor = 1;
        for (std::size_t i = place; i < 3; ++i)
            divisor *= 10;
        auto const digit = static_cast<unsigned>(number / divisor % 10);
        if (digit_covers(digit, (x - left - static_cast<double>(place) * step) / scale,
                         (y - top) / scale))
            return true;
    }
    return false;
}

/// Grain: random grey values on a lattice, bilinear between them.
class Noise {
public:
    Noise(Draw& draw, std::size_t cell)
        : m_cell(cell)
        , m_columns(Picture::width / cell + 2)
        , m_values(m_columns * (Picture::height / cell + 2))
    {
        for (auto& value : m_values)
            value = draw.unit() - 0.5;
    }
    double at(std::size_t x, std::size_t y) const
    {
        auto const column = x / m_cell;
        auto const row = y / m_cell;
        auto const across = static_cast<double>(x % m_cell) / static_cast<double>(m_cell);
        auto const down = static_cast<double>(y % m_cell) / static_cast<double>(m_cell);
        auto const line = [&](std::size_t r) {
            auto const* const first = &m_values[r * m_columns + column];
            return first[0] + (first[1] - first[0]) * across;
        };
        return line(row) + (line(row + 1) - line(row)) * down;
    }

private:
    std::size_t m_cell, m_columns;
    std::vector<double> m_values;
};

} // namespace

Picture paint(std::uint64_t scene, std::size_t number)
{
    Draw draw{scene};
    auto const above = invented_colour(draw);
    auto const below = invented_colour(draw);
    std::vector<Shape> shapes(8 + draw.below(8));
    for (auto& shape : shapes)
        shape = {draw.unit() * Picture::width, draw.unit() * Picture::height,
                 60 + draw.unit() * 240, draw.below(2) == 0, invented_colour(draw)};
    Noise const coarse{draw, 96};
    Noise const fine{draw, 3};
    Picture out;
    out.pixels.reserve(Picture::width * Picture::height * 3);
    for (std::size_t y = 0; y < Picture::height; ++y)
        for (std::size_t x = 0; x < Picture::width; ++x) {
            auto const down = static_cast<double>(y) / Picture::height;
            Colour colour{};
            for (std::size_t i = 0; i < colour.size(); ++i)
                colour[i] = above[i] + (below[i] - above[i]) * down;
            auto const fx = static_cast<double>(x);
            auto const fy = static_cast<double>(y);
            for (auto const& shape : shapes)
                if (shape.covers(fx, fy))
                    colour = shape.colour;
            if (number_covers(number, fx, fy))
                colour = {255, 255, 255};
            auto const grain = coarse.at(x, y) * 60 + fine.at(x, y) * 24;
            for (auto const value : colour)
                out.pixels.push_back(
                    static_cast<std::uint8_t>(std::clamp(value + grain, 0., 255.)));
        }
    return out;
}

std::string to_jpeg(Picture const& picture, std::string_view exif)
{
    jpeg_compress_struct encoder{};
    jpeg_error_mgr trouble{};
    encoder.err = jpeg_std_error(&trouble); // ends the program only where memory does
    jpeg_create_compress(&encoder);
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&encoder, &bytes, &size);
    encoder.image_width = Picture::width;
    encoder.image_height = Picture::height;
    encoder.input_components = 3;
    encoder.in_color_space = JCS_RGB;
    jpeg_set_defaults(&encoder);
    constexpr int quality = 85;
    jpeg_set_quality(&encoder, quality, TRUE);
    encoder.write_JFIF_header = FALSE; // Exif stands in its place
    jpeg_start_compress(&encoder, TRUE);
    std::vector<std::uint8_t> const segment(exif.begin(), exif.end());
    jpeg_write_marker(&encoder, JPEG_APP0 + 1, segment.data(),
                      static_cast<unsigned>(segment.size()));
    auto rows = picture.pixels; // the encoder asks for what may be written to
    while (encoder.next_scanline < encoder.image_height) {
        auto* row = &rows[encoder.next_scanline * Picture::width * 3];
        jpeg_write_scanlines(&encoder, &row, 1);
    }
    jpeg_finish_compress(&encoder);
    std::string out(bytes, bytes + size);
    std::free(bytes);
    jpeg_destroy_compress(&encoder);
    return out;
}

} // namespace petze::bait

#include "dissect/image/decoder/shrinker.h"

#include <algorithm>

namespace petze {

Shrinker::Axis::Axis(std::uint32_t first, std::uint32_t size)
    : begin(first)
{
    field.reserve(size);
    share.reserve(size);
    // In 32nds of a pixel a field is as long as the axis has pixels, so that nothing is rounded.
    for (std::uint64_t i = 0; i < size; ++i) {
        auto const from = i * miniature_side;
        auto const in = from / size;
        field.push_back(static_cast<std::uint8_t>(in));
        share.push_back(static_cast<std::uint8_t>(
            std::min<std::uint64_t>(miniature_side, (in + 1) * size - from)));
    }
}

void Shrinker::Region::row(std::uint32_t y, Bytes grey)
{
    if (y < down.begin || y - down.begin >= down.field.size())
        return;
    Line line{};
    auto const inside = grey.subspan(across.begin, across.field.size());
    for (std::size_t i = 0; i < inside.size(); ++i) {
        line[across.field[i]] += std::uint64_t{inside[i]} * across.share[i];
        line[across.field[i] + 1u] += std::uint64_t{inside[i]} * (miniature_side - across.share[i]);
    }
    auto const in = down.field[y - down.begin];
    auto const share = down.share[y - down.begin];
    for (std::size_t i = 0; i < line.size(); ++i) {
        sums[in][i] += line[i] * share;
        sums[in + 1u][i] += line[i] * (miniature_side - share);
    }
}

void Shrinker::Region::pixel(std::uint32_t x, std::uint32_t y, std::uint8_t grey)
{
    bool const outside = y < down.begin || y - down.begin >= down.field.size() || x < across.begin
                         || x - across.begin >= across.field.size();
    if (outside)
        return;
    auto const column = across.field[x - across.begin];
    auto const row = down.field[y - down.begin];
    std::uint64_t const right = across.share[x - across.begin];
    std::uint64_t const below = down.share[y - down.begin];
    auto const left = std::uint64_t{grey} * right, rest = grey * (miniature_side - right);
    sums[row][column] += left * below;
    sums[row][column + 1u] += rest * below;
    sums[row + 1u][column] += left * (miniature_side - below);
    sums[row + 1u][column + 1u] += rest * (miniature_side - below);
}

Miniature Shrinker::Region::finish() const
{
    auto const weight = std::uint64_t{across.field.size()} * down.field.size();
    Miniature out{};
    for (std::size_t y = 0; y < miniature_side; ++y)
        for (std::size_t x = 0; x < miniature_side; ++x)
            out[y * miniature_side + x] =
                static_cast<std::uint8_t>((sums[y][x] + weight / 2) / weight);
    return out;
}

namespace {

std::uint32_t middle(std::uint32_t length, std::uint32_t side)
{
    return (length - side) / 2;
}

} // namespace

Shrinker::Shrinker(std::uint32_t width, std::uint32_t height)
    : m_whole{{0, width}, {0, height}, {}}
    , m_centre{{middle(width, std::min(width, height)), std::min(width, height)},
               {middle(height, std::min(width, height)), std::min(width, height)},
               {}}
{
}

void Shrinker::row(std::uint32_t y, Bytes grey)
{
    m_whole.row(y, grey);
    m_centre.row(y, grey);
}

void Shrinker::pixel(std::uint32_t x, std::uint32_t y, std::uint8_t grey)
{
    m_whole.pixel(x, y, grey);
    m_centre.pixel(x, y, grey);
}

Picture Shrinker::finish(std::uint32_t width, std::uint32_t height) const
{
    return {width, height, m_whole.finish(), m_centre.finish()};
}

} // namespace petze

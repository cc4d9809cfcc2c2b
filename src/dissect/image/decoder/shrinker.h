#pragma once

#include "dissect/image/picture.h"

#include "base/bytes.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace petze {

/// Makes the miniatures of a picture out of its pixels, which come in rows or one by one, in any
/// order, each once. Exact: a pixel that lies in two fields counts to both by its share, in whole
/// numbers. Holds no pixels.
class Shrinker {
public:
    /// Both at least miniature_side.
    Shrinker(std::uint32_t width, std::uint32_t height);

    /// A whole row of brightness.
    void row(std::uint32_t y, Bytes grey);
    void pixel(std::uint32_t x, std::uint32_t y, std::uint8_t grey);

    /// `width` and `height` are told as those of the picture, which may have come scaled.
    Picture finish(std::uint32_t width, std::uint32_t height) const;

private:
    /// Where the positions of one axis fall: so many 32nds into a field, the rest into the next.
    struct Axis {
        Axis(std::uint32_t first, std::uint32_t size);

        std::uint32_t begin;
        std::vector<std::uint8_t> field;
        std::vector<std::uint8_t> share;
    };
    /// One more field at the end takes the shares of nothing.
    using Line = std::array<std::uint64_t, miniature_side + 1>;
    struct Region {
        Axis across, down;
        std::array<Line, miniature_side + 1> sums{};

        void row(std::uint32_t y, Bytes grey);
        void pixel(std::uint32_t x, std::uint32_t y, std::uint8_t grey);
        Miniature finish() const;
    };

    Region m_whole, m_centre;
};

} // namespace petze

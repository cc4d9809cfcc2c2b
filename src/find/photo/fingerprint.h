#pragma once

#include "dissect/image/picture.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace petze {

/// What a picture looks like, for comparing: the low frequencies of its brightness (a cosine
/// transform, as in "pHash"), evened out. Photos have far more of the lowest frequencies than of
/// the others, so that without this every picture with a bright sky would look like every other.
class Fingerprint {
public:
    explicit Fingerprint(Miniature const& miniature);

    /// Nothing, or little more than a gradient: many pictures look like this one.
    bool plain() const { return m_plain; }

    /// The same picture in all eight positions: turned by quarters, mirrored or not.
    std::vector<Fingerprint> positions() const;
    /// Whether width and height changed places in that one.
    static constexpr bool is_transposed(std::size_t position) { return position >= 4; }

    /// Two checks that have little to do with each other: the signs of 64 coefficients, and the
    /// correlation of 255, from -1 to 1.
    int different_signs(Fingerprint const& other) const;
    double correlation(Fingerprint const& other) const;

    /// Both say so.
    bool resembles(Fingerprint const& other) const;

private:
    static constexpr std::size_t side = 16; // coefficients in each direction
    using Coefficients = std::array<float, side * side>;

    explicit Fingerprint(Coefficients const& coefficients, bool plain);
    void read_signs();

    Coefficients m_coefficients{}; // of length 1; what stands for the brightness of all is 0
    std::uint64_t m_signs{};
    bool m_plain{};
};

/// Whether two widths and heights have the same proportions, as far as scaling keeps them.
bool same_proportions(double width, double height, double other_width, double other_height);

} // namespace petze

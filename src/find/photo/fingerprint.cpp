#include "find/photo/fingerprint.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

namespace petze {

namespace {

// Measured with bench/photos.py, see docs/photos.md.
constexpr int most_different_signs = 18;
constexpr double least_correlation = 0.88;
constexpr double least_contrast = 3;      // standard deviation of the brightness
constexpr double least_coefficients = 14; // that have a say; see participation()
constexpr double proportions = 0.12;      // by how much they may differ

using Square = std::array<double, miniature_side * miniature_side>;

/// DCT-II of one dimension, of which the first `count` coefficients are wanted.
std::array<double, miniature_side * miniature_side> const& cosines()
{
    static auto const table = [] {
        Square out{};
        for (std::size_t u = 0; u < miniature_side; ++u)
            for (std::size_t x = 0; x < miniature_side; ++x)
                out[u * miniature_side + x] =
                    std::cos(std::numbers::pi * static_cast<double>((2 * x + 1) * u)
                             / (2.0 * miniature_side));
        return out;
    }();
    return table;
}

double deviation(Miniature const& miniature)
{
    double sum = 0, squares = 0;
    for (double const value : miniature) {
        sum += value;
        squares += value * value;
    }
    auto const count = static_cast<double>(miniature.size());
    auto const mean = sum / count;
    return std::sqrt(std::max(0.0, squares / count - mean * mean));
}

} // namespace

Fingerprint::Fingerprint(Miniature const& miniature)
{
    auto const& cosine = cosines();
    std::array<double, side * miniature_side> rows{}; // transformed along x
    for (std::size_t u = 0; u < side; ++u)
        for (std::size_t y = 0; y < miniature_side; ++y)
            for (std::size_t x = 0; x < miniature_side; ++x)
                rows[u * miniature_side + y] +=
                    miniature[y * miniature_side + x] * cosine[u * miniature_side + x];
    std::array<double, side * side> evened{};
    double length = 0, fourths = 0;
    for (std::size_t v = 0; v < side; ++v)
        for (std::size_t u = 0; u < side; ++u) {
            if (u == 0 && v == 0)
                continue;
            double sum = 0;
            for (std::size_t y = 0; y < miniature_side; ++y)
                sum += rows[u * miniature_side + y] * cosine[v * miniature_side + y];
            // In photos amplitudes fall with one over the frequency. An axis alone counts twice
            // in an orthogonal transform's norm.
            auto const frequency = std::hypot(static_cast<double>(u), static_cast<double>(v));
            auto const norm = (u == 0 || v == 0) ? std::numbers::sqrt2 / 2 : 1.0;
            auto const value = sum * frequency * norm;
            evened[v * side + u] = value;
            length += value * value;
            fourths += value * value * value * value;
        }
    m_plain = deviation(miniature) < least_contrast || fourths == 0
              || length * length / fourths < least_coefficients;
    auto const scale = length > 0 ? 1 / std::sqrt(length) : 0;
    for (std::size_t i = 0; i < evened.size(); ++i)
        m_coefficients[i] = static_cast<float>(evened[i] * scale);
    read_signs();
}

Fingerprint::Fingerprint(Coefficients const& coefficients, bool plain)
    : m_coefficients(coefficients)
    , m_plain(plain)
{
    read_signs();
}

// Of frequencies 1 to 8 in both directions: the others say little beside where it is bright.
void Fingerprint::read_signs()
{
    constexpr std::size_t edge = 8;
    m_signs = 0;
    for (std::size_t v = 1; v <= edge; ++v)
        for (std::size_t u = 1; u <= edge; ++u)
            m_signs = m_signs << 1 | (m_coefficients[v * side + u] > 0 ? 1u : 0u);
}

std::vector<Fingerprint> Fingerprint::positions() const
{
    std::vector<Fingerprint> out;
    for (std::size_t position = 0; position < 8; ++position) {
        bool const transposed = is_transposed(position);
        bool const left_right = (position & 1) != 0, up_down = (position & 2) != 0;
        Coefficients turned{};
        for (std::size_t v = 0; v < side; ++v)
            for (std::size_t u = 0; u < side; ++u) {
                auto const value =
                    transposed ? m_coefficients[u * side + v] : m_coefficients[v * side + u];
                // Mirroring turns the sign of every odd wave.
                bool const negative = (left_right && u % 2 == 1) != (up_down && v % 2 == 1);
                turned[v * side + u] = negative ? -value : value;
            }
        out.push_back(Fingerprint{turned, m_plain});
    }
    return out;
}

int Fingerprint::different_signs(Fingerprint const& other) const
{
    return std::popcount(m_signs ^ other.m_signs);
}

double Fingerprint::correlation(Fingerprint const& other) const
{
    double sum = 0;
    for (std::size_t i = 0; i < m_coefficients.size(); ++i)
        sum +=
            static_cast<double>(m_coefficients[i]) * static_cast<double>(other.m_coefficients[i]);
    return sum;
}

bool Fingerprint::resembles(Fingerprint const& other) const
{
    return !m_plain && !other.m_plain && different_signs(other) <= most_different_signs
           && correlation(other) >= least_correlation;
}

bool same_proportions(double width, double height, double other_width, double other_height)
{
    auto const ratio = (width * other_height) / (height * other_width);
    return std::abs(std::log(ratio)) <= proportions;
}

} // namespace petze

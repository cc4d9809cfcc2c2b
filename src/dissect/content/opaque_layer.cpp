#include "dissect/content/layers.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace petze::content {

namespace {

constexpr std::size_t sample_bytes = 64u << 10;

/// Bits for each byte, by how often each value stands in a sample.
double entropy(std::array<std::uint32_t, 256> const& counts, std::size_t sample)
{
    double bits = 0;
    for (auto const count : counts)
        if (count > 0) {
            auto const share = static_cast<double>(count) / static_cast<double>(sample);
            bits -= share * std::log2(share);
        }
    return bits;
}

// A short sample of random bytes has less of it than eight bits: by about 255 / (2 n ln 2), as
// Miller and Madow have shown.
bool is_as_random_as_can_be(double bits, std::size_t sample)
{
    constexpr double bias = 184;
    constexpr double tolerance = 0.4;
    auto const n = static_cast<double>(sample);
    return bits >= std::min(std::log2(n), 8 - bias / n) - tolerance;
}

class OpaqueLayer : public ContentDissector {
public:
    OpaqueLayer(Scope& scope, Origin const* origin)
        : m_scope(scope)
        , m_raw(make_raw_layer(scope, origin))
    {
    }

    void take(Bytes piece) override
    {
        auto const sampled = piece.first(std::min(piece.size(), sample_bytes - m_sample));
        for (auto const byte : sampled)
            ++m_counts[byte];
        m_sample += sampled.size();
        m_size += piece.size();
        m_raw->take(piece);
    }
    void gap() override { m_raw->gap(); }
    void finish() override
    {
        m_raw->finish();
        constexpr std::size_t least = 64;
        auto const bits = entropy(m_counts, m_sample);
        if (m_sample < least || !is_as_random_as_can_be(bits, m_sample))
            return;
        (m_scope.context.direction == Direction::to_server ? m_scope.layers.sealed_to_server
                                                           : m_scope.layers.sealed_to_client) +=
            m_size;
        m_scope.layers.tally.count("content: opaque inside an opened layer");
        m_scope.layers.tally.count("content: opaque bytes inside opened layers", m_size);
        m_scope.layers.tally.count(
            "content: opaque bits inside opened layers",
            static_cast<std::uint64_t>(std::llround(bits * static_cast<double>(m_size))));
    }

private:
    Scope& m_scope;
    Layer m_raw;
    std::array<std::uint32_t, 256> m_counts{};
    std::size_t m_sample = 0;
    std::uint64_t m_size = 0;
};

} // namespace

Layer make_opaque_layer(Scope& scope, Origin const* origin)
{
    return std::make_unique<OpaqueLayer>(scope, origin);
}

} // namespace petze::content

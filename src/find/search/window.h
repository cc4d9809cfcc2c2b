#pragma once

#include "base/bytes.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <vector>

/// What the search looks at before it compares: a text is probed at every fourth byte, and of each
/// spelling four neighbouring windows are known, so that one of them is met wherever it stands.
/// Four windows with the bytes they cover are a region. Letters are folded: either case of a
/// spelling has the same windows, the comparison behind it knows the difference.
namespace petze {

inline constexpr std::size_t probe_stride = 4;

/// The longer a window, the fewer texts have it by accident; a short spelling has room for a short
/// one only. Of 10 bytes and more, of 8 and 9, of 6 and 7.
inline constexpr std::array<std::size_t, 3> window_bytes{7, 5, 3};

constexpr std::size_t region_bytes(std::size_t window_class)
{
    return window_bytes[window_class] + probe_stride - 1;
}

/// Shorter spellings are not looked for.
inline constexpr std::size_t least_spelling_bytes = region_bytes(window_bytes.size() - 1);

/// The class whose region fits into so many bytes; there must be least_spelling_bytes.
constexpr std::size_t window_class_of(std::size_t bytes)
{
    std::size_t window_class = 0;
    while (region_bytes(window_class) > bytes)
        ++window_class;
    return window_class;
}

/// Eight bytes of a text; zeros behind its end.
inline std::uint64_t eight_bytes(Bytes text, std::size_t at)
{
    std::uint64_t out{};
    if (text.size() - at >= sizeof(out))
        std::memcpy(&out, text.data() + at, sizeof(out));
    else
        std::memcpy(&out, text.data() + at, text.size() - at);
    return out;
}

constexpr std::uint64_t folded_case(std::uint64_t bytes)
{
    return bytes | 0x2020202020202020;
}

/// Of eight bytes in folded case. On a big-endian machine the bytes of a window are others, and
/// the same ones in texts and spellings.
constexpr std::uint64_t window_of(std::uint64_t folded, std::size_t window_class)
{
    auto const bits = 8 * window_bytes[window_class];
    if constexpr (std::endian::native == std::endian::little)
        return folded & ((std::uint64_t{1} << bits) - 1);
    else
        return folded >> (64 - bits);
}

constexpr std::uint64_t scattered(std::uint64_t window)
{
    return window * 0x9e3779b97f4a7c15; // Knuth, TAOCP 6.4: the golden ratio
}

/// Digests in text are long: of fifteen characters of base64, eight stand at every eighth byte.
inline constexpr std::size_t coded_stride = 8;

/// Whether a hash may be one of those added: a Bloom filter that looks at one word. Empty, it
/// says no.
class WordFilter {
public:
    WordFilter()
        : m_words(2)
    {
    }

    /// Of so many about one in a hundred is wrong, of a few next to none.
    void reserve(std::size_t count)
    {
        constexpr std::size_t bits_each = 16, least_words = 512;
        auto const words = std::bit_ceil(std::max(count * bits_each / 64, least_words));
        m_words.assign(words, 0);
        m_shift = 64 - static_cast<unsigned>(std::bit_width(words) - 1);
    }
    void add(std::uint64_t hash) { m_words[hash >> m_shift] |= mask_of(hash); }
    void prefetch(std::uint64_t hash) const { __builtin_prefetch(&m_words[hash >> m_shift]); }
    bool has(std::uint64_t hash) const
    {
        auto const mask = mask_of(hash);
        return (m_words[hash >> m_shift] & mask) == mask;
    }

private:
    // The index takes at most the upper 24 bits, the lower ones of a product are not mixed well.
    static std::uint64_t mask_of(std::uint64_t hash)
    {
        return masks[hash >> 30 & (masks.size() - 1)];
    }

    /// Four bits each. To look them up takes half as long as to shift them into place.
    static constexpr std::array<std::uint64_t, 1024> masks = [] {
        std::array<std::uint64_t, 1024> out{};
        std::uint64_t state = 0;
        for (auto& mask : out)
            while (std::popcount(mask) < 4) {
                state = state * 6364136223846793005 + 1442695040888963407; // Knuth's MMIX
                mask |= std::uint64_t{1} << (state >> 58);
            }
        return out;
    }();

    std::vector<std::uint64_t> m_words;
    unsigned m_shift = 63;
};

} // namespace petze

#pragma once

#include "find/search/window.h"

#include <cstdint>
#include <span>
#include <vector>

namespace petze {

/// What is asked at every fourth byte of a text: whether one of the windows added may stand there.
/// It is small enough to be at hand, and wrong more often than those that are asked behind it.
class FrontFilter {
public:
    /// Bytes that are asked at once; what is read are those and `overhang` more.
    static constexpr std::size_t block = 64;
    static constexpr std::size_t overhang = probe_stride;

    /// For so many long windows, and so many shorter ones.
    void reserve(std::size_t long_windows, std::size_t short_windows);
    bool empty() const { return m_long.words.empty() && m_short.words.empty(); }
    /// In folded case; of a shorter one it is the first three bytes that are asked for.
    void add(std::uint64_t window, std::size_t window_class);

    /// A bit for each fourth byte of a block at which a window may stand.
    using Places = std::uint16_t;
    static constexpr std::size_t probes = block / probe_stride;
    static_assert(probes == 8 * sizeof(Places));
    /// Of so many blocks; it must not be empty. With AVX2 where the processor has it, else as
    /// below.
    void standing(std::uint8_t const* bytes, std::span<Places> blocks) const;
    /// The same with the language's own means.
    void standing_portably(std::uint8_t const* bytes, std::span<Places> blocks) const;

private:
    template<bool Long, bool Short>
    void standing_portably_of(std::uint8_t const* bytes, std::span<Places> blocks) const;
    template<bool Long, bool Short>
    void standing_avx2_of(std::uint8_t const* bytes, std::span<Places> blocks) const;

    /// A Bloom filter that looks at one word; or none.
    struct Filter {
        std::vector<std::uint32_t> words;
        unsigned shift = 0; // of a hash, for the word

        void reserve(std::size_t count, std::size_t most_words);
        void add(std::uint64_t window);
        bool has(std::uint64_t window) const;
    };
    Filter m_long, m_short;
};

} // namespace petze

#include "find/search/front_filter.h"

#include "base/processor.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <unistd.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace petze {

namespace {

constexpr std::size_t word_bits = 32;
// A short one is asked for by as many bytes as this class has.
constexpr auto shortest = window_bytes.size() - 1;

// Half of the second-level cache: what is not in there takes ten times as long to ask, and noise
// asks at every place. A power of two; where nobody knows, that of a small one.
std::size_t most_words()
{
    auto bytes = std::size_t{1} << 19;
#ifdef _SC_LEVEL2_CACHE_SIZE
    if (auto const cache = sysconf(_SC_LEVEL2_CACHE_SIZE); cache > 0)
        bytes =
            std::clamp(std::bit_floor(static_cast<std::size_t>(cache) / 2), bytes / 2, bytes * 2);
#endif
    return bytes * 8 / word_bits;
}

// Of a window its first four bytes and the rest. An odd factor each, and then what the upper half
// of a product has of all bits, so that its lower bits are as good as its upper ones.
constexpr std::uint32_t first_factor = 0x9e3779b1, rest_factor = 0x85ebca77;

constexpr std::uint32_t hash_of(std::uint64_t window)
{
    auto const hash = static_cast<std::uint32_t>(window) * first_factor
                      + static_cast<std::uint32_t>(window >> 32) * rest_factor;
    return (hash ^ hash >> 15) * rest_factor;
}

// As many bytes of a window as the shortest has.
constexpr std::uint64_t first_of(std::uint64_t window, std::size_t window_class)
{
    if constexpr (std::endian::native == std::endian::little)
        return window & ((std::uint64_t{1} << 8 * window_bytes[shortest]) - 1);
    else
        return window >> 8 * (window_bytes[window_class] - window_bytes[shortest]);
}

// Three bits of a word, by the lower fifteen of a hash.
constexpr std::uint32_t mask_of(std::uint32_t hash)
{
    return 1u << hash % 32 | 1u << (hash >> 5) % 32 | 1u << (hash >> 10) % 32;
}

} // namespace

void FrontFilter::Filter::reserve(std::size_t count, std::size_t most_words)
{
    constexpr std::size_t bits_each = 16, least_words = 1024;
    if (count == 0)
        return;
    auto const wanted = std::bit_ceil(count * bits_each / word_bits);
    words.assign(std::clamp(wanted, least_words, most_words), 0);
    shift = word_bits - static_cast<unsigned>(std::bit_width(words.size()) - 1);
}

void FrontFilter::Filter::add(std::uint64_t window)
{
    auto const hash = hash_of(window);
    words[hash >> shift] |= mask_of(hash);
}

bool FrontFilter::Filter::has(std::uint64_t window) const
{
    auto const hash = hash_of(window);
    auto const mask = mask_of(hash);
    return (words[hash >> shift] & mask) == mask;
}

void FrontFilter::reserve(std::size_t long_windows, std::size_t short_windows)
{
    m_long.reserve(long_windows, most_words());
    m_short.reserve(short_windows, most_words());
}

void FrontFilter::add(std::uint64_t window, std::size_t window_class)
{
    if (window_class == 0)
        m_long.add(window);
    else
        m_short.add(first_of(window, window_class));
}

// Without a branch: what of a text is suspect is hard to foretell for a processor, too.
template<bool Long, bool Short>
void FrontFilter::standing_portably_of(std::uint8_t const* bytes, std::span<Places> blocks) const
{
    for (auto& places : blocks) {
        places = 0;
        for (unsigned i = 0; i < probes; ++i, bytes += probe_stride) {
            std::uint64_t eight{};
            std::memcpy(&eight, bytes, sizeof(eight));
            auto const folded = folded_case(eight);
            bool may = false;
            if constexpr (Long)
                may |= m_long.has(window_of(folded, 0));
            if constexpr (Short)
                may |= m_short.has(window_of(folded, shortest));
            places = static_cast<Places>(places | unsigned{may} << i);
        }
    }
}

void FrontFilter::standing_portably(std::uint8_t const* bytes, std::span<Places> blocks) const
{
    if (m_long.words.empty())
        standing_portably_of<false, true>(bytes, blocks);
    else if (m_short.words.empty())
        standing_portably_of<true, false>(bytes, blocks);
    else
        standing_portably_of<true, true>(bytes, blocks);
}

#ifdef __x86_64__

namespace {

PETZE_AVX2 inline __m256i each(std::uint32_t value)
{
    return _mm256_set1_epi32(static_cast<int>(value));
}

PETZE_AVX2 inline __m256i load(std::uint8_t const* bytes)
{
    return _mm256_loadu_si256(reinterpret_cast<__m256i const*>(bytes));
}

// `rest` has its factor already.
PETZE_AVX2 inline __m256i hashes_of(__m256i first, __m256i rest)
{
    auto hash = _mm256_add_epi32(_mm256_mullo_epi32(first, each(first_factor)), rest);
    hash = _mm256_xor_si256(hash, _mm256_srli_epi32(hash, 15));
    return _mm256_mullo_epi32(hash, each(rest_factor));
}

PETZE_AVX2 inline __m256i bits_of(__m256i numbers)
{
    return _mm256_sllv_epi32(each(1), _mm256_and_si256(numbers, each(31)));
}

PETZE_AVX2 inline __m256i masks_of(__m256i hashes)
{
    return _mm256_or_si256(_mm256_or_si256(bits_of(hashes), bits_of(_mm256_srli_epi32(hashes, 5))),
                           bits_of(_mm256_srli_epi32(hashes, 10)));
}

PETZE_AVX2 inline __m256i are_in(std::vector<std::uint32_t> const& words, unsigned shift,
                                 __m256i hashes)
{
    auto const index = _mm256_srl_epi32(hashes, _mm_cvtsi32_si128(static_cast<int>(shift)));
    auto const found = _mm256_i32gather_epi32(reinterpret_cast<int const*>(words.data()), index, 4);
    auto const masks = masks_of(hashes);
    return _mm256_cmpeq_epi32(_mm256_and_si256(found, masks), masks);
}

} // namespace

// Eight places at once: their first four bytes, and those behind these.
template<bool Long, bool Short>
PETZE_AVX2 void FrontFilter::standing_avx2_of(std::uint8_t const* bytes,
                                              std::span<Places> blocks) const
{
    for (auto& places : blocks) {
        unsigned both = 0;
        for (unsigned half = 0; half < 2; ++half, bytes += sizeof(__m256i)) {
            auto const first = _mm256_or_si256(load(bytes), each(0x20202020));
            auto may = _mm256_setzero_si256();
            if constexpr (Long) {
                auto const behind = _mm256_or_si256(load(bytes + probe_stride), each(0x202020));
                auto const rest =
                    _mm256_mullo_epi32(_mm256_and_si256(behind, each(0xffffff)), each(rest_factor));
                may = are_in(m_long.words, m_long.shift, hashes_of(first, rest));
            }
            if constexpr (Short) {
                auto const three = _mm256_and_si256(first, each(0xffffff));
                auto const hashes = hashes_of(three, _mm256_setzero_si256());
                may = _mm256_or_si256(may, are_in(m_short.words, m_short.shift, hashes));
            }
            auto const upper_bits = _mm256_movemask_ps(_mm256_castsi256_ps(may));
            both |= static_cast<unsigned>(upper_bits) << (probes / 2 * half);
        }
        places = static_cast<Places>(both);
    }
}

void FrontFilter::standing(std::uint8_t const* bytes, std::span<Places> blocks) const
{
    if (!has_avx2())
        standing_portably(bytes, blocks);
    else if (m_long.words.empty())
        standing_avx2_of<false, true>(bytes, blocks);
    else if (m_short.words.empty())
        standing_avx2_of<true, false>(bytes, blocks);
    else
        standing_avx2_of<true, true>(bytes, blocks);
}

#else

void FrontFilter::standing(std::uint8_t const* bytes, std::span<Places> blocks) const
{
    standing_portably(bytes, blocks);
}

#endif

} // namespace petze

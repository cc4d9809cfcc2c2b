#include "find/search/byte_classes.h"

#include "base/processor.h"

#include <array>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

namespace petze {

namespace {

enum : std::uint8_t { binary_class = 1, coded_class = 2 };

constexpr std::array<std::uint8_t, 256> classes = [] {
    std::array<std::uint8_t, 256> out{};
    for (unsigned c = 0; c < out.size(); ++c) {
        bool const letter = ((c | 0x20u) >= 'a' && (c | 0x20u) <= 'z');
        bool const digit = c >= '0' && c <= '9';
        bool const sign = c == ')' || c == '+' || c == '-' || c == '/' || c == '_';
        if (is_binary(static_cast<std::uint8_t>(c)))
            out[c] = binary_class;
        else if (letter || digit || sign)
            out[c] = coded_class;
    }
    return out;
}();

#ifdef __x86_64__
__m128i each(int value)
{
    return _mm_set1_epi8(static_cast<char>(value));
}

// Whether each byte is one of so many from the first on, in unsigned order.
__m128i in_range(__m128i bytes, int first, int count)
{
    auto const above = _mm_sub_epi8(bytes, each(first));
    return _mm_cmpeq_epi8(_mm_min_epu8(above, each(count - 1)), above);
}

unsigned mask(__m128i bytes)
{
    return static_cast<unsigned>(_mm_movemask_epi8(bytes));
}
#elif defined(__aarch64__)
constexpr std::size_t quarters = ByteClasses::block / sizeof(uint8x16_t);
using Quarters = std::array<uint8x16_t, quarters>;

// Whether each byte is one of so many from the first on.
uint8x16_t in_range(uint8x16_t bytes, std::uint8_t first, std::uint8_t count)
{
    return vcltq_u8(vsubq_u8(bytes, vdupq_n_u8(first)), vdupq_n_u8(count));
}

// A bit of each byte that is all ones or all zeros: each keeps one of eight, and neighbours are
// added up three times.
std::uint64_t mask(Quarters const& bytes)
{
    auto const bits = vcombine_u8(vcreate_u8(0x8040201008040201), vcreate_u8(0x8040201008040201));
    auto const lower = vpaddq_u8(vandq_u8(bytes[0], bits), vandq_u8(bytes[1], bits));
    auto const upper = vpaddq_u8(vandq_u8(bytes[2], bits), vandq_u8(bytes[3], bits));
    auto const halves = vpaddq_u8(lower, upper);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(halves, halves)), 0);
}
#endif

} // namespace

void classify_portably(std::uint8_t const* bytes, std::span<ByteClasses> blocks)
{
    for (auto& out : blocks) {
        out = {};
        for (std::size_t i = 0; i < ByteClasses::block; ++i) {
            auto const of = std::uint64_t{classes[*bytes++]};
            out.binary |= (of & binary_class) << i;
            out.coded |= (of >> 1) << i;
        }
    }
}

#ifdef __x86_64__

void classify_plainly(std::uint8_t const* bytes, std::span<ByteClasses> blocks)
{
    for (auto& out : blocks) {
        out = {};
        for (std::size_t i = 0; i < ByteClasses::block; i += sizeof(__m128i)) {
            auto const some = _mm_loadu_si128(reinterpret_cast<__m128i const*>(bytes));
            bytes += sizeof(some);
            // Signed, all above ASCII are less than a blank, too.
            auto const binary =
                _mm_andnot_si128(in_range(some, '\t', 5), _mm_cmplt_epi8(some, each(' ')));
            auto const letters = in_range(_mm_or_si128(some, each(0x20)), 'a', 26);
            auto const digits = in_range(some, '0', 10);
            auto const signs = _mm_cmpeq_epi8(_mm_or_si128(some, each(0x06)), each('/'));
            auto const coded = _mm_or_si128(_mm_or_si128(letters, digits),
                                            _mm_or_si128(signs, _mm_cmpeq_epi8(some, each('_'))));
            out.binary |= std::uint64_t{mask(binary)} << i;
            out.coded |= std::uint64_t{mask(coded)} << i;
        }
    }
}

namespace {

PETZE_AVX2 inline __m256i each_of_32(int value)
{
    return _mm256_set1_epi8(static_cast<char>(value));
}

PETZE_AVX2 inline __m256i in_range_of_32(__m256i bytes, int first, int count)
{
    auto const above = _mm256_sub_epi8(bytes, each_of_32(first));
    return _mm256_cmpeq_epi8(_mm256_min_epu8(above, each_of_32(count - 1)), above);
}

PETZE_AVX2 inline std::uint64_t mask_of_32(__m256i bytes)
{
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(bytes));
}

// As with SSE2, twice as many at once.
PETZE_AVX2 void classify_avx2(std::uint8_t const* bytes, std::span<ByteClasses> blocks)
{
    for (auto& out : blocks) {
        out = {};
        for (std::size_t i = 0; i < ByteClasses::block; i += sizeof(__m256i)) {
            auto const some = _mm256_loadu_si256(reinterpret_cast<__m256i const*>(bytes));
            bytes += sizeof(some);
            auto const binary = _mm256_andnot_si256(in_range_of_32(some, '\t', 5),
                                                    _mm256_cmpgt_epi8(each_of_32(' '), some));
            auto const letters = in_range_of_32(_mm256_or_si256(some, each_of_32(0x20)), 'a', 26);
            auto const digits = in_range_of_32(some, '0', 10);
            auto const signs =
                _mm256_cmpeq_epi8(_mm256_or_si256(some, each_of_32(0x06)), each_of_32('/'));
            auto const coded =
                _mm256_or_si256(_mm256_or_si256(letters, digits),
                                _mm256_or_si256(signs, _mm256_cmpeq_epi8(some, each_of_32('_'))));
            out.binary |= mask_of_32(binary) << i;
            out.coded |= mask_of_32(coded) << i;
        }
    }
}

} // namespace

void classify(std::uint8_t const* bytes, std::span<ByteClasses> blocks)
{
    return has_avx2() ? classify_avx2(bytes, blocks) : classify_plainly(bytes, blocks);
}

#else

#ifdef __aarch64__
void classify_plainly(std::uint8_t const* bytes, std::span<ByteClasses> blocks)
{
    for (auto& out : blocks) {
        Quarters binary, coded;
        for (std::size_t i = 0; i < quarters; ++i, bytes += sizeof(uint8x16_t)) {
            auto const some = vld1q_u8(bytes);
            auto const controls = vbicq_u8(in_range(some, 0, ' '), in_range(some, '\t', 5));
            binary[i] = vorrq_u8(controls, vcgeq_u8(some, vdupq_n_u8(0x80)));
            auto const letters = in_range(vorrq_u8(some, vdupq_n_u8(0x20)), 'a', 26);
            auto const digits = in_range(some, '0', 10);
            auto const signs = vceqq_u8(vorrq_u8(some, vdupq_n_u8(0x06)), vdupq_n_u8('/'));
            coded[i] = vorrq_u8(vorrq_u8(letters, digits),
                                vorrq_u8(signs, vceqq_u8(some, vdupq_n_u8('_'))));
        }
        out = {mask(binary), mask(coded)};
    }
}
#else
void classify_plainly(std::uint8_t const* bytes, std::span<ByteClasses> blocks)
{
    classify_portably(bytes, blocks);
}
#endif

void classify(std::uint8_t const* bytes, std::span<ByteClasses> blocks)
{
    classify_plainly(bytes, blocks);
}

#endif

} // namespace petze

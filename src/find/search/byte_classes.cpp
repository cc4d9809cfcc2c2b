#include "find/search/byte_classes.h"

#include <array>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
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

#ifdef __SSE2__
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
#endif

} // namespace

ByteClasses classify_portably(std::uint8_t const* bytes)
{
    ByteClasses out;
    for (std::size_t i = 0; i < ByteClasses::block; ++i) {
        auto const of = std::uint64_t{classes[bytes[i]]};
        out.binary |= (of & binary_class) << i;
        out.coded |= (of >> 1) << i;
    }
    return out;
}

ByteClasses classify(std::uint8_t const* bytes)
{
#ifdef __SSE2__
    ByteClasses out;
    for (std::size_t i = 0; i < ByteClasses::block; i += sizeof(__m128i)) {
        __m128i some;
        std::memcpy(&some, bytes + i, sizeof(some));
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
    return out;
#else
    return classify_portably(bytes);
#endif
}

} // namespace petze

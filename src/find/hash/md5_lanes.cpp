#include "find/hash/md5_lanes.h"

#include "base/processor.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace petze {

namespace {

// The compiler makes of it what the processor has: four of SSE2 or NEON, two of AVX2. What works
// with it becomes part of the function that was made for one of these.
#define PETZE_LANES [[gnu::always_inline]] inline
using Vector [[gnu::vector_size(sizeof(std::uint32_t) * Md5Lanes::lanes)]] = std::uint32_t;

/// RFC 1321 section 3.4: the integer part of 2^32 times |sin(i)|.
constexpr std::array<std::uint32_t, 64> sines{
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};

constexpr std::array<std::array<unsigned, 4>, 4> rotations{
    {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}}};

// Adds to a sum; returned, a vector would be a matter of the machine's conventions.
template<unsigned Round>
PETZE_LANES void mix(Vector& sum, Vector const& b, Vector const& c, Vector const& d)
{
    if constexpr (Round == 0)
        sum += d ^ (b & (c ^ d));
    else if constexpr (Round == 1)
        sum += c ^ (d & (b ^ c));
    else if constexpr (Round == 2)
        sum += b ^ c ^ d;
    else
        sum += c ^ (b | ~d);
}

template<unsigned Round>
PETZE_LANES void round(std::array<Vector, 4>& state, std::array<Vector, 16> const& words)
{
    constexpr std::array<unsigned, 4> factors{1, 5, 3, 7}, offsets{0, 1, 5, 0};
    auto& [a, b, c, d] = state;
#pragma GCC unroll 16
    for (unsigned i = 0; i < 16; ++i) {
        auto sum = a + words[(i * factors[Round] + offsets[Round]) % 16] + sines[Round * 16 + i];
        mix<Round>(sum, b, c, d);
        auto const by = rotations[Round][i % 4];
        a = d;
        d = c;
        c = b;
        b += sum << by | sum >> (32 - by);
    }
}

PETZE_LANES void all_rounds(std::array<Md5Lanes::Numbers, 4>& numbers,
                            std::array<Md5Lanes::Numbers, 16> const& blocks)
{
    std::array<Vector, 16> words;
    std::memcpy(&words, &blocks, sizeof(words));
    std::array<Vector, 4> state;
    std::memcpy(&state, &numbers, sizeof(state));
    auto const before = state;
    round<0>(state, words);
    round<1>(state, words);
    round<2>(state, words);
    round<3>(state, words);
    for (std::size_t i = 0; i < state.size(); ++i)
        state[i] += before[i];
    std::memcpy(&numbers, &state, sizeof(state));
}

#ifdef __x86_64__
PETZE_AVX2 void all_rounds_avx2(std::array<Md5Lanes::Numbers, 4>& numbers,
                                std::array<Md5Lanes::Numbers, 16> const& blocks)
{
    all_rounds(numbers, blocks);
}
#endif

// Little-endian, RFC 1321 section 2.
std::uint32_t word_at(Bytes bytes, std::size_t index)
{
    std::uint32_t word{};
    std::memcpy(&word, bytes.subspan(index * sizeof(word), sizeof(word)).data(), sizeof(word));
    return std::endian::native == std::endian::little ? word : __builtin_bswap32(word);
}

#undef PETZE_LANES

} // namespace

bool Md5Lanes::add(std::initializer_list<std::string_view> parts, State const& before,
                   std::uint64_t hashed)
{
    std::array<std::uint8_t, block_bytes> block{};
    std::size_t size = 0;
    for (auto const part : parts) {
        if (part.size() > longest - size)
            return false;
        if (part.size() == 1) // most separators
            block[size] = static_cast<std::uint8_t>(part[0]);
        else
            std::copy(part.begin(), part.end(), block.begin() + static_cast<std::ptrdiff_t>(size));
        size += part.size();
    }
    block[size] = 0x80;
    auto const bits = (hashed + size) * 8;
    for (std::size_t i = 0; i < sizeof(bits); ++i)
        block[block_bytes - sizeof(bits) + i] = static_cast<std::uint8_t>(bits >> 8 * i);
    add_block(block, before);
    return true;
}

void Md5Lanes::add_block(Bytes block, State const& before)
{
    for (std::size_t i = 0; i < m_words.size(); ++i)
        m_words[i][m_count] = word_at(block, i);
    for (std::size_t i = 0; i < before.size(); ++i)
        m_states[i][m_count] = before[i];
    ++m_count;
}

void Md5Lanes::run()
{
#ifdef __x86_64__
    if (has_avx2())
        return all_rounds_avx2(m_states, m_words);
#endif
    run_plainly();
}

void Md5Lanes::run_plainly()
{
    all_rounds(m_states, m_words);
}

Md5Lanes::State Md5Lanes::state(std::size_t lane) const
{
    return {m_states[0][lane], m_states[1][lane], m_states[2][lane], m_states[3][lane]};
}

std::array<std::uint8_t, Md5Lanes::digest_bytes> Md5Lanes::digest(std::size_t lane) const
{
    std::array<std::uint8_t, digest_bytes> out{};
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = static_cast<std::uint8_t>(m_states[i / 4][lane] >> 8 * (i % 4));
    return out;
}

bool Md5Lanes::is(std::size_t lane, Bytes digest) const
{
    for (std::size_t i = 0; i < m_states.size(); ++i)
        if (m_states[i][lane] != word_at(digest, i))
            return false;
    return true;
}

} // namespace petze

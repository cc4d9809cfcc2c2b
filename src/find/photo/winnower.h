#pragma once

#include "base/bytes.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace petze {

/// Fixed numbers without pattern, one for each byte: splitmix64 (Steele, Lea and Flood, 2014).
constexpr std::array<std::uint32_t, 256> make_byte_values()
{
    std::array<std::uint32_t, 256> out{};
    std::uint64_t state = 0;
    for (auto& value : out) {
        state += 0x9e3779b97f4a7c15;
        auto mixed = (state ^ state >> 30) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
        value = static_cast<std::uint32_t>(mixed >> 31);
    }
    return out;
}
inline constexpr auto byte_values = make_byte_values();

/// Chooses blocks of a text by what they hold, not by where they stand (Schleimer, Wilkerson and
/// Aiken, "Winnowing", 2003): of every `window` blocks in a row the one with the smallest hash. Two
/// texts that share least_shared bytes share a block that is chosen in both; of 25 blocks one is.
class Winnower {
public:
    static constexpr std::size_t block_bytes = 16;
    static constexpr std::uint32_t window = 48;
    static constexpr std::size_t least_shared = window + block_bytes - 1;
    /// A block that is chosen begins at most so many bytes before the byte that decides it.
    static constexpr std::size_t reach = least_shared;

    /// Goes on with text[from], …; what was taken before lies before `from`, at least the last
    /// `reach` bytes of it. chosen(hash, begin) is told of each block and may stop here by
    /// true; returns behind the byte that was taken last.
    template<typename Chosen>
    std::size_t take(Bytes text, std::size_t from, Chosen const& chosen)
    {
        auto at = from;
        auto state = m_state; // a copy, so that nothing else can be thought to change it
        for (; at < text.size() && state.taken < block_bytes - 1; ++at, ++state.taken)
            state.hash = std::rotl(state.hash, 1) ^ byte_values[text[at]];
        for (; at < text.size(); ++at) {
            state.hash = std::rotl(state.hash, 1) ^ byte_values[text[at]];
            bool const is_new = add(state);
            // The first byte of this block leaves.
            state.hash ^= std::rotl(byte_values[text[at + 1 - block_bytes]], block_bytes - 1);
            if (is_new && chosen(state.least, at + 1 - block_bytes - state.age)) {
                ++at;
                break;
            }
        }
        m_state = state;
        return at;
    }
    void restart() { m_state = {}; }

private:
    struct State {
        std::uint32_t hash = 0; // of the last bytes, one less than a block has
        std::uint32_t taken = 0;
        std::uint32_t least = 0;
        std::uint32_t age = 0;  // of the block with the least hash, in blocks
        std::uint32_t next = 0; // where the next hash goes
        std::uint32_t filled = 0;
    };

    // Whether another block is chosen now; least and age say which. Of equals the last.
    bool add(State& state)
    {
        m_hashes[state.next] = state.hash;
        state.next = state.next + 1 == window ? 0 : state.next + 1;
        ++state.age;
        bool const smallest = state.hash <= state.least || state.filled == 0;
        if (smallest) {
            state.least = state.hash;
            state.age = 0;
        }
        if (state.filled < window)
            return ++state.filled == window;
        if (!smallest && state.age == window) {
            look_again(state);
            return true;
        }
        return smallest;
    }
    // Hash and age in one number: no branch that nobody can foresee.
    void look_again(State& state) const
    {
        auto best = ~std::uint64_t{};
        for (std::uint32_t i = 0; i < window; ++i) {
            auto const age = i < state.next ? state.next - 1 - i : state.next + window - 1 - i;
            best = std::min(best, std::uint64_t{m_hashes[i]} << 32 | age);
        }
        state.least = static_cast<std::uint32_t>(best >> 32);
        state.age = static_cast<std::uint32_t>(best);
    }

    State m_state;
    std::array<std::uint32_t, window> m_hashes{};
};

} // namespace petze

#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

namespace petze::bait {

/// Random choices that are the same for the same seed on every machine: splitmix64 (Steele, Lea and
/// Flood 2014), since what the standard library's distributions draw is its own business.
class Draw {
public:
    explicit Draw(std::uint64_t seed)
        : m_state(seed)
    {
    }

    std::uint64_t bits()
    {
        auto z = m_state += 0x9e3779b97f4a7c15u;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
    /// Below `bound`, which is not 0; the bias is below 2^-32 for all bounds in here.
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(bits() % bound); }
    /// From 0 to 1.
    double unit() { return static_cast<double>(bits() >> 11) * 0x1p-53; }

    std::string of(std::string_view alphabet, std::size_t length)
    {
        std::string out;
        for (std::size_t i = 0; i < length; ++i)
            out += alphabet[below(alphabet.size())];
        return out;
    }
    std::string digits(std::size_t length) { return of("0123456789", length); }
    std::string hex(std::size_t length) { return of("0123456789abcdef", length); }

    template<typename Table>
    auto const& one_of(Table const& table)
    {
        return table[below(std::size(table))];
    }

private:
    std::uint64_t m_state;
};

} // namespace petze::bait

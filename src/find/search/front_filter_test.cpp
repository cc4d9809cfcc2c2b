#include "find/search/front_filter.h"

#include "base/text.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace petze {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t blocks = 5;
using Places = std::array<FrontFilter::Places, blocks>;

void add(FrontFilter& filter, std::string_view bytes, std::size_t window_class)
{
    filter.add(window_of(folded_case(eight_bytes(as_bytes(bytes), 0)), window_class), window_class);
}

std::array<Places, 2> both_ways(FrontFilter const& filter, std::string const& text)
{
    std::array<Places, 2> out{};
    filter.standing(as_bytes(text).data(), out[0]);
    filter.standing_portably(as_bytes(text).data(), out[1]);
    return out;
}

// Seven, five and three bytes, which have no more in common with what stands behind them.
TEST(FrontFilter, SaysWhereAWindowStands)
{
    constexpr std::array<std::string_view, 3> windows{"\xffgXis \x01"sv, "aB\x80\0d"sv, "x9Z"sv};
    for (unsigned kinds = 1; kinds < 8; ++kinds) {
        FrontFilter filter;
        EXPECT_TRUE(filter.empty());
        filter.reserve(kinds & 1, (kinds >> 1 & 1) + (kinds >> 2));
        for (std::size_t i = 0; i < windows.size(); ++i)
            if ((kinds >> i & 1) != 0)
                add(filter, windows[i], i);
        EXPECT_FALSE(filter.empty());
        for (std::size_t i = 0; i < windows.size(); ++i)
            for (std::size_t at = 0; at < blocks * FrontFilter::block; at += probe_stride) {
                std::string text(blocks * FrontFilter::block + FrontFilter::overhang + 4, '.');
                text.replace(at, windows[i].size(), windows[i]);
                for (auto const& found : both_ways(filter, text))
                    for (std::size_t probe = 0; probe < blocks * FrontFilter::probes; ++probe) {
                        auto const in_block = probe % FrontFilter::probes;
                        bool const stands =
                            (found[probe / FrontFilter::probes] >> in_block & 1) != 0;
                        EXPECT_EQ(stands, probe == at / probe_stride && (kinds >> i & 1) != 0);
                    }
            }
    }
}

// Whatever of all this has AVX2 says the same as what has not.
TEST(FrontFilter, SaysTheSameEitherWay)
{
    std::mt19937 random{7};
    auto const letters = [&](std::size_t count, unsigned kinds) {
        std::string out(count, ' ');
        for (auto& c : out)
            c = static_cast<char>(random() % kinds);
        return out;
    };
    struct {
        std::size_t long_ones, short_ones;
        unsigned kinds; // of bytes
    } const cases[] = {{400'000, 0, 256}, {0, 5'000, 256}, {100'000, 700, 256}, {300, 40, 4}};
    for (auto const& c : cases) {
        FrontFilter filter;
        filter.reserve(c.long_ones, c.short_ones);
        for (std::size_t i = 0; i < c.long_ones; ++i)
            add(filter, letters(8, c.kinds), 0);
        for (std::size_t i = 0; i < c.short_ones; ++i)
            add(filter, letters(8, c.kinds), 1 + i % 2);
        std::size_t said = 0;
        for (int i = 0; i < 400; ++i) {
            auto const text = letters(blocks * FrontFilter::block + FrontFilter::overhang, c.kinds);
            auto const [fast, plain] = both_ways(filter, text);
            EXPECT_EQ(fast, plain);
            for (auto const places : fast)
                said += static_cast<std::size_t>(std::popcount(places));
        }
        EXPECT_GT(said, 0u);
        EXPECT_TRUE(c.kinds < 256 || said < 400 * blocks * FrontFilter::probes / 4) << said;
    }
}

} // namespace
} // namespace petze

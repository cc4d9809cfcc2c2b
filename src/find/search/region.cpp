#include "find/search/region.h"

#include "base/text.h"
#include "find/search/window.h"

#include <algorithm>
#include <array>
#include <bit>
#include <span>

namespace petze {

namespace {

// How hard a byte is to guess, in quarters of a bit: as information_bits(), byte by byte. What
// repeats the two before it says nothing.
int weight(std::string_view text, std::size_t at)
{
    auto const c = text[at];
    if (at >= 2 && c == text[at - 1] && c == text[at - 2])
        return 0;
    if (is_digit(c))
        return 13;
    auto const letter = to_lower(c);
    if ((letter >= 'a' && letter <= 'z') || static_cast<std::uint8_t>(c) >= 0x80)
        return 12;
    return 4;
}

// What two values have is worth six bits less, what four have, twelve: …
int price(std::uint32_t count)
{
    return 4 * 6 * (static_cast<int>(std::bit_width(std::max(count, 1u))) - 1);
}

} // namespace

CommonBytes::CommonBytes()
    : m_rows(std::size_t{1} << 18)
{
}

std::size_t CommonBytes::slot_of(std::string_view spelling, std::size_t at)
{
    return static_cast<std::size_t>(scattered(folded_case(eight_bytes(as_bytes(spelling), at)))
                                    >> 46);
}

void CommonBytes::add(std::string_view spelling, std::uint32_t value)
{
    spelling = spelling.substr(0, region_reach);
    for (std::size_t at = 0; at + least_spelling_bytes <= spelling.size(); ++at) {
        auto& row = m_rows[slot_of(spelling, at)];
        if (row.last_value != value)
            ++row.count;
        row.last_value = value;
    }
}

std::uint32_t CommonBytes::count(std::string_view spelling, std::size_t at) const
{
    return m_rows[slot_of(spelling.substr(0, region_reach), at)].count;
}

std::size_t choose_region(std::string_view spelling, std::size_t window_class,
                          CommonBytes const& common)
{
    spelling = spelling.substr(0, region_reach);
    auto const length = region_bytes(window_class);
    std::array<int, region_reach + 1> weights{}; // of all before
    std::array<std::uint32_t, region_reach> counts{};
    for (std::size_t at = 0; at < spelling.size(); ++at) {
        weights[at + 1] = weights[at] + weight(spelling, at);
        counts[at] = common.count(spelling, at);
    }
    std::size_t best = 0;
    int most = 0;
    for (std::size_t at = 0; at + length <= spelling.size(); ++at) {
        // The worst of its windows is what a text is likely to have.
        auto const windows = std::span{counts}.subspan(at, probe_stride);
        auto const count = *std::max_element(windows.begin(), windows.end());
        auto const value = weights[at + length] - weights[at] - price(count);
        if (at == 0 || value >= most) {
            most = value;
            best = at;
        }
    }
    return best;
}

} // namespace petze

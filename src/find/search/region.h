#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace petze {

/// How far behind the beginning of a spelling its region may end: what a stream keeps of its past.
inline constexpr std::size_t region_reach = 64;

/// How many values of a profile have some bytes in common, near enough: a single row of a
/// count-min sketch. What many messages have in common, the wire has more often too.
class CommonBytes {
public:
    CommonBytes();

    /// One spelling of a value, as far as a region may reach. Bytes that several spellings of
    /// one value have are counted once, if these come one after another.
    void add(std::string_view spelling, std::uint32_t value);
    /// How many values have the eight bytes that begin there, or fewer at its end.
    std::uint32_t count(std::string_view spelling, std::size_t at) const;

private:
    struct Row {
        std::uint32_t count{};
        std::uint32_t last_value = ~std::uint32_t{};
    };
    static std::size_t slot_of(std::string_view spelling, std::size_t at);

    std::vector<Row> m_rows;
};

/// Where in a spelling its region begins: the rarest place within reach, so that few comparisons
/// are in vain. `window_class` is that of its length.
std::size_t choose_region(std::string_view spelling, std::size_t window_class,
                          CommonBytes const& common);

} // namespace petze

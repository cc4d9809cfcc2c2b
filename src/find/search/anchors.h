#pragma once

#include "find/notation/notation.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace petze {

/// The bytes of a spelling that are looked for first; the rest is compared where they stand.
struct Anchor {
    std::size_t offset{};
    std::size_t length{};
};

/// The longest anchor, and how far behind the beginning of a spelling one may end: what a stream
/// keeps of its past.
inline constexpr std::size_t anchor_bytes = 24;
inline constexpr std::size_t anchor_reach = 64;

/// How many values of a profile some bytes stand in, near enough: a single row of a count-min
/// sketch. What many messages have in common, the wire has more often too.
class CommonBytes {
public:
    CommonBytes();

    /// One value, as far as an anchor may reach.
    void add(std::string_view value);
    /// Of the last bytes of an anchor: by these Hyperscan knows it.
    std::uint32_t count(std::string_view anchor) const;

private:
    std::vector<std::uint32_t> m_counts;
};

/// An anchor for each of the spellings of one value, in their order.
///
/// The fewer different ones, the sooner the profile is compiled: what escapes and separators leave
/// alone ("23125001" of a phone number) serves many spellings. The rarer, the fewer comparisons in
/// vain.
std::vector<Anchor> choose_anchors(std::vector<Spelling> const& spellings, ValueKind kind,
                                   CommonBytes const& common);

} // namespace petze

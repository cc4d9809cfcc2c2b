#pragma once

#include "find/notation/notation.h"

#include <cstddef>
#include <set>
#include <string>
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

/// An anchor for each of the spellings of one value, in their order.
///
/// The fewer different ones, the sooner the profile is compiled: what escapes and separators leave
/// alone ("23125001" of a phone number) serves many spellings. The rarer, the fewer comparisons in
/// vain: anchors of other values (`taken`; new ones are added) are avoided, such as what many
/// messages begin with.
std::vector<Anchor> choose_anchors(std::vector<Spelling> const& spellings, ValueKind kind,
                                   std::set<std::string>& taken);

} // namespace petze

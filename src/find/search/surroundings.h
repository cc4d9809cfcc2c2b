#pragma once

#include "base/bytes.h"
#include "find/search/variants.h"

#include <array>
#include <cstdint>

namespace petze {

/// What stands right before a spelling, as far as anybody asks.
struct Before {
    std::array<std::uint8_t, 2> bytes{}; // the nearest last
    std::uint8_t count{};
    bool touches{}; // it and the spelling, read as text, are of one number or word

    Before() = default;
    /// `outside` ends where the spelling begins.
    Before(Bytes outside, Bytes spelling);
};

/// Whether a spelling that stands there is the value, and no part of something longer: digits and
/// letters of its own kind must not go on in its own character set, where it is short; and in
/// base64 the bits that it left to its neighbours must be there.
bool fits(Variants::Variant const& variant, Before const& before);
bool fits_behind(Variants::Variant const& variant, Bytes outside);
/// How many bytes fits_behind() wants to see, if there are so many: at most two.
std::size_t looked_at_behind(Variants::Variant const& variant);

} // namespace petze

#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <optional>
#include <span>

/// How likely JSON whose strings are mostly English is what a key makes of bytes that were XORed:
/// eighths of bits above the rarest byte.
namespace petze::content {

/// Of every `length`th byte from `column` on, under this byte of the key: the sum; nothing where
/// one becomes what RFC 8259 allows nowhere, which wants UTF-8.
std::optional<int> column_likelihood(Bytes sealed, std::size_t column, std::size_t length,
                                     std::uint8_t key);

/// How much all pairs of neighbours speak for it under a key, which repeats itself: the sum. The
/// key is not empty.
int neighbours_likelihood(Bytes sealed, std::span<std::uint8_t const> key);

} // namespace petze::content

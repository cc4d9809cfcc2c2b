#pragma once

#include "base/bytes.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace petze {

/// Whether a byte is none of plain text in ASCII: above it, or a control character other than HT,
/// LF, VT, FF and CR.
constexpr bool is_binary(std::uint8_t byte)
{
    return byte >= 0x80 || (byte < ' ' && (byte < '\t' || byte > '\r'));
}

/// Of 64 bytes that stand side by side, the first in the lowest bit: which are of no text, and of
/// which text in base64 or hex is made.
struct ByteClasses {
    static constexpr std::size_t block = 64;

    std::uint64_t binary; // is_binary()
    /// Letters, digits, '+', '-', '/', '_' (RFC 4648 sections 4, 5 and 8), and ')': what tells it
    /// from them costs more than it saves.
    std::uint64_t coded;
};

/// So many blocks from there on. With AVX2 where the processor has it, with SSE2 on other x86-64,
/// with NEON on AArch64; else as below.
void classify(std::uint8_t const* bytes, std::span<ByteClasses> blocks);
/// The same with what every processor of this kind has: SSE2, NEON.
void classify_plainly(std::uint8_t const* bytes, std::span<ByteClasses> blocks);
/// The same with the language's own means.
void classify_portably(std::uint8_t const* bytes, std::span<ByteClasses> blocks);

} // namespace petze

#pragma once

#include "base/bytes.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace petze {

/// MD5 (RFC 1321) of sixteen short texts side by side: each step is the same for all, which a
/// processor does for several numbers at a time, and for some while others wait. Several times as
/// fast as one by one, for those who try many texts; the library's for all else.
class Md5Lanes {
public:
    static constexpr std::size_t lanes = 16;
    static constexpr std::size_t block_bytes = 64;
    static constexpr std::size_t digest_bytes = 16;
    /// With its end and its length in one block.
    static constexpr std::size_t longest = block_bytes - 9;
    using State = std::array<std::uint32_t, 4>;
    /// RFC 1321 section 3.3.
    static constexpr State initial{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};

    /// The next text, its parts one behind the other, at most `longest` bytes. `before` is what
    /// `hashed` bytes, whole blocks, before it made. False where it is too long; there must be
    /// room.
    bool add(std::initializer_list<std::string_view> parts, State const& before = initial,
             std::uint64_t hashed = 0);
    /// 64 bytes as they are, for what follows them.
    void add_block(Bytes block, State const& before = initial);
    bool full() const { return m_count == lanes; }
    std::size_t size() const { return m_count; }

    /// Works out all; state() and is() are of them until clear(). With AVX2 where the processor has
    /// it, else as below.
    void run();
    /// The same with what all processors of this kind have.
    void run_plainly();
    void clear() { m_count = 0; }
    State state(std::size_t lane) const;
    std::array<std::uint8_t, digest_bytes> digest(std::size_t lane) const;
    /// Whether the digest is that one.
    bool is(std::size_t lane, Bytes digest) const;

    using Numbers = std::array<std::uint32_t, lanes>;

private:
    std::array<Numbers, 16> m_words{}; // of the blocks, RFC 1321 section 3.4
    std::array<Numbers, 4> m_states{};
    std::size_t m_count = 0;
};

} // namespace petze

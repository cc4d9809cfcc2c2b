#pragma once

#include "base/bytes.h"

#include <array>
#include <bit>
#include <compare>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace petze {

/// An IPv4 or IPv6 address. IPv4 stands as RFC 4291 §2.5.5.2 maps it (::ffff:a.b.c.d), so that
/// one form compares and hashes both; a mapped address on the wire is told as IPv4.
struct Address {
    std::array<std::uint8_t, 16> bytes{};

    static Address v4(Bytes four);
    static Address v6(Bytes sixteen);
    static std::optional<Address> parse(std::string_view text);

    bool is_v4() const { return word(0) == 0 && (word(8) & 0xffffffff) == mapped; }
    /// 0.0.0.0 or ::, what a host is called that has no address yet.
    bool is_unspecified() const { return word(0) == 0 && (word(8) == 0 || word(8) == mapped); }
    /// RFC 1918, RFC 4193, RFC 6598, link-local, loopback: where a phone stands in its own network.
    bool is_private() const;
    bool is_multicast() const;
    bool is_broadcast() const; // 255.255.255.255; a subnet's own cannot be known
    /// "192.0.2.1", or RFC 5952 for IPv6; without an allocation.
    struct Written {
        std::array<char, 48> characters{};
        std::size_t length{};

        std::string_view view() const { return {characters.data(), length}; }
    };
    Written written() const;
    std::string text() const { return std::string{written().view()}; }

    // Two words each, without a call: every packet is compared with a conversation's key.
    bool operator==(Address const& other) const
    {
        return word(0) == other.word(0) && word(8) == other.word(8);
    }
    auto operator<=>(Address const& other) const
    {
        auto const high = __builtin_bswap64(word(0)) <=> __builtin_bswap64(other.word(0));
        return high != 0 ? high : __builtin_bswap64(word(8)) <=> __builtin_bswap64(other.word(8));
    }

private:
    static constexpr std::uint64_t mapped = 0xffff0000; // 0:0:ffff: as word() reads it
    std::uint64_t word(std::size_t offset) const
    {
        std::uint64_t value{};
        std::memcpy(&value, bytes.data() + offset, sizeof value);
        return value;
    }
};
static_assert(std::endian::native == std::endian::little, "words are read as they lie there");

} // namespace petze

#pragma once

#include "base/bytes.h"

#include <array>
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

    bool is_v4() const
    {
        static constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
        return std::memcmp(bytes.data(), mapped.data(), mapped.size()) == 0;
    }
    /// RFC 1918, RFC 4193, RFC 6598, link-local, loopback: where a phone stands in its own network.
    bool is_private() const;
    bool is_multicast() const;
    bool is_broadcast() const; // 255.255.255.255; a subnet's own cannot be known
    /// "192.0.2.1", or RFC 5952 for IPv6.
    std::string text() const;

    auto operator<=>(Address const&) const = default;
};

} // namespace petze

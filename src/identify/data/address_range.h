#pragma once

#include "conversation/address.h"

#include <optional>
#include <string>
#include <string_view>

namespace petze {

/// Addresses of one family from `first` to `last`, both of them in it.
struct AddressRange {
    Address first, last;

    bool contains(Address const& address) const { return first <= address && address <= last; }
    bool operator==(AddressRange const&) const = default;

    /// "42.62.0.0/17" where it is one block, else "42.62.0.0 - 42.62.1.255".
    std::string text() const;
    /// The largest block of it in which the address stands; the range contains the address.
    AddressRange block_around(Address const& address) const;
};

/// `length` counts from the first bit of the family: 0 to 32 or 0 to 128.
std::optional<AddressRange> make_block(Address const& first, unsigned length);

/// As registries write them: "42.62.0.0 - 42.62.127.255", "2001:db8::/32", "200.160/20" (LACNIC
/// leaves out octets), one address. Bits beyond a block's length are taken for zero.
std::optional<AddressRange> parse_range(std::string_view text);
/// Faster than Address::parse() for the form that nearly all lines of large files have.
std::optional<Address> parse_address(std::string_view text);

/// Splits into blocks, the fewest that there are; at most 254 of IPv6.
template<typename Visit>
void each_block(AddressRange range, Visit visit);

/// The next address; of the last one, the first of all.
Address next_address(Address address);

template<typename Visit>
void each_block(AddressRange range, Visit visit)
{
    while (range.first <= range.last) {
        auto const block = range.block_around(range.first);
        visit(block);
        if (block.last == range.last)
            return;
        range.first = next_address(block.last);
    }
}

} // namespace petze

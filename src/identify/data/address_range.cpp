#include "identify/data/address_range.h"

#include "base/text.h"

#include <charconv>

namespace petze {

namespace {

constexpr unsigned mapped_bits = 96; // of IPv4 addresses as Address holds them

void set_bits_from(Address& address, unsigned bit, bool value)
{
    for (auto i = bit / 8; i < address.bytes.size(); ++i) {
        auto const mask = static_cast<std::uint8_t>(i == bit / 8 ? 0xffu >> (bit % 8) : 0xffu);
        auto& byte = address.bytes[i]; // NOLINT(cppcoreguidelines-pro-bounds-constant-array-index)
        byte = static_cast<std::uint8_t>(value ? byte | mask : byte & ~mask);
    }
}

AddressRange block_of_bits(Address const& address, unsigned bits)
{
    AddressRange out{address, address};
    set_bits_from(out.first, bits, false);
    set_bits_from(out.last, bits, true);
    return out;
}

// How many bits, from the left, the two ends have in common.
unsigned common_bits(Address const& a, Address const& b)
{
    for (unsigned i = 0; i < 128; ++i) {
        auto const mask = 0x80u >> (i % 8);
        if (((a.bytes.at(i / 8) ^ b.bytes.at(i / 8)) & mask) != 0)
            return i;
    }
    return 128;
}

std::optional<unsigned> parse_number(std::string_view text, unsigned most)
{
    unsigned value{};
    auto const [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (trouble != std::errc{} || end != text.data() + text.size() || value > most)
        return {};
    return value;
}

// "200.160", "200.160.0.0"
std::optional<Address> parse_short_v4(std::string_view text)
{
    std::array<std::uint8_t, 4> octets{};
    std::size_t count = 0;
    while (count < octets.size()) {
        auto const dot = text.find('.');
        auto const octet = parse_number(text.substr(0, dot), 255);
        if (!octet)
            return {};
        octets.at(count++) = static_cast<std::uint8_t>(*octet);
        if (dot == std::string_view::npos)
            return Address::v4(octets);
        text.remove_prefix(dot + 1);
    }
    return {};
}

} // namespace

std::optional<Address> parse_address(std::string_view text)
{
    std::array<std::uint8_t, 4> octets{};
    std::size_t count = 0;
    unsigned value = 0;
    std::size_t digits = 0;
    for (auto const c : text) {
        if (is_digit(c) && digits < 3) {
            value = value * 10 + static_cast<unsigned>(c - '0');
            ++digits;
        } else if (c == '.' && digits > 0 && count < 3 && value < 256) {
            octets.at(count++) = static_cast<std::uint8_t>(value);
            value = 0;
            digits = 0;
        } else {
            return Address::parse(text);
        }
    }
    if (count != 3 || digits == 0 || value > 255)
        return {};
    octets[3] = static_cast<std::uint8_t>(value);
    return Address::v4(octets);
}

std::optional<AddressRange> make_block(Address const& first, unsigned length)
{
    bool const v4 = first.is_v4();
    if (length > (v4 ? 32u : 128u))
        return {};
    return block_of_bits(first, v4 ? length + mapped_bits : length);
}

std::optional<AddressRange> parse_range(std::string_view text)
{
    text = trim(text);
    if (auto const slash = text.find('/'); slash != std::string_view::npos) {
        auto const length = parse_number(trim(text.substr(slash + 1)), 128);
        auto const head = trim(text.substr(0, slash));
        auto const first =
            head.find(':') == std::string_view::npos ? parse_short_v4(head) : parse_address(head);
        if (!first || !length)
            return {};
        return make_block(*first, *length);
    }
    auto const dash = text.find('-');
    if (dash == std::string_view::npos) {
        auto const address = parse_address(text);
        return address ? std::optional{AddressRange{*address, *address}} : std::nullopt;
    }
    auto const first = parse_address(trim(text.substr(0, dash)));
    auto const last = parse_address(trim(text.substr(dash + 1)));
    if (!first || !last || first->is_v4() != last->is_v4() || *last < *first)
        return {};
    return AddressRange{*first, *last};
}

Address next_address(Address address)
{
    for (std::size_t i = address.bytes.size(); i > 0; --i)
        if (++address.bytes.at(i - 1) != 0)
            break;
    return address;
}

AddressRange AddressRange::block_around(Address const& address) const
{
    auto const family = address.is_v4() ? mapped_bits : 0;
    AddressRange out{address, address};
    for (unsigned bits = 128; bits > family; --bits) {
        auto const wider = block_of_bits(address, bits - 1);
        if (wider.first < first || last < wider.last)
            break;
        out = wider;
    }
    return out;
}

std::string AddressRange::text() const
{
    auto const bits = common_bits(first, last);
    if (block_of_bits(first, bits) != *this)
        return first.text() + " - " + last.text();
    return first.text() + "/" + std::to_string(first.is_v4() ? bits - mapped_bits : bits);
}

} // namespace petze

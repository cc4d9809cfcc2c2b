#include "find/hash/digests.h"

#include "base/limits.h"
#include "base/text.h"
#include "find/hash/digest_maker.h"
#include "find/search/byte_classes.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <tuple>

namespace petze {

namespace {

constexpr std::size_t key_bytes = 8; // by which a digest is found
constexpr std::size_t base64_window = 8;
constexpr std::size_t standalone_digits = 16;

constexpr std::string_view base64_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::uint8_t none = 0xff;

// RFC 4648 §4 and §5: those of both alphabets.
constexpr std::array<std::uint8_t, 256> base64_values = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(none);
    for (std::size_t i = 0; i < base64_alphabet.size(); ++i)
        values[static_cast<std::uint8_t>(base64_alphabet[i])] = static_cast<std::uint8_t>(i);
    values['-'] = values['+'];
    values['_'] = values['/'];
    return values;
}();

constexpr std::array<std::uint8_t, 256> hex_values = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(none);
    for (std::uint8_t i = 0; i < 16; ++i) {
        values[static_cast<std::uint8_t>("0123456789abcdef"[i])] = i;
        values[static_cast<std::uint8_t>("0123456789ABCDEF"[i])] = i;
    }
    return values;
}();

constexpr std::size_t bits_each(DigestCoding coding)
{
    constexpr std::size_t bits[] = {8, 4, 6};
    return bits[static_cast<std::size_t>(coding)];
}

// The bits from there on, zeros behind the end.
std::uint8_t bits_at(Bytes bytes, std::size_t bit, std::size_t count)
{
    auto const byte = [&](std::size_t i) { return i < bytes.size() ? unsigned{bytes[i]} : 0u; };
    auto const two = byte(bit / 8) << 8 | byte(bit / 8 + 1);
    return static_cast<std::uint8_t>(two >> (16 - bit % 8 - count) & ((1u << count) - 1));
}

// What a digest that begins with these characters begins with; nothing where they are none.
std::optional<std::uint64_t> key_in_text(Bytes text, DigestCoding coding)
{
    auto const& values = coding == DigestCoding::hex ? hex_values : base64_values;
    auto const bits = bits_each(coding);
    std::array<std::uint8_t, key_bytes> key{};
    std::uint64_t left = 0;
    std::size_t count = 0;
    for (std::size_t at = 0, filled = 0; filled < key.size(); ++at) {
        auto const value = values[text[at]];
        if (value == none)
            return {};
        left = left << bits | value;
        count += bits;
        if (count >= 8) {
            count -= 8;
            key[filled++] = static_cast<std::uint8_t>(left >> count);
        }
    }
    return eight_bytes(key, 0);
}

constexpr std::uint32_t number_mask = (1u << 20) - 1; // limits::digests are fewer
static_assert(limits::digests + limits::joined_digests < number_mask);

constexpr std::uint32_t tag_of(std::uint64_t hash)
{
    return static_cast<std::uint32_t>(hash >> 32) & ~number_mask;
}

/// A digest with its first bytes as a number, by which nearly all can be told apart.
struct Sorted {
    std::uint64_t first{};
    WantedDigest const* digest{};
};

std::uint64_t first_bytes(Bytes digest)
{
    std::uint64_t out = 0;
    for (auto const byte : digest.first(key_bytes))
        out = out << 8 | byte;
    return out;
}

constexpr std::size_t key_length(DigestCoding coding)
{
    return (key_bytes * 8 + bits_each(coding) - 1) / bits_each(coding);
}

} // namespace

Digests::Digests(Needles const& needles)
{
    auto wanted = wanted_digests(needles);
    m_joined = std::move(wanted.joined);
    m_limited = wanted.limited;
    auto const bytes_of = [](WantedDigest const& one) { return as_text(one.value.bytes()); };
    std::vector<Sorted> sorted;
    sorted.reserve(wanted.digests.size());
    for (auto const& one : wanted.digests)
        sorted.push_back({first_bytes(one.value.bytes()), &one});
    std::sort(sorted.begin(), sorted.end(), [&](Sorted const& a, Sorted const& b) {
        if (a.first != b.first)
            return a.first < b.first;
        auto const order = bytes_of(*a.digest).compare(bytes_of(*b.digest));
        return order != 0 ? order < 0 : a.digest->needles < b.digest->needles;
    });
    WantedDigest const* before = nullptr;
    for (auto const& [first, one] : sorted) {
        auto const bytes = one->value.bytes();
        if (!before || bytes_of(*before) != bytes_of(*one)) {
            order_last_owners();
            m_digests.push_back({static_cast<std::uint32_t>(m_pool.size()),
                                 static_cast<std::uint32_t>(m_owners.size()),
                                 static_cast<std::uint8_t>(bytes.size()), one->standalone});
            m_pool.insert(m_pool.end(), bytes.begin(), bytes.end());
            m_standalone += one->standalone ? 1 : 0;
        }
        for (auto const needle : one->needles)
            m_owners.push_back({needle, one->function, one->joined});
        before = one;
    }
    order_last_owners();
    index();
}

// Each of the last digest's once, by their needles: values that are the same have the same digests,
// alone and joined with others.
void Digests::order_last_owners()
{
    if (m_digests.empty())
        return;
    auto const first = m_owners.begin() + m_digests.back().first_owner;
    std::sort(first, m_owners.end(), [](Owner const& a, Owner const& b) {
        return std::tie(a.needle, a.function, a.joined) < std::tie(b.needle, b.function, b.joined);
    });
    auto const same = [](Owner const& a, Owner const& b) { return a.needle == b.needle; };
    m_owners.erase(std::unique(first, m_owners.end(), same), m_owners.end());
}

std::span<Digests::Owner const> Digests::owners(std::uint32_t digest) const
{
    auto const first = m_digests[digest].first_owner;
    auto const last =
        digest + 1 < m_digests.size() ? m_digests[digest + 1].first_owner : m_owners.size();
    return std::span{m_owners}.subspan(first, last - first);
}

Bytes Digests::bytes(std::uint32_t digest) const
{
    return Bytes{m_pool}.subspan(m_digests[digest].offset, m_digests[digest].size);
}

std::size_t Digests::length(std::uint32_t digest, DigestCoding coding) const
{
    auto const bits = bits_each(coding);
    return (std::size_t{m_digests[digest].size} * 8 + bits - 1) / bits;
}

std::size_t Digests::least_length(std::uint32_t digest, DigestCoding coding) const
{
    if (m_digests[digest].standalone)
        return standalone_digits;
    // Of 15 characters, 12 stand around the place that is looked at (scanner.cpp).
    constexpr std::size_t least[] = {10, 20, 15};
    static_assert(least[0] * 8 >= least_digest_bits && least[1] * 4 >= least_digest_bits
                  && least[2] * 6 >= least_digest_bits);
    return least[static_cast<std::size_t>(coding)];
}

bool Digests::fits(std::uint32_t digest, DigestCoding coding, std::size_t at, std::uint8_t c) const
{
    auto const bits = bits_each(coding);
    auto const expected = bits_at(bytes(digest), at * bits, bits);
    switch (coding) {
    case DigestCoding::raw:
        return c == expected;
    case DigestCoding::hex:
        return hex_values[c] == expected;
    case DigestCoding::base64:
        return base64_values[c] == expected;
    }
    return false;
}

double Digests::chance(std::uint32_t digest, DigestCoding coding, std::size_t seen) const
{
    constexpr double searched = 40; // bits: 2^40 places
    constexpr double codings = 5;   // hex in either case, base64 with either alphabet, bytes
    auto const bits = static_cast<double>(
        std::min(seen * bits_each(coding), std::size_t{m_digests[digest].size} * 8));
    if (m_digests[digest].standalone) // a word of 16 digits and what parts it from the next
        return std::min(1.0, std::exp2(searched - bits) / (standalone_digits + 1) * 2
                                 * static_cast<double>(m_standalone));
    return std::min(1.0,
                    std::exp2(searched - bits) * codings * static_cast<double>(m_digests.size()));
}

// A slot holds the number of a digest and one, and above it bits of the hash, so that most of what
// is not there is known without a look at the digest.
void Digests::index()
{
    m_slots.assign(std::bit_ceil(m_digests.size() * 2 + 1), 0);
    for (std::uint32_t digest = 0; digest < m_digests.size(); ++digest) {
        auto const hash = scattered(eight_bytes(bytes(digest), 0));
        auto at = hash >> 20 & (m_slots.size() - 1);
        while (m_slots[at] != 0)
            at = (at + 1) & (m_slots.size() - 1);
        m_slots[at] = (digest + 1) | tag_of(hash);
    }
}

std::optional<std::uint32_t> Digests::find(std::uint64_t first_bytes) const
{
    auto const hash = scattered(first_bytes);
    auto at = hash >> 20 & (m_slots.size() - 1);
    for (; m_slots[at] != 0; at = (at + 1) & (m_slots.size() - 1)) {
        auto const digest = (m_slots[at] & number_mask) - 1;
        if ((m_slots[at] & ~number_mask) == tag_of(hash)
            && eight_bytes(bytes(digest), 0) == first_bytes)
            return digest;
    }
    return {};
}

void Digests::meet(Bytes text, std::size_t at, unsigned codings,
                   FunctionRef<void(std::uint32_t, DigestCoding, std::size_t)> met) const
{
    auto const look = [&](DigestCoding coding) {
        if ((codings >> static_cast<unsigned>(coding) & 1) == 0)
            return;
        auto const stride = coding == DigestCoding::raw ? probe_stride : coded_stride;
        for (std::size_t shift = 0; shift < stride && shift <= at; ++shift) {
            auto const rest = text.subspan(at - shift);
            if (rest.size() < key_length(coding))
                continue;
            auto const key = coding == DigestCoding::raw
                                 ? std::optional{eight_bytes(rest, 0)}
                                 : key_in_text(rest.first(key_length(coding)), coding);
            if (auto const digest = key ? find(*key) : std::nullopt)
                if (!m_digests[*digest].standalone || coding == DigestCoding::hex)
                    met(*digest, coding, at - shift);
        }
    };
    look(DigestCoding::raw);
    look(DigestCoding::hex);
    look(DigestCoding::base64);
}

bool Digests::is_raw_text(std::uint32_t digest) const
{
    auto const region = bytes(digest).first(std::min(bytes(digest).size(), region_bytes(0)));
    return !standalone(digest) && std::none_of(region.begin(), region.end(), is_binary);
}

std::size_t Digests::count_raw_text() const
{
    std::size_t count = 0;
    for (std::uint32_t digest = 0; digest < m_digests.size(); ++digest)
        count += is_raw_text(digest) ? 1u : 0u;
    return count;
}

void Digests::each_raw(bool of_text, FunctionRef<void(std::uint64_t)> sink) const
{
    for (std::uint32_t digest = 0; digest < m_digests.size(); ++digest)
        if (of_text ? is_raw_text(digest) : !standalone(digest))
            for (std::size_t shift = 0; shift < probe_stride; ++shift)
                sink(window_of(folded_case(eight_bytes(bytes(digest), shift)), 0));
}

void Digests::add_hex_to(WordFilter& filter) const
{
    for (std::uint32_t digest = 0; digest < m_digests.size(); ++digest) {
        auto const digits = to_hex(bytes(digest).first(key_bytes));
        for (std::size_t shift = 0; shift < coded_stride; ++shift)
            filter.add(scattered(folded_case(eight_bytes(as_bytes(digits), shift))));
    }
}

void Digests::add_base64_to(WordFilter& filter) const
{
    for (std::uint32_t digest = 0; digest < m_digests.size(); ++digest) {
        std::array<std::uint8_t, base64_window + coded_stride - 1> text{};
        for (std::size_t at = 0; at < text.size(); ++at)
            text[at] =
                static_cast<std::uint8_t>(base64_alphabet[bits_at(bytes(digest), at * 6, 6)]);
        auto other = text; // RFC 4648 §5
        std::replace(other.begin(), other.end(), std::uint8_t{'+'}, std::uint8_t{'-'});
        std::replace(other.begin(), other.end(), std::uint8_t{'/'}, std::uint8_t{'_'});
        for (std::size_t shift = 0; !standalone(digest) && shift < coded_stride; ++shift) {
            filter.add(scattered(eight_bytes(text, shift)));
            filter.add(scattered(eight_bytes(other, shift)));
        }
    }
}

} // namespace petze

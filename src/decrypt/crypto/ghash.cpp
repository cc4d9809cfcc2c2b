#include "decrypt/crypto/ghash.h"

#include "base/byte_reader.h"

#include <algorithm>

namespace petze::crypto {

Ghash::Ghash(Block const& key)
{
    ByteReader in{key};
    Element power;
    power.high = in.u64();
    power.low = in.u64();
    for (auto& one : m_powers) {
        one = power;
        constexpr std::uint64_t reduction = 0xe1ull << 56; // section 6.3: 1 + x + x^2 + x^7 + x^128
        auto const carry = (power.low & 1) * reduction;
        power.low = power.low >> 1 | power.high << 63;
        power.high = power.high >> 1 ^ carry;
    }
}

Ghash::Element Ghash::times_key(Element const& factor) const
{
    Element product;
    auto const add = [&](std::uint64_t bits, std::size_t first) {
        for (std::size_t i = 0; i < 64; ++i) {
            auto const mask = std::uint64_t{0} - (bits >> (63 - i) & 1);
            product.high ^= m_powers[first + i].high & mask;
            product.low ^= m_powers[first + i].low & mask;
        }
    };
    add(factor.high, 0);
    add(factor.low, 64);
    return product;
}

// Whole blocks, the last one filled up with zeros.
void Ghash::take(Element& sum, Bytes bytes) const
{
    while (!bytes.empty()) {
        Block block{};
        auto const used = std::min(bytes.size(), block.size());
        std::copy_n(bytes.begin(), used, block.begin());
        bytes = bytes.subspan(used);
        ByteReader in{block};
        sum.high ^= in.u64();
        sum.low ^= in.u64();
        sum = times_key(sum);
    }
}

Ghash::Block Ghash::of(Bytes associated, Bytes sealed) const
{
    Element sum;
    take(sum, associated);
    take(sum, sealed);
    sum.high ^= std::uint64_t{associated.size()} * 8;
    sum.low ^= std::uint64_t{sealed.size()} * 8;
    sum = times_key(sum);
    Block out{};
    for (std::size_t i = 0; i < 8; ++i) {
        out[i] = static_cast<std::uint8_t>(sum.high >> (56 - 8 * i));
        out[8 + i] = static_cast<std::uint8_t>(sum.low >> (56 - 8 * i));
    }
    return out;
}

} // namespace petze::crypto

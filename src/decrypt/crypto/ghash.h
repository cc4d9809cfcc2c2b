#pragma once

#include "base/bytes.h"

#include <array>
#include <cstdint>

namespace petze::crypto {

/// GHASH (NIST SP 800-38D section 6.4), for the ciphers that OpenSSL has without GCM. Not in
/// constant time: nobody watches how long it takes to read what was recorded.
class Ghash {
public:
    using Block = std::array<std::uint8_t, 16>;

    /// `key` is the cipher's encryption of 16 zero bytes.
    explicit Ghash(Block const& key);

    /// Of what is authenticated beside the text, of the encrypted text, and of their lengths.
    Block of(Bytes associated, Bytes sealed) const;

private:
    struct Element { // of GF(2^128); its first bit is the highest of `high`
        std::uint64_t high{}, low{};
    };

    void take(Element& sum, Bytes bytes) const;
    Element times_key(Element const& factor) const;

    std::array<Element, 128> m_powers; // the key, times x, times x^2, …
};

} // namespace petze::crypto

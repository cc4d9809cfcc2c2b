#pragma once

#include "find/hash/digests.h"
#include "find/search/occurrence.h"

namespace petze {

/// A digest that a text agrees with so far.
class DigestMatch {
public:
    /// `outside` is what stands before it.
    DigestMatch(std::uint32_t digest, DigestCoding coding, Bytes outside);

    /// Goes on with the bytes behind. True where it has not ended, or waits for the byte behind
    /// its end.
    bool advance(Digests const& digests, Bytes text);
    /// How many characters agree.
    std::size_t seen() const { return m_seen; }
    /// Tells all whose digest it is, where enough agrees.
    void tell(Digests const& digests, Occurrence place, OccurrenceSink sink) const;

private:
    std::uint32_t m_digest;
    DigestCoding m_coding;
    bool m_touches = false; // what stands before or behind it
    bool m_padded = false;  // "=" behind it, or characters that base64url does not have
    std::size_t m_seen = 0;
};

} // namespace petze

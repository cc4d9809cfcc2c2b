#pragma once

#include "base/bytes.h"
#include "find/hash/digests.h"
#include "find/search/function_ref.h"
#include "find/search/variants.h"
#include "find/search/window.h"

#include <array>

namespace petze {

/// Says where in a text something that is looked for may stand: of windows that are there, none is
/// passed over; about one in a hundred others is told in vain. Portable code: one load, one
/// multiplication and one word of a filter for each class of windows at every fourth byte.
class Scanner {
public:
    Scanner(Variants const& variants, Digests const& digests);

    /// A bit for each class of windows, then these. Digests as raw bytes are of the first class.
    static constexpr unsigned suspect_hex = 1u << window_bytes.size();
    static constexpr unsigned suspect_base64 = suspect_hex << 1;
    /// `suspects` says what may stand there.
    void scan(Bytes text, FunctionRef<void(std::size_t at, unsigned suspects)> suspect) const;

private:
    template<unsigned Sought>
    void scan_for(Bytes text, FunctionRef<void(std::size_t, unsigned)> suspect) const;
    template<unsigned Sought>
    bool may_stand(std::uint64_t bytes) const;
    unsigned windows_at(std::uint64_t bytes) const;
    unsigned digests_at(std::uint64_t bytes) const;

    std::array<WordFilter, window_bytes.size()> m_windows;
    WordFilter m_hex, m_base64;
    unsigned m_sought = 0; // bits as those of suspects
};

} // namespace petze

#pragma once

#include "base/bytes.h"
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
    explicit Scanner(Variants const& variants);

    /// `suspects` has a bit for each class of windows that may stand there.
    void scan(Bytes text, FunctionRef<void(std::size_t at, unsigned suspects)> suspect) const;

private:
    template<unsigned Classes>
    void scan_for(Bytes text, FunctionRef<void(std::size_t, unsigned)> suspect) const;

    std::array<WordFilter, window_bytes.size()> m_windows;
    unsigned m_classes = 0; // that have any
};

} // namespace petze

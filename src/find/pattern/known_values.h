#pragma once

#include "find/search/needles.h"
#include "find/search/window.h"

#include <string>
#include <string_view>
#include <unordered_set>

namespace petze {

/// What the profile names itself: it is told as the owner's, not as something that looks like it.
class KnownValues {
public:
    KnownValues() = default;
    explicit KnownValues(Needles const& needles);

    bool contains(std::string_view value) const;

private:
    std::unordered_set<std::string> m_values; // as letters_and_digits() has them
    WordFilter m_filter;                      // of them: it is small, and asked about every field
};

} // namespace petze

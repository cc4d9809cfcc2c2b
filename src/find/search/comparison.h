#pragma once

#include "find/search/function_ref.h"
#include "find/search/variants.h"

namespace petze {

/// Spellings that a text agrees with so far. They are neighbours in the sorted list of variants,
/// so that one comparison serves all that begin alike: a thousand photos of one camera, whose
/// files differ only after some hundred bytes, cost as much as one.
class Comparison {
public:
    /// Of a group's variants, with what begins where their window does.
    explicit Comparison(Variants::Group const& group)
        : m_first(group.first)
        , m_last(group.last)
        , m_matched(group.head)
        , m_caseless(group.caseless)
    {
    }

    /// Goes on with the bytes behind, and tells each variant that ends in them, and where. True
    /// where some may still end in what comes after these.
    bool advance(Variants const& variants, Bytes text,
                 FunctionRef<void(std::uint32_t ordered, std::size_t end)> complete);

private:
    bool narrow(Variants const& variants, std::uint8_t byte);

    std::uint32_t m_first, m_last; // variants; the last is not one of them
    std::size_t m_matched;         // how many bytes of each were compared
    bool m_caseless;
};

/// Caseless: in ASCII letters, `lowered` being in lower case.
bool equal(Bytes text, Bytes lowered, bool caseless);

} // namespace petze

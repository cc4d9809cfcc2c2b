#include "find/pattern/known_values.h"

#include "base/text.h"

namespace petze {

KnownValues::KnownValues(Needles const& needles)
{
    constexpr std::size_t longest = 4096; // no pattern's value is longer
    for (auto const& needle : needles.searched) {
        if (needle.value.size() > longest)
            continue;
        m_values.insert(letters_and_digits(needle.value));
        for (auto const& spelling : needle.spellings)
            if (spelling.steps.empty() && spelling.bytes.size() <= longest)
                m_values.insert(letters_and_digits(spelling.bytes));
    }
    m_values.erase("");
}

bool KnownValues::contains(std::string_view value) const
{
    return !m_values.empty() && m_values.contains(letters_and_digits(value));
}

} // namespace petze

#include "find/pattern/known_values.h"

#include "find/field_key.h"

namespace petze {

KnownValues::KnownValues(Needles const& needles)
{
    constexpr std::size_t longest = 64; // no pattern's value that the profile could name is longer
    for (auto const& needle : needles.searched) {
        if (needle.value.size() > longest)
            continue;
        m_values.insert(plain_name(needle.value));
        for (auto const& spelling : needle.spellings)
            if (spelling.steps.empty() && spelling.bytes.size() <= longest)
                m_values.insert(plain_name(spelling.bytes));
    }
    m_values.erase("");
}

bool KnownValues::contains(std::string_view value) const
{
    return !m_values.empty() && m_values.contains(plain_name(value));
}

} // namespace petze

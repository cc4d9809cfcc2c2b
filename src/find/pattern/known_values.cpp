#include "find/pattern/known_values.h"

#include "base/text.h"

namespace petze {

namespace {

std::uint64_t hash_of_letters_and_digits(std::string_view text)
{
    std::uint64_t hash = 0;
    each_letter_or_digit(text,
                         [&](char c) { hash = scattered(hash ^ static_cast<std::uint8_t>(c)); });
    return hash;
}

} // namespace

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
    m_filter.reserve(m_values.size());
    for (auto const& value : m_values)
        m_filter.add(hash_of_letters_and_digits(value));
}

bool KnownValues::contains(std::string_view value) const
{
    return m_filter.has(hash_of_letters_and_digits(value))
           && m_values.contains(letters_and_digits(value));
}

} // namespace petze

#pragma once

#include "base/text.h"
#include "find/field_key.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <string_view>

namespace petze::pattern {

/// plain_name() without a string: names that say something are short. The elements of an array are
/// called as the array is.
class Name {
public:
    explicit Name(Origin const* origin)
    {
        auto const key = key_of(origin);
        read(key.name);
        if (m_size == 0 && key.name == "*]")
            read(key.parent.substr(key.parent.find_last_of(":.[@") + 1));
    }

    std::string_view text() const { return {m_text.data(), m_size}; }
    bool has(std::string_view part) const { return text().find(part) != npos; }
    template<std::size_t N>
    bool has_one(std::string_view const (&parts)[N]) const
    {
        return std::any_of(std::begin(parts), std::end(parts),
                           [&](std::string_view part) { return has(part); });
    }
    template<std::size_t N>
    bool ends_with_one(std::string_view const (&parts)[N]) const
    {
        return std::any_of(std::begin(parts), std::end(parts),
                           [&](std::string_view part) { return text().ends_with(part); });
    }

private:
    void read(std::string_view name)
    {
        for (char const c : name) {
            auto const small = to_lower(c);
            if (!is_digit(c) && (small < 'a' || small > 'z'))
                continue;
            if (m_size == m_text.size()) {
                m_size = 0;
                return;
            }
            m_text[m_size++] = small;
        }
    }

    std::array<char, 48> m_text{};
    std::size_t m_size = 0;
};

} // namespace petze::pattern

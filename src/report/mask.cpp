#include "report/mask.h"

#include "base/text.h"

#include <algorithm>

namespace petze {

std::string mask(std::string_view value)
{
    std::size_t characters = 0;
    std::string_view first;
    std::string_view last;
    for (auto rest = value; !rest.empty(); rest.remove_prefix(last.size())) {
        last = rest.substr(0, std::max<std::size_t>(utf8_length(rest), 1));
        if (characters++ == 0)
            first = last;
    }
    auto const count = " (" + std::to_string(characters) + ")";
    if (characters <= 3)
        return "\u2026" + count;
    return std::string{first} + "\u2026" + std::string{last} + count;
}

std::string redaction_mark(std::string_view item, std::string_view category)
{
    auto const is_value = item.starts_with("apps/");
    return "\u2039" + std::string{item.empty() || is_value ? category : item} + "\u203a";
}

} // namespace petze

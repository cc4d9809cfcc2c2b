#include "find/field_key.h"

#include "base/text.h"

#include <algorithm>

namespace petze {

namespace {

// Where the name begins: behind the last separator, but for those inside "['a.b']".
std::size_t begin_of_name(std::string_view step)
{
    if (step.ends_with("']"))
        if (auto const bracket = step.rfind("['"); bracket != npos)
            return bracket;
    return step.find_last_of(":./[@") + 1; // npos + 1 is 0
}

} // namespace

FieldKey key_of(Origin const* origin)
{
    while (origin && origin->step.find(':') == npos)
        origin = origin->parent;
    if (!origin)
        return {};
    auto const step = origin->step;
    auto const begin = begin_of_name(step);
    auto parent = step.substr(0, begin);
    while (!parent.empty() && std::string_view{"./[@"}.find(parent.back()) != npos)
        parent.remove_suffix(1);
    return {step.substr(begin), parent, origin};
}

std::string FieldKey::where() const
{
    std::string out{parent};
    for (auto const* node = step ? step->parent : nullptr; node; node = node->parent) {
        out += '\n';
        out += node->step;
    }
    return out;
}

std::string plain_name(std::string_view name)
{
    std::string out;
    for (char const c : name)
        if (auto const small = to_lower(c); is_digit(c) || (small >= 'a' && small <= 'z'))
            out += small;
    return out;
}

} // namespace petze

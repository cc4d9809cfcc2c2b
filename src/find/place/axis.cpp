#include "find/place/axis.h"

#include "find/field_key.h"

#include <algorithm>
#include <initializer_list>

namespace petze {

namespace {

bool names(std::string_view name, std::initializer_list<std::string_view> endings,
           std::string_view letter)
{
    return name == letter || std::any_of(endings.begin(), endings.end(), [&](auto ending) {
               return name.ends_with(ending);
           });
}

} // namespace

Axis axis_of(std::string_view name)
{
    auto plain = plain_name(name);
    for (auto const* scale : {"e6", "e7"})
        if (plain.ends_with(scale))
            plain.resize(plain.size() - 2);
    if (names(plain, {"lat", "latitude"}, "y"))
        return Axis::latitude;
    if (names(plain, {"lon", "lng", "long", "longitude"}, "x"))
        return Axis::longitude;
    return Axis::unnamed;
}

} // namespace petze

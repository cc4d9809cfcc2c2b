#include "find/pattern/oui.h"

#include <algorithm>
#include <iterator>

namespace petze::pattern {

namespace {

constexpr std::uint32_t assigned[] = {
#include "oui.inc" // made of the IEEE's list when Petze is built
};

} // namespace

bool is_assigned_oui(std::uint32_t prefix)
{
    return std::binary_search(std::begin(assigned), std::end(assigned), prefix);
}

} // namespace petze::pattern

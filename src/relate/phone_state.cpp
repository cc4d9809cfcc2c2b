#include "relate/phone_state.h"

#include <algorithm>
#include <utility>

namespace petze {

double PhoneState::hours() const
{
    constexpr double ns_of_an_hour = 3.6e12;
    std::vector<std::pair<std::int64_t, std::int64_t>> spans;
    for (auto const& capture : captures)
        if (capture.packets > 0)
            spans.emplace_back(capture.first_ns, capture.last_ns);
    std::sort(spans.begin(), spans.end());
    double covered = 0;
    for (std::size_t i = 0; i < spans.size();) {
        auto [from, to] = spans[i];
        for (; i < spans.size() && spans[i].first <= to; ++i)
            to = std::max(to, spans[i].second);
        covered += static_cast<double>(to) - static_cast<double>(from);
    }
    return covered / ns_of_an_hour;
}

std::vector<std::int64_t> distinct_starts(std::vector<std::int64_t> starts_ns)
{
    constexpr std::uint64_t together_ns = 60'000'000'000;
    std::sort(starts_ns.begin(), starts_ns.end());
    // Without sign, because stamps may lie as far apart as they can.
    auto const between = [](std::int64_t earlier, std::int64_t later) {
        return static_cast<std::uint64_t>(later) - static_cast<std::uint64_t>(earlier);
    };
    std::vector<std::int64_t> out;
    for (auto const start : starts_ns)
        if (out.empty() || between(out.back(), start) >= together_ns)
            out.push_back(start);
    return out;
}

} // namespace petze

#include "judge/rhythm.h"

#include <algorithm>
#include <cmath>

namespace petze {

namespace {

constexpr std::int64_t minute_ns = 60'000'000'000;
constexpr std::size_t least_intervals = 5;
constexpr double by_chance = 0.0693;
constexpr double least_confidence = 0.99;

/// P(X >= hits) of a binomial distribution.
double tail(std::uint32_t trials, std::uint32_t hits, double p)
{
    double sum = 0;
    for (auto k = hits; k <= trials; ++k)
        sum += std::exp(std::lgamma(trials + 1.0) - std::lgamma(k + 1.0)
                        - std::lgamma(trials - k + 1.0) + k * std::log(p)
                        + (trials - k) * std::log1p(-p));
    return std::min(sum, 1.0);
}

std::vector<std::int64_t> intervals_of(std::vector<std::int64_t> const& starts,
                                       std::int64_t together_ns)
{
    std::vector<std::int64_t> out;
    std::int64_t beat = starts.empty() ? 0 : starts.front();
    for (auto const start : starts) {
        if (start - beat < together_ns)
            continue;
        out.push_back(start - beat);
        beat = start;
    }
    return out;
}

std::int64_t median(std::vector<std::int64_t> values)
{
    auto const middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace

std::optional<Rhythm> find_rhythm(std::vector<std::int64_t> starts_ns)
{
    std::sort(starts_ns.begin(), starts_ns.end());
    auto intervals = intervals_of(starts_ns, minute_ns);
    if (intervals.size() < least_intervals)
        return {};
    intervals = intervals_of(starts_ns, std::max(minute_ns, median(intervals) / 20));
    if (intervals.size() < least_intervals)
        return {};
    Rhythm rhythm;
    rhythm.period_ns = median(intervals);
    rhythm.of = static_cast<std::uint32_t>(intervals.size());
    rhythm.beats = static_cast<std::uint32_t>(
        std::count_if(intervals.begin(), intervals.end(), [&](std::int64_t interval) {
            return std::abs(interval - rhythm.period_ns) <= rhythm.period_ns / 10;
        }));
    rhythm.confidence = 1 - tail(rhythm.of - 1, rhythm.beats - 1, by_chance);
    if (rhythm.confidence < least_confidence)
        return {};
    return rhythm;
}

} // namespace petze

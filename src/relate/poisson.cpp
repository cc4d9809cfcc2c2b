#include "relate/poisson.h"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace petze {

namespace {

constexpr double tail = 0.025;

double quantile(double degrees, double probability)
{
    return boost::math::quantile(boost::math::chi_squared_distribution<>{degrees}, probability);
}

} // namespace

Rate rate_of(std::uint64_t count, double hours)
{
    Rate rate{count, hours, 0, 0, 0};
    if (hours <= 0)
        return rate;
    auto const n = static_cast<double>(count);
    rate.per_hour = n / hours;
    rate.low = count == 0 ? 0 : quantile(2 * n, tail) / 2 / hours;
    rate.high = quantile(2 * n + 2, 1 - tail) / 2 / hours;
    return rate;
}

double same_rate(std::uint64_t first, double first_hours, std::uint64_t second, double second_hours)
{
    if (first + second == 0 || first_hours <= 0 || second_hours <= 0)
        return 1;
    auto const sum = static_cast<double>(first + second);
    auto const k = static_cast<double>(first);
    boost::math::binomial_distribution<> const split{sum,
                                                     first_hours / (first_hours + second_hours)};
    auto const at_most = boost::math::cdf(split, k);
    auto const at_least =
        first == 0 ? 1.0 : boost::math::cdf(boost::math::complement(split, k - 1));
    return std::min(1.0, 2 * std::min(at_most, at_least));
}

double unseen(Rate const& rate, double hours)
{
    return std::exp(-rate.per_hour * hours);
}

double hours_to_tell(Rate const& rate, double level)
{
    if (rate.count == 0 || rate.hours <= 0)
        return 0;
    // same_rate() is 2 (first / (first + second))^count where the second count is 0.
    return rate.hours * (std::pow(2 / level, 1 / static_cast<double>(rate.count)) - 1);
}

std::vector<double> false_discovery_rates(std::vector<double> const& values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> out(values.size());
    double least = 1;
    for (std::size_t rank = values.size(); rank > 0; --rank) {
        auto const at = order[rank - 1];
        least = std::min(least, values[at] * static_cast<double>(values.size())
                                    / static_cast<double>(rank));
        out[at] = least;
    }
    return out;
}

} // namespace petze

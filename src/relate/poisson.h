#pragma once

#include <cstdint>
#include <vector>

namespace petze {

/// How often something happened in how long a time, and what that says of its rate.
struct Rate {
    std::uint64_t count{};
    double hours{};
    double per_hour{};
    double low{}, high{}; // 95 %: Garwood's exact interval of a Poisson mean (Biometrika 28, 1936)

    bool operator==(Rate const&) const = default;
};

Rate rate_of(std::uint64_t count, double hours);

/// The probability, were both rates the same, of counts that differ at least as much: given their
/// sum, the first is binomial (Przyborowski and Wilenski, Biometrika 31, 1940). Two-sided, twice
/// the smaller tail. 1 where nothing happened or nothing was observed.
double same_rate(std::uint64_t first, double first_hours, std::uint64_t second,
                 double second_hours);

/// The probability of seeing nothing in that time, were the rate unchanged.
double unseen(Rate const& rate, double hours);

/// For how long nothing would have to be seen, for same_rate() to be at most `level`; 0 where the
/// rate is none.
double hours_to_tell(Rate const& rate, double level);

/// Each value's smallest false discovery rate at which it counts (Benjamini and Hochberg, 1995).
std::vector<double> false_discovery_rates(std::vector<double> const& values);

} // namespace petze

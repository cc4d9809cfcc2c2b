#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace petze {

/// A regular beat in a receiver's transfers.
struct Rhythm {
    std::int64_t period_ns{};
    std::uint32_t beats{}; // intervals that keep it
    std::uint32_t of{};    // all intervals
    double confidence{};   // 1 less the probability that chance keeps it as well
};

/// Finds one, or none where fewer than five intervals are there or chance explains it (confidence
/// below 0.99). Transfers that begin within a minute of each other, or a twentieth of the middle
/// interval, are one beat.
///
/// The period is the median interval; those within a tenth of it keep it. Of transfers that come
/// at random (a Poisson process, median m) an interval lies there with the probability
/// 2^-0.9 - 2^-1.1 = 0.0693; how many do is binomial. The intervals that the median was taken
/// from do not count. A timer that drifts keeps its rhythm; a spectrum would lose it.
std::optional<Rhythm> find_rhythm(std::vector<std::int64_t> starts_ns);

} // namespace petze

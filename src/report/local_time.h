#pragma once

#include "base/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace petze {

/// A point of time as the clocks of a place show it.
struct CivilTime {
    int year{};
    unsigned month{}, day{}, hour{}, minute{}, second{};
    std::uint32_t nanosecond{};

    bool same_day(CivilTime const& other) const
    {
        return year == other.year && month == other.month && day == other.day;
    }
};

/// Clocks of one time zone, of the system's time zone data.
class LocalTime {
public:
    /// Says what to do where the system knows no such zone.
    static Result<LocalTime> of(std::string const& zone);
    static LocalTime utc();

    CivilTime at(std::int64_t time_ns) const;
    std::string const& zone() const { return m_zone; }

    /// From when on clocks are how far ahead of UTC; the first holds at `from_ns`.
    struct Offset {
        std::int64_t from_ns{};
        std::int64_t seconds{};
    };
    std::vector<Offset> offsets(std::int64_t from_ns, std::int64_t to_ns) const;

private:
    LocalTime(std::string zone, void const* rules);

    std::string m_zone;
    void const* m_rules; // date::time_zone, whose header is heavy; lives as long as the program
};

} // namespace petze

#include "report/local_time.h"

#include <date/tz.h>

#include <exception>

namespace petze {

namespace {

constexpr std::size_t most_offsets = 64; // a recording of thirty years

constexpr std::int64_t second = 1'000'000'000;

// Rounded down; by hand, since the beginning of the first day lies outside of 64 bits.
date::sys_seconds whole_seconds(std::int64_t time_ns)
{
    auto const before = time_ns % second < 0 ? 1 : 0;
    return date::sys_seconds{std::chrono::seconds{time_ns / second - before}};
}

date::sys_info info(void const* rules, std::int64_t time_ns)
{
    if (!rules) {
        date::sys_info utc{};
        utc.end = date::sys_seconds::max();
        return utc;
    }
    return static_cast<date::time_zone const*>(rules)->get_info(whole_seconds(time_ns));
}

} // namespace

LocalTime::LocalTime(std::string zone, void const* rules)
    : m_zone(std::move(zone))
    , m_rules(rules)
{
}

LocalTime LocalTime::utc()
{
    return {"UTC", nullptr}; // needs no data, and so cannot fail
}

Result<LocalTime> LocalTime::of(std::string const& zone)
{
    if (zone.empty() || zone == "UTC")
        return utc();
    try {
        return LocalTime{zone, date::locate_zone(zone)};
    } catch (std::exception const&) {
        return error(zone, "no such time zone on this system; give one such as Europe/Berlin or "
                           "Asia/Hong_Kong (package tzdata)");
    }
}

CivilTime LocalTime::at(std::int64_t time_ns) const
{
    auto const local = whole_seconds(time_ns) + info(m_rules, time_ns).offset;
    auto const day = date::floor<date::days>(local);
    date::year_month_day const date{day};
    date::hh_mm_ss<std::chrono::seconds> const clock{local - day};
    return {static_cast<int>(date.year()),
            static_cast<unsigned>(date.month()),
            static_cast<unsigned>(date.day()),
            static_cast<unsigned>(clock.hours().count()),
            static_cast<unsigned>(clock.minutes().count()),
            static_cast<unsigned>(clock.seconds().count()),
            static_cast<std::uint32_t>((time_ns % second + second) % second)};
}

std::vector<LocalTime::Offset> LocalTime::offsets(std::int64_t from_ns, std::int64_t to_ns) const
{
    std::vector<Offset> out;
    auto at = from_ns;
    while (out.size() < most_offsets) {
        auto const rule = info(m_rules, at);
        out.push_back({at, rule.offset.count()});
        if (rule.end > whole_seconds(to_ns))
            break;
        at = std::chrono::nanoseconds{rule.end.time_since_epoch()}.count();
    }
    return out;
}

} // namespace petze

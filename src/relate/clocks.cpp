#include "relate/clocks.h"

#include "base/limits.h"
#include "base/text.h"
#include "dissect/message.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace petze {

namespace {

std::optional<int> number(std::string_view text)
{
    int value{};
    auto const* const end = text.data() + text.size();
    auto const [rest, trouble] = std::from_chars(text.data(), end, value);
    return trouble == std::errc{} && rest == end && value >= 0 ? std::optional{value}
                                                               : std::nullopt;
}

std::optional<unsigned> month(std::string_view name)
{
    constexpr std::array<std::string_view, 12> names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const* const found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
        return {};
    return static_cast<unsigned>(found - names.begin()) + 1;
}

} // namespace

std::optional<std::int64_t> http_date(std::string_view text)
{
    constexpr std::string_view pattern = "Sun, 06 Nov 1994 08:49:37 GMT";
    bool const fits = text.size() == pattern.size() && text.substr(3, 2) == ", "
                      && text.ends_with(" GMT") && text[7] == ' ' && text[11] == ' '
                      && text[16] == ' ' && text[19] == ':' && text[22] == ':';
    if (!fits)
        return {};
    auto const day = number(text.substr(5, 2));
    auto const in_year = month(text.substr(8, 3));
    auto const year = number(text.substr(12, 4));
    auto const hour = number(text.substr(17, 2));
    auto const minute = number(text.substr(20, 2));
    auto const second = number(text.substr(23, 2));
    if (!day || !in_year || !year || !hour || !minute || !second)
        return {};
    std::chrono::year_month_day const date{std::chrono::year{*year}, std::chrono::month{*in_year},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60)
        return {};
    return std::int64_t{std::chrono::sys_days{date}.time_since_epoch().count()} * 86'400
           + *hour * 3600 + *minute * 60 + *second;
}

void Clocks::answered(Stamp const& stamp, HttpExchange const& exchange)
{
    constexpr std::int64_t most_years = 200; // of nanoseconds, well inside 64 bits
    for (auto const& header : exchange.response_headers) {
        if (lower(header.name) != "date")
            continue;
        auto const date = http_date(header.value);
        auto& offsets = m_offsets[stamp.capture];
        if (!date || *date > most_years * 366 * 86'400 || offsets.size() >= limits::clock_readings)
            return;
        // Half a second, because the date is cut to seconds. Far stamps are far off in any case.
        auto const own =
            std::clamp(stamp.time_ns, std::int64_t{0}, most_years * 366 * 86'400 * ns_per_second);
        offsets.push_back(*date * ns_per_second + ns_per_second / 2 - own);
        return;
    }
}

std::optional<ClockOffset> Clocks::of(std::uint32_t capture) const
{
    constexpr std::size_t enough = 5;
    auto const found = m_offsets.find(capture);
    if (found == m_offsets.end() || found->second.size() < enough)
        return {};
    auto offsets = found->second;
    auto const middle = offsets.begin() + static_cast<std::ptrdiff_t>(offsets.size() / 2);
    std::nth_element(offsets.begin(), middle, offsets.end());
    return ClockOffset{*middle, offsets.size()};
}

} // namespace petze

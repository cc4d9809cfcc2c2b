#include "identify/sources/dates.h"

#include "base/text.h"

#include <charconv>
#include <chrono>

namespace petze {

namespace {

std::optional<int> number(std::string_view text)
{
    int value{};
    for (auto const c : text) {
        if (!is_digit(c))
            return {};
        value = value * 10 + (c - '0');
    }
    return value;
}

struct Parts {
    std::string_view year, month, day;
};

std::optional<std::chrono::year_month_day> checked(Parts const& parts)
{
    auto const year = number(parts.year);
    auto const month = number(parts.month);
    auto const day = number(parts.day);
    // The first registries began in the eighties; what lies far ahead is a mistake or a lie.
    if (!year || !month || !day || *year < 1980 || *year > 2199)
        return {};
    std::chrono::year_month_day const date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    return date.ok() ? std::optional{date} : std::nullopt;
}

std::string iso(Parts const& parts)
{
    std::string out{parts.year};
    out += '-';
    out += parts.month;
    out += '-';
    out += parts.day;
    return out;
}

} // namespace

std::optional<std::string> leading_date(std::string_view text)
{
    if (text.size() >= 10 && text[4] == '-' && text[7] == '-') {
        Parts const parts{text.substr(0, 4), text.substr(5, 2), text.substr(8, 2)};
        return checked(parts) ? std::optional{iso(parts)} : std::nullopt;
    }
    if (text.size() < 8 || (text.size() > 8 && is_digit(text[8])))
        return {};
    Parts const parts{text.substr(0, 4), text.substr(4, 2), text.substr(6, 2)};
    return checked(parts) ? std::optional{iso(parts)} : std::nullopt;
}

std::optional<std::string> date_in(std::string_view text)
{
    for (std::size_t i = 0; i + 8 <= text.size(); ++i)
        if (is_digit(text[i]) && (i == 0 || !is_digit(text[i - 1])))
            if (auto date = leading_date(text.substr(i)))
                return date;
    return {};
}

std::optional<std::int64_t> day_number(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return {};
    auto const date = checked({text.substr(0, 4), text.substr(5, 2), text.substr(8, 2)});
    if (!date)
        return {};
    return std::chrono::sys_days{*date}.time_since_epoch().count();
}

std::optional<std::int64_t> days_apart(std::string_view a, std::string_view b)
{
    auto const one = day_number(a);
    auto const other = day_number(b);
    if (!one || !other)
        return {};
    return *one < *other ? *other - *one : *one - *other;
}

} // namespace petze

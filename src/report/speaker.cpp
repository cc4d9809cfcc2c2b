#include "report/speaker.h"

#include <algorithm>
#include <cmath>

namespace petze {

namespace {

std::string two_digits(unsigned value)
{
    return {static_cast<char>('0' + value / 10 % 10), static_cast<char>('0' + value % 10)};
}

// `text_of` says what stands in a place.
template<typename TextOf>
std::string fill(std::string_view text, TextOf const& text_of)
{
    std::string out;
    while (!text.empty()) {
        auto const open = std::min(text.find('{'), text.size());
        out += text.substr(0, open);
        text.remove_prefix(open);
        auto const close = text.find('}');
        if (close == std::string_view::npos) {
            out += text;
            break;
        }
        out += text_of(text.substr(1, close - 1));
        text.remove_prefix(close + 1);
    }
    return out;
}

std::string_view argument(Speaker::Arguments arguments, std::string_view place)
{
    for (auto const& [key, text] : arguments)
        if (key == place)
            return text;
    return {};
}

} // namespace

std::string Speaker::say(std::string_view key, Arguments arguments) const
{
    auto const text = m_texts.find(key);
    if (text == m_texts.end())
        return std::string{key};
    return fill(text->second, [&](std::string_view place) { return argument(arguments, place); });
}

std::string Speaker::say_with(std::string_view key, TextOf const& in_place) const
{
    auto const text = m_texts.find(key);
    return text == m_texts.end() ? std::string{key} : fill(text->second, in_place);
}

std::string Speaker::count(std::string_view key, std::uint64_t number, Arguments arguments) const
{
    auto const text = m_texts.find(std::string{key} + (number == 1 ? ".one" : ".other"));
    if (text == m_texts.end())
        return std::string{key};
    auto const said = this->number(number);
    return fill(text->second, [&](std::string_view place) {
        return place == "n" ? std::string_view{said} : argument(arguments, place);
    });
}

std::string Speaker::number(std::uint64_t value) const
{
    auto const digits = std::to_string(value);
    char const separator = m_language == Language::german ? '.' : ',';
    std::string out;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0)
            out += separator;
        out += digits[i];
    }
    return out;
}

namespace {

std::string tenths(std::uint64_t value, Language language)
{
    return std::to_string(value / 10) + (language == Language::german ? "," : ".")
           + std::to_string(value % 10);
}

} // namespace

std::string Speaker::bytes(std::uint64_t value) const
{
    constexpr std::uint64_t mega = 1'000'000;
    constexpr std::uint64_t giga = 1000 * mega;
    if (value < mega)
        return count("bytes", value);
    auto const unit = value < giga ? mega : giga;
    return tenths((value / (unit / 100) + 5) / 10, m_language) + (value < giga ? " MB" : " GB");
}

std::string Speaker::percent(std::uint64_t part, std::uint64_t whole) const
{
    constexpr std::uint64_t all = 1000; // in tenths of a percent
    auto share =
        whole == 0
            ? 0
            : static_cast<std::uint64_t>(std::llround(
                static_cast<double>(part) * static_cast<double>(all) / static_cast<double>(whole)));
    if (part > 0 && part < whole)
        share = std::clamp<std::uint64_t>(share, 1, all - 1);
    return say("percent", {{"n", tenths(share, m_language)}});
}

std::string Speaker::list(std::vector<std::string> const& parts, std::string_view last_word) const
{
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0)
            out += i + 1 == parts.size() ? " " + say(last_word) + " " : ", ";
        out += parts[i];
    }
    return out;
}

std::string Speaker::list_of_some(std::vector<std::string> parts, std::size_t most,
                                  std::string_view more_key) const
{
    if (parts.size() > most) {
        auto const more = parts.size() - most;
        parts.resize(most);
        parts.push_back(count(more_key, more));
    }
    return list(parts, "list.and");
}

std::string Speaker::day(CivilTime const& time) const
{
    return say("date", {{"day", std::to_string(time.day)},
                        {"month", say("month." + std::to_string(time.month))},
                        {"year", std::to_string(time.year)}});
}

std::string Speaker::date(std::int64_t time_ns) const
{
    return day(m_time.at(time_ns));
}

std::string Speaker::clock(std::int64_t time_ns) const
{
    auto const time = m_time.at(time_ns);
    return two_digits(time.hour) + ":" + two_digits(time.minute);
}

std::string Speaker::clock_seconds(std::int64_t time_ns) const
{
    return clock(time_ns) + ":" + two_digits(m_time.at(time_ns).second);
}

std::string Speaker::moment(std::int64_t time_ns) const
{
    auto const micros = std::to_string(1'000'000 + m_time.at(time_ns).nanosecond / 1000);
    return date(time_ns) + ", " + clock_seconds(time_ns) + "." + micros.substr(1) + " "
           + m_time.zone();
}

std::string Speaker::period(std::int64_t from_ns, std::int64_t to_ns) const
{
    auto const same_day = m_time.at(from_ns).same_day(m_time.at(to_ns));
    // Within a minute the seconds tell more.
    auto const is_short = to_ns - from_ns < 120'000'000'000;
    auto const shown = [&](std::int64_t at) { return is_short ? clock_seconds(at) : clock(at); };
    auto const from = date(from_ns) + ", " + shown(from_ns);
    auto const to =
        same_day ? "\u2013" + shown(to_ns) : " \u2013 " + date(to_ns) + ", " + shown(to_ns);
    return from + to + " " + m_time.zone() + " (" + duration(to_ns - from_ns) + ")";
}

std::string Speaker::duration(std::int64_t nanoseconds) const
{
    auto const seconds =
        static_cast<std::uint64_t>(std::max<std::int64_t>(nanoseconds, 0)) / 1'000'000'000;
    if (seconds < 120)
        return say("duration.seconds", {{"n", number(seconds)}});
    auto const minutes = (seconds + 30) / 60;
    if (minutes < 120)
        return say("duration.minutes", {{"n", number(minutes)}});
    if (minutes % 60 == 0)
        return say("duration.hours", {{"n", number(minutes / 60)}});
    return say("duration.hours_minutes",
               {{"h", number(minutes / 60)}, {"m", number(minutes % 60)}});
}

} // namespace petze

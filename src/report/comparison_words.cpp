#include "report/comparison_words.h"

#include "report/words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace petze {

namespace {

constexpr double ns_of_an_hour = 3.6e12;

std::string fixed(double value, int digits)
{
    std::array<char, 64> text{};
    auto const written = std::to_chars(text.data(), text.data() + text.size(), value,
                                       std::chars_format::fixed, digits);
    return {text.data(), written.ptr};
}

} // namespace

std::string ComparisonWording::decimal(double value) const
{
    constexpr double few = 10;
    auto text = fixed(value, value == 0 ? 0 : value < 1 ? 2 : value < few ? 1 : 0);
    if (m_speaker.language() == Language::german)
        std::replace(text.begin(), text.end(), '.', ',');
    return text;
}

std::string ComparisonWording::probability(double value) const
{
    constexpr double least = 0.001, small = 0.1;
    auto text = fixed(std::max(value, least), value < small ? 3 : 2);
    if (m_speaker.language() == Language::german)
        std::replace(text.begin(), text.end(), '.', ',');
    return (value < least ? "< " : "= ") + text;
}

std::string ComparisonWording::state(std::size_t number) const
{
    return m_speaker.say("compare.state", {{"x", printable(m_comparison.states[number].name)}});
}

std::string ComparisonWording::hours(double hours) const
{
    constexpr double most = 2e5; // of nanoseconds in 64 bits, with room
    return m_speaker.duration(
        static_cast<std::int64_t>(std::clamp(hours, 0.0, most) * ns_of_an_hour));
}

std::string ComparisonWording::rate(Rate const& rate) const
{
    if (rate.hours <= 0)
        return m_speaker.say("compare.no_rate");
    return m_speaker.say("compare.rate", {{"rate", decimal(rate.per_hour)},
                                          {"low", decimal(rate.low)},
                                          {"high", decimal(rate.high)}});
}

std::string ComparisonWording::relation(ComparedCell const& cell, ComparedCell const& first) const
{
    constexpr double cases = 100;
    auto const name = std::string{name_of(cell.relation)};
    if (cell.relation == Relation::persists && cell.differs)
        return m_speaker.say(cell.rate.per_hour < first.rate.per_hour ? "compare.persists_less"
                                                                      : "compare.persists_more");
    if (cell.relation != Relation::not_comparable)
        return m_speaker.say("compare.relation." + name);
    auto const silent = cell.rate.count == 0 ? cell.rate.hours : first.rate.hours;
    auto const in_hundred = std::clamp(std::round(cell.unseen * cases), 1.0, cases - 1);
    return m_speaker.say("compare.obstacle." + std::string{name_of(cell.obstacle)},
                         {{"hours", hours(silent)}, {"n", fixed(in_hundred, 0)}});
}

std::string ComparisonWording::sources(std::vector<TrafficSource> const& sources) const
{
    constexpr std::size_t most = 4;
    std::vector<std::string> names;
    names.reserve(sources.size());
    for (auto const& source : sources)
        names.push_back(m_speaker.say(source.is_system ? "compare.source.system" : "compare.source",
                                      {{"x", printable(source.name)}}));
    return m_speaker.list_of_some(names, most, "compare.sources.more");
}

std::string ComparisonWording::kind(std::string const& category) const
{
    auto const key = "short_kind." + category;
    return m_speaker.knows(key) ? m_speaker.say(key) : printable(category);
}

std::string ComparisonWording::counted(char const* key, std::uint64_t number) const
{
    return m_speaker.count(key, number);
}

std::string ComparisonWording::sentence(std::size_t number) const
{
    auto const& count = m_comparison.counts[number];
    auto const first = state(0);
    auto const here = state(number);
    std::vector<std::string> parts;
    if (count.persist > 0)
        parts.push_back(counted("compare.persist", count.persist));
    if (count.vanished > 0)
        parts.push_back(counted("compare.vanished", count.vanished));
    if (count.not_comparable > 0)
        parts.push_back(counted("compare.not_comparable", count.not_comparable));
    std::vector<std::string> others;
    if (count.appeared > 0)
        others.push_back(counted("compare.new", count.appeared));
    if (count.not_comparable_new > 0)
        others.push_back(counted("compare.new_perhaps", count.not_comparable_new));
    auto const more = others.empty() ? "" : "; " + m_speaker.list(others, "list.and");
    if (parts.empty())
        return m_speaker.say("compare.none_in_first",
                             {{"first", first}, {"state", here}, {"more", more}});
    return m_speaker.count("compare.of", count.in_first,
                           {{"first", first},
                            {"state", here},
                            {"parts", m_speaker.list(parts, "list.and")},
                            {"more", more}});
}

std::vector<std::string> ComparisonWording::sentences() const
{
    std::vector<std::string> out;
    for (std::size_t i = 1; i < m_comparison.states.size(); ++i)
        out.push_back(sentence(i));
    return out;
}

std::string ComparisonWording::headline() const
{
    auto const all = sentences();
    if (all.empty())
        return {};
    constexpr std::size_t readable = 2;
    Lines lines;
    for (auto const& row : m_comparison.rows)
        if (row.category.empty() && lines.size() < readable)
            for (auto& line : still_sent(row, all.size()))
                lines.push_back(std::move(line));
    auto out = all.back();
    for (auto const& line : lines) {
        out += " ";
        out += line;
    }
    return out;
}

namespace {

std::string in_place(Speaker const& speaker, std::string_view place, std::string const& text)
{
    constexpr std::int64_t second = 1'000'000'000;
    if (place == "state" || place == "a" || place == "b")
        return speaker.say("compare.state", {{"x", printable(text)}});
    return place == "offset" ? speaker.duration(std::atoll(text.c_str()) * second)
                             : printable(text);
}

} // namespace

std::vector<std::string> ComparisonWording::remarks() const
{
    std::vector<std::string> out;
    out.reserve(m_comparison.remarks.size());
    for (auto const& remark : m_comparison.remarks)
        out.push_back(
            m_speaker.say_with("compare.remark." + remark.key, [&](std::string_view place) {
                return in_place(m_speaker, place, argument(remark.arguments, place));
            }));
    return out;
}

} // namespace petze

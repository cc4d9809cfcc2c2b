#include "report/world.h"

#include "report/resources.h"

#include <charconv>

namespace petze {

namespace {

constexpr std::string_view land_begins = "\nland ";

std::optional<int> number(std::string_view text)
{
    int out{};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc{} || end != text.data() + text.size())
        return {};
    return out;
}

} // namespace

World::World()
{
    auto const all = resource("data/world.txt");
    auto const from = all.find(land_begins) + land_begins.size();
    auto const end = all.find('\n', from);
    m_land = all.substr(from, end - from);
    m_middles = all.substr(end);
}

std::optional<World::Point> World::middle_of(std::string_view country) const
{
    if (country.size() != 2)
        return {};
    for (auto at = m_middles.find(country); at != std::string_view::npos;
         at = m_middles.find(country, at + 1)) {
        if (at == 0 || m_middles[at - 1] != '\n')
            continue;
        auto const line = m_middles.substr(at, m_middles.find('\n', at) - at);
        auto const second = line.find_last_of(' ');
        auto const x = number(line.substr(3, second - 3));
        auto const y = number(line.substr(second + 1));
        if (x && y)
            return Point{*x, *y};
    }
    return {};
}

} // namespace petze

#include "report/country.h"
#include "report/page_flow.h"
#include "report/page_verdict.h"
#include "report/world.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace petze::page {

namespace {

void caption(Html& html, std::string_view title, std::string_view legend)
{
    html.raw("<figcaption><b>").say(title).raw("</b><span>").say(legend);
    html.raw("</span></figcaption>\n");
}

void header(Html& html, std::initializer_list<std::string_view> names, std::string_view numbers)
{
    html.raw("<thead><tr>");
    for (auto const name : names)
        html.raw(R"(<th scope="col">)").say(name).raw("</th>");
    for (auto const* name : {"where.receivers", "where.sent"})
        html.raw(R"(<th scope="col" class="n">)").say(name).raw("</th>");
    if (!numbers.empty())
        html.raw(R"(<th scope="col" class="n">)").say(numbers).raw("</th>");
    html.raw("</tr></thead><tbody>\n");
}

std::string name_of_country(std::string const& code, Speaker const& speaker)
{
    return code.empty() ? speaker.say("where.not_known") : country_name(code, speaker.language());
}

void flow_table(Html& html, Destinations const& destinations)
{
    html.raw("<details><summary>").say("where.flow.table");
    html.raw(R"(</summary><div class="scroll" tabindex="0" role="region")");
    html.label("where.flow.table").raw("><table><caption class=\"vh\">").say("where.flow.table");
    html.raw("</caption>");
    header(html, {"where.operator", "where.country", "where.purpose"}, "where.closed");
    for (auto const& one : destinations.operators) {
        html.raw(R"(<tr><th scope="row">)").say([&](Wording const& words) {
            return destination_name(one, words.speaker());
        });
        html.raw("</th><td>").say([&](Wording const& words) {
            auto const& speaker = words.speaker();
            return one.purpose ? name_of_country(one.country, speaker)
                               : speaker.say("where.several");
        });
        html.raw("</td><td>");
        if (one.purpose)
            verdict_name(html, *one.purpose);
        html.raw(R"(</td><td class="n">)").number(one.receivers);
        html.raw(R"(</td><td class="n">)").number(one.sent);
        html.raw(R"(</td><td class="n">)").number(one.closed).raw("</td></tr>\n");
    }
    html.raw("</tbody></table></div></details>\n");
}

void country_table(Html& html, Destinations const& destinations, World const& world)
{
    html.raw(R"(<table><caption class="vh">)").say("where.countries").raw("</caption>");
    header(html, {"where.country"}, {});
    for (auto const& one : destinations.countries) {
        html.raw(R"(<tr><th scope="row">)").say([&](Wording const& words) {
            auto const& speaker = words.speaker();
            auto const name = name_of_country(one.country, speaker);
            return world.middle_of(one.country) ? name
                                                : speaker.say("where.not_drawn", {{"x", name}});
        });
        html.raw(R"(</th><td class="n">)").number(one.receivers);
        html.raw(R"(</td><td class="n">)").number(one.sent).raw("</td></tr>\n");
    }
    html.raw("</tbody></table>\n");
}

struct Circle {
    DestinationCountry const& country;
    World::Point at;
    int radius;
    bool has_name;
};

/// Names where they do not cover each other, the largest circles first.
std::vector<Circle> circles_of(Destinations const& destinations, World const& world)
{
    constexpr double largest = 26;
    constexpr int smallest = 4, name_width = 110, name_height = 36;
    std::vector<Circle> out;
    for (auto const& country : destinations.countries) {
        auto const at = world.middle_of(country.country);
        if (!at)
            continue;
        auto const part = out.empty() ? 1.0
                                      : static_cast<double>(country.sent)
                                            / static_cast<double>(out.front().country.sent);
        auto const radius =
            std::max(smallest, static_cast<int>(std::lround(largest * std::sqrt(part))));
        auto const is_free = std::none_of(out.begin(), out.end(), [&](Circle const& other) {
            return other.has_name && std::abs(other.at.x - at->x) < name_width
                   && std::abs(other.at.y - other.radius - at->y + radius) < name_height;
        });
        out.push_back({country, *at, radius, is_free});
    }
    return out;
}

std::string percent(int part, int whole)
{
    constexpr int hundred = 100, thousandths = 1000;
    auto const share = part * hundred * thousandths / whole;
    auto digits = std::to_string(share % thousandths);
    return std::to_string(share / thousandths) + "." + digits.insert(0, 3 - digits.size(), '0')
           + "%";
}

void map(Html& html, std::vector<Circle> const& circles, World const& world)
{
    html.raw(R"(<div class="map" role="img")").label("where.map.label").raw(">\n");
    html.raw(R"(<svg viewBox="0 0 )" + std::to_string(World::width) + " "
             + std::to_string(World::height) + R"(" aria-hidden="true"><path class="land" d=")");
    html.raw(world.land()).raw("\"/>");
    for (auto const& circle : circles)
        html.raw(R"(<circle cx=")" + std::to_string(circle.at.x) + R"(" cy=")"
                 + std::to_string(circle.at.y) + R"(" r=")" + std::to_string(circle.radius)
                 + "\"/>");
    html.raw("</svg>\n");
    for (auto const& circle : circles) {
        if (!circle.has_name)
            continue;
        html.raw(R"(<span style="left:)" + percent(circle.at.x, World::width) + ";top:"
                 + percent(std::max(0, circle.at.y - circle.radius), World::height) + "\">");
        html.say([&](Wording const& words) {
            return country_name(circle.country.country, words.speaker().language());
        });
        html.raw("</span>");
    }
    html.raw("</div>\n");
}

} // namespace

std::string where_body(Content const& content)
{
    auto const destinations = destinations_of(content.answer);
    if (destinations.operators.empty())
        return {};
    auto html = content.html();
    World const world;
    html.raw("<figure>");
    caption(html, "where.flow", "where.flow.legend");
    flow_picture(html, destinations);
    html.raw("</figure>\n");
    flow_table(html, destinations);
    auto const circles = circles_of(destinations, world);
    if (circles.empty())
        return html.raw(R"(<p class="small measure">)")
            .say("where.no_country")
            .raw("</p>\n")
            .take();
    html.raw("<figure>");
    caption(html, "where.map", "where.map.legend");
    html.raw("<div class=\"maprow\">\n");
    map(html, circles, world);
    country_table(html, destinations, world);
    return html.raw("</div></figure>\n").take();
}

} // namespace petze::page

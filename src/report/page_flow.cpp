#include "report/page_flow.h"

#include "report/country.h"
#include "report/page_verdict.h"
#include "report/words.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace petze::page {

namespace {

// Heights are pixels, widths thousandths of the picture's: it is stretched sideways alone.
constexpr int all_bytes = 170, thinnest = 3, top = 34, gap = 34, country_gap = 50;
constexpr int node = 9, phone_x = 0, operator_x = 420, country_x = 800, whole = 1000;

std::string at(int x, int y)
{
    return std::to_string(x) + " " + std::to_string(y);
}

/// Between two columns, `thick` high, from its upper edge at `y0` to that at `y1`.
std::string ribbon(int x0, int y0, int x1, int y1, int thick)
{
    auto const middle = (x0 + x1) / 2;
    return "M" + at(x0, y0) + "C" + at(middle, y0) + " " + at(middle, y1) + " " + at(x1, y1) + "v"
           + std::to_string(thick) + "C" + at(middle, y1 + thick) + " " + at(middle, y0 + thick)
           + " " + at(x0, y0 + thick) + "z";
}

int share(std::uint64_t part, std::uint64_t of, int height)
{
    return static_cast<int>(
        std::lround(static_cast<double>(part) * height / static_cast<double>(of)));
}

struct Stream {
    Destination const& what;
    int thick, closed; // of which nobody could read
    int phone_y{}, operator_y{}, country_y{};
};

struct Country {
    int y{}, height{};
};

/// A stream of several operators has no country of its own.
std::string country_of(Stream const& stream)
{
    return stream.what.purpose ? stream.what.country : "*";
}

struct Picture {
    explicit Picture(std::vector<Destination> const& operators)
    {
        std::uint64_t total = 0;
        for (auto const& one : operators)
            total += one.sent;
        int y = top;
        for (auto const& one : operators) {
            auto const thick = std::max(thinnest, share(one.sent, total, all_bytes));
            streams.push_back({one, thick, share(one.closed, one.sent, thick), 0, y, 0});
            y += thick + gap;
            phone_height += thick;
        }
        height = y;
        place_countries();
        phone_y = std::max(top, (height - phone_height) / 2);
        for (int at = phone_y; auto& stream : streams) {
            stream.phone_y = at;
            at += stream.thick;
        }
    }

    std::vector<Stream> streams;
    std::map<std::string, Country> countries;
    int height{}, phone_y{}, phone_height{};

private:
    // In the order of their largest streams, so that few ribbons cross.
    void place_countries()
    {
        std::vector<std::string> order;
        for (auto const& stream : streams) {
            auto [place, fresh] = countries.try_emplace(country_of(stream));
            if (fresh)
                order.push_back(place->first);
            place->second.height += stream.thick;
        }
        int y = top;
        for (auto const& name : order) {
            auto& country = countries[name];
            country.y = y;
            y += country.height + country_gap;
        }
        height = std::max(height, y);
        std::map<std::string, int> used;
        for (auto& stream : streams) {
            auto& taken = used[country_of(stream)];
            stream.country_y = countries[country_of(stream)].y + taken;
            taken += stream.thick;
        }
    }
};

std::string stream_hue(Destination const& one)
{
    return one.purpose ? page::hue_of(*one.purpose) : "c-several";
}

void path(Html& html, std::string const& shape, std::string_view fill)
{
    html.raw(R"(<path d=")" + shape + R"(" )").raw(fill).raw("/>");
}

void bar(Html& html, int x, int y, int height)
{
    html.raw(R"(<rect x=")" + std::to_string(x) + R"(" y=")" + std::to_string(y) + R"(" width=")"
             + std::to_string(node) + R"(" height=")" + std::to_string(height)
             + R"(" fill="currentColor"/>)");
}

void drawing(Html& html, Picture const& picture)
{
    html.raw(R"(<svg viewBox="0 0 )" + at(whole, picture.height)
             + R"(" preserveAspectRatio="none" aria-hidden="true"><defs><pattern id="closed-bytes")"
             + R"( class="c-open" width="7" height="7" patternUnits="userSpaceOnUse")"
             + R"svg( patternTransform="rotate(45)"><path d="M0 0V7" stroke="currentColor")svg"
             + R"( stroke-width="3"/></pattern></defs>)");
    for (auto const& stream : picture.streams) {
        constexpr std::string_view sheer = R"(fill="currentColor" opacity=".3")";
        html.raw(R"(<g class=")" + stream_hue(stream.what) + R"(">)");
        path(html,
             ribbon(phone_x + node, stream.phone_y, operator_x, stream.operator_y, stream.thick),
             sheer);
        path(
            html,
            ribbon(operator_x + node, stream.operator_y, country_x, stream.country_y, stream.thick),
            sheer);
        if (stream.closed > 0) {
            auto const open = stream.thick - stream.closed;
            path(html,
                 ribbon(phone_x + node, stream.phone_y + open, operator_x, stream.operator_y + open,
                        stream.closed),
                 R"svg(fill="url(#closed-bytes)" opacity=".75")svg");
        }
        bar(html, operator_x, stream.operator_y, stream.thick);
        html.raw("</g>");
    }
    bar(html, phone_x, picture.phone_y, picture.phone_height);
    for (auto const& [name, country] : picture.countries)
        bar(html, country_x, country.y, country.height);
    html.raw("</svg>\n");
}

void label(Html& html, std::string_view column, int y)
{
    html.raw(R"(<span class="at-)").raw(column).raw(R"(" style="top:)");
    html.raw(std::to_string(y) + "px\">");
}

std::string country_words(std::string const& country, Speaker const& speaker)
{
    if (country.empty())
        return speaker.say("where.not_known");
    return country == "*" ? speaker.say("where.several")
                          : country_name(country, speaker.language());
}

} // namespace

std::string destination_name(Destination const& one, Speaker const& speaker)
{
    if (!one.purpose)
        return speaker.say("where.other_operators");
    return one.operator_name.empty() ? speaker.say("where.operator_not_known")
                                     : printable(one.operator_name);
}

void flow_picture(Html& html, Destinations const& destinations)
{
    Picture const picture{destinations.operators};
    constexpr int line = 20; // of text, in pixels: labels stand above what they name
    html.raw(R"(<div class="flow" role="img")").label("where.flow.label");
    html.raw(R"( style="height:)" + std::to_string(picture.height) + "px\">\n");
    drawing(html, picture);
    label(html, "phone", picture.phone_y - line);
    html.say("where.phone").raw("</span>");
    for (auto const& stream : picture.streams) {
        label(html, "operator", stream.operator_y - line);
        if (auto const purpose = stream.what.purpose)
            html.raw(R"(<span class="v )" + stream_hue(stream.what) + R"(">)")
                .mark("m-" + std::string{name_of(*purpose)})
                .raw("</span>");
        html.say([&](Wording const& words) {
            return words.speaker().say("where.stream",
                                       {{"name", destination_name(stream.what, words.speaker())},
                                        {"bytes", words.speaker().bytes(stream.what.sent)}});
        });
        html.raw("</span>");
    }
    for (auto const& one : picture.countries) {
        auto const& country = one.second;
        label(html, "country", country.y + std::min(country.height / 2, line / 2) - line / 2);
        html.say([&](Wording const& words) { return country_words(one.first, words.speaker()); });
        html.raw("</span>");
    }
    html.raw("</div>\n");
}

} // namespace petze::page

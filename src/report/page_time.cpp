#include "report/page_windows.h"

#include "report/words.h"

#include <algorithm>
#include <array>
#include <map>

namespace petze::page {

namespace {

constexpr std::size_t lanes_shown = 12;
constexpr std::size_t table_rows = 24;
constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t a_day = 86'400 * second;

/// Bytes of a connection are spread evenly over its time: when within it they went is not kept.
void spread(std::vector<std::uint64_t>& bins, std::uint64_t bytes, std::size_t first,
            std::size_t last)
{
    auto const count = last - first + 1;
    auto const each = bytes / count;
    bins[first] += bytes % count;
    for (auto i = first; i <= last; ++i)
        bins[i] += each;
}

} // namespace

Timeline timeline_of(Answer const& answer, std::int64_t from_ns, std::int64_t to_ns,
                     std::size_t bins)
{
    Timeline timeline{from_ns, std::max(to_ns, from_ns + 1), {}};
    std::map<std::string_view, std::size_t> lanes;
    for (auto const& flow : answer.timeline)
        lanes.emplace(flow.endpoint, lanes_shown);
    for (auto const& endpoint : answer.endpoints) {
        auto const lane = lanes.find(endpoint.id);
        if (lane == lanes.end() || timeline.lanes.size() == lanes_shown)
            continue;
        lane->second = timeline.lanes.size();
        timeline.lanes.push_back({endpoint.id, std::vector<std::uint64_t>(bins)});
    }
    if (lanes.size() > timeline.lanes.size())
        timeline.lanes.push_back({{}, std::vector<std::uint64_t>(bins)});
    auto const width = static_cast<double>(timeline.to_ns - from_ns) / static_cast<double>(bins);
    auto const bin = [&](std::int64_t at) {
        auto const place = static_cast<double>(std::clamp(at, from_ns, timeline.to_ns) - from_ns);
        return std::min(static_cast<std::size_t>(place / width), bins - 1);
    };
    for (auto const& flow : answer.timeline) {
        auto const lane = std::min(lanes.at(flow.endpoint), timeline.lanes.size() - 1);
        auto const first = bin(flow.start_ns);
        spread(timeline.lanes[lane].bins, flow.bytes_to_server, first,
               std::max(first, bin(flow.end_ns)));
    }
    return timeline;
}

namespace {

/// A round length of time that cuts the recording into few enough rows.
std::int64_t table_step(std::int64_t length_ns)
{
    constexpr std::int64_t minute = 60;
    constexpr std::int64_t hour = 60 * minute;
    constexpr std::int64_t day = 24 * hour;
    constexpr std::array steps{1 * second,           5 * second,          15 * second,
                               minute * second,      5 * minute * second, 15 * minute * second,
                               30 * minute * second, hour * second,       2 * hour * second,
                               6 * hour * second,    12 * hour * second,  day * second,
                               7 * day * second,     30 * day * second};
    for (auto const step : steps)
        if (length_ns / step < static_cast<std::int64_t>(table_rows))
            return step;
    return std::max(steps.back(), length_ns / static_cast<std::int64_t>(table_rows));
}

void table(Html& html, Content const& content)
{
    auto const& answer = content.answer;
    auto const step = table_step(answer.last_ns - answer.first_ns);
    auto const from = answer.first_ns / step * step;
    auto const rows = static_cast<std::size_t>((answer.last_ns - from) / step + 1);
    auto const timeline =
        timeline_of(answer, from, from + static_cast<std::int64_t>(rows) * step, rows);
    html.raw("<table><caption>").say([&](Wording const& words) {
        auto const& speaker = words.speaker();
        return speaker.say("time.caption",
                           {{"step", speaker.duration(step)}, {"zone", speaker.time().zone()}});
    });
    html.raw(R"(</caption><thead><tr><th scope="col">)").say("time.from").raw("</th>");
    for (auto const& lane : timeline.lanes) {
        html.raw(R"(<th scope="col" class="n">)");
        lane.endpoint.empty() ? html.say("time.others") : html.text(lane.endpoint);
        html.raw("</th>");
    }
    html.raw("</tr></thead><tbody>\n");
    for (std::size_t i = 0; i < rows; ++i) {
        auto const at = from + static_cast<std::int64_t>(i) * step;
        html.raw(R"(<tr><th scope="row">)").say([&](Wording const& words) {
            auto const& speaker = words.speaker();
            auto const clock = step < 60 * second ? speaker.clock_seconds(at) : speaker.clock(at);
            return answer.last_ns - answer.first_ns < a_day ? clock
                                                            : speaker.date(at) + ", " + clock;
        });
        html.raw("</th>");
        for (auto const& lane : timeline.lanes)
            html.raw(R"(<td class="n">)").number(lane.bins[i]).raw("</td>");
        html.raw("</tr>\n");
    }
    html.raw("</tbody></table>\n");
}

void buttons(Html& html)
{
    html.raw(R"(<div class="tools" role="group")").label("time.section").raw(">");
    for (auto const* button : {"in", "out", "left", "right", "all"})
        html.raw(R"(<button class="btn" type="button" data-z=")" + std::string{button} + R"(">)")
            .say("time." + std::string{button})
            .raw("</button>");
    html.raw("<span id=\"tnow\" class=\"q\" aria-live=\"polite\"></span></div>\n");
}

} // namespace

std::string time_body(Content const& content)
{
    auto const& answer = content.answer;
    if (answer.timeline.empty())
        return {};
    auto html = content.html();
    auto const background = content.overview.only_in_background;
    html.raw(R"(<figure class="chart"><figcaption><b>)");
    html.say(background ? "time.figure.background" : "time.figure").raw("</b><span>");
    html.say("time.legend");
    if (!answer.activities.empty())
        html.raw(" ").say("time.legend.activity");
    if (!answer.evidence.empty())
        html.raw(" ").say("time.legend.evidence");
    if (answer.timeline_left_out > 0)
        html.raw(" ").say([&](Wording const& words) {
            return words.speaker().count("time.left_out", answer.timeline_left_out);
        });
    html.raw("</span></figcaption>\n");
    buttons(html);
    html.raw("<div id=\"fig-time\"></div></figure>\n<details><summary>").say("time.table");
    html.raw(R"(</summary><div class="scroll" tabindex="0" role="region")");
    html.label("time.table").raw(">\n");
    table(html, content);
    html.raw("</div></details>\n");
    windows(html, content);
    return html.take();
}

} // namespace petze::page

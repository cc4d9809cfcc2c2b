#include "report/page_verdict.h"

#include "report/because.h"
#include "report/verdict_words.h"
#include "report/wording.h"
#include "report/words.h"

#include <array>
#include <cmath>

namespace petze::page {

namespace {

constexpr std::size_t bursts_listed = 4;

// DESIGN: upkeep, started by the user and services are explained; telemetry and advertising are
// commercial.
std::string_view hue(Purpose purpose)
{
    constexpr std::array<std::string_view, purposes> hues{
        "explained", "explained", "explained", "commercial", "commercial", "open", "undisclosed"};
    return hues[static_cast<std::size_t>(purpose)];
}

} // namespace

std::string hue_of(Purpose purpose)
{
    return "c-" + std::string{hue(purpose)};
}

void verdict_name(Html& html, Purpose purpose)
{
    auto const name = std::string{name_of(purpose)};
    html.raw(R"(<span class="v )" + hue_of(purpose) + R"(">)")
        .mark("m-" + name)
        .say("verdict." + name)
        .raw("</span>");
}

void confidence(Html& html, Verdict const& verdict)
{
    constexpr double whole = 100;
    html.raw(R"(<p class="conf"><span>)")
        .say([&](Wording const& words) {
            return confidence_words(words.speaker(), verdict.confidence);
        })
        .raw(R"(</span><span class="meter" aria-hidden="true"><i style="width:)")
        .raw(std::to_string(std::lround(verdict.confidence * whole)))
        .raw("%\"></i></span></p>");
}

void reasons(Html& html, Verdict const& verdict)
{
    html.raw("<div><h4>").say("card.because").raw("</h4><ul class=\"reasons\">\n");
    for (auto const& one : verdict.because) {
        html.raw(R"(<li><span class="w">)").say([&](Wording const& words) {
            return (one.weight < 0 ? "\u2212" : "+")
                   + decimal(words.speaker(), std::abs(one.weight), 1);
        });
        html.raw("</span><span>")
            .say([&](Wording const& words) {
                return weighed_because(words.speaker(), verdict, one);
            })
            .raw("</span></li>\n");
    }
    html.raw("</ul></div>\n");
}

void would_change(Html& html, Verdict const& verdict)
{
    if (verdict.would_change.empty())
        return;
    html.raw("<details><summary>").say("card.would_change").raw("</summary><ul class=\"small\">\n");
    for (auto const& reason : verdict.would_change)
        html.raw("<li>")
            .say([&](Wording const& words) { return because(words.speaker(), reason); })
            .raw("</li>\n");
    html.raw("</ul></details>\n");
}

std::string budget_words(ByteBudget const& budget, Speaker const& speaker)
{
    if (budget.max_bytes == 0)
        return speaker.say("card.budget.none");
    auto out = speaker.say("card.budget.value", {{"bytes", speaker.bytes(budget.max_bytes)}});
    for (auto const departure : {Departure::excluded, Departure::possible}) {
        std::vector<std::string> kinds;
        for (auto const& [category, one] : budget.items)
            if (one == departure)
                kinds.push_back(speaker.say("category." + category));
        if (!kinds.empty())
            out += " "
                   + speaker.say("card.budget." + std::string{name_of(departure)},
                                 {{"kinds", speaker.list(kinds, "list.and")}});
    }
    return out;
}

std::string photo_burst_words(std::vector<PhotoBurst> const& bursts, Speaker const& speaker)
{
    std::string out;
    for (std::size_t i = 0; i < bursts.size() && i < bursts_listed; ++i) {
        auto const& [burst, photo, photo_bytes, fitting] = bursts[i];
        out +=
            speaker.say("card.burst", {{"time", speaker.moment(burst.start_ns)},
                                       {"frames", frame_text({burst.frames}, burst.frames.capture)},
                                       {"bytes", speaker.bytes(burst.bytes)},
                                       {"photo", speaker.say(item_words(photo, "photo"))},
                                       {"photo_bytes", speaker.bytes(photo_bytes)}})
            + ' ';
        if (fitting > 1)
            out += speaker.count("card.burst.others", fitting - 1) + ' ';
    }
    if (bursts.size() > bursts_listed)
        out += speaker.count("card.burst.more", bursts.size() - bursts_listed) + ' ';
    return out + speaker.say("card.burst.means");
}

} // namespace petze::page

#include "report/page_who.h"

#include "report/adequacy_words.h"
#include "report/attributed_words.h"
#include "report/because.h"
#include "report/words.h"

namespace petze::page {

namespace {

/// One of the columns.
struct Column {
    std::string_view key; // of the catalogue: "who.registry"
    std::optional<Attributed> const& answer;
};

constexpr std::string_view distant = "who.dated_distant";

std::string dated(std::string const& source, std::string const& as_of, bool is_distant,
                  Speaker const& speaker)
{
    return dated_source(source, as_of, is_distant ? distant : std::string_view{}, speaker);
}

void column(Html& html, Column const& column)
{
    html.raw("<dt>").say(column.key).raw("<small>");
    html.say(std::string{column.key} + ".does").raw("</small></dt>");
    if (!column.answer) {
        html.raw(R"(<dd class="q">)").say(std::string{column.key} + ".unknown").raw("</dd>");
        return;
    }
    auto const& answer = *column.answer;
    html.raw("<dd><b>")
        .say([&](Wording const& words) { return attributed_name(answer, words.speaker()); })
        .raw(R"(</b></dd><dd class="src">)")
        .say([&](Wording const& words) {
            auto const& speaker = words.speaker();
            return because(speaker, answer.because) + " "
                   + dated(answer.source, answer.as_of, answer.distant, speaker);
        })
        .raw("</dd>");
}

void roles(Html& html, Attribution const& attribution)
{
    if (attribution.roles.empty())
        return;
    html.raw(R"(<dd class="src">)").say([&](Wording const& words) {
        std::vector<std::string> parts;
        parts.reserve(attribution.roles.size());
        for (auto const role : attribution.roles)
            parts.push_back(words.speaker().say(role_words(role)));
        return words.speaker().say("who.roles", {{"x", words.speaker().list(parts, "list.and")}});
    });
    html.raw("</dd>");
}

void network(Html& html, Attribution const& attribution)
{
    if (!attribution.network)
        return;
    auto const& network = *attribution.network;
    html.raw("<li>").say([&](Wording const& words) {
        auto const& speaker = words.speaker();
        auto text = speaker.say("who.network", {{"asn", std::to_string(network.asn)},
                                                {"name", printable(network.name)},
                                                {"prefix", printable(network.prefix)}});
        text += " " + dated(network.source, network.as_of, network.distant, speaker);
        if (network.because_hosting)
            text += " " + because(speaker, *network.because_hosting);
        return text;
    });
    html.raw("</li>\n");
}

void disagreement(Html& html, Disagreement const& one)
{
    html.raw("<li>").say([&](Wording const& words) {
        auto const& speaker = words.speaker();
        std::vector<std::string> sayings;
        sayings.reserve(one.sayings.size());
        for (auto const& saying : one.sayings)
            sayings.push_back(speaker.say(saying.as_of.empty() ? "who.saying" : "who.saying_dated",
                                          {{"value", printable(saying.value)},
                                           {"source", printable(saying.source)},
                                           {"date", printable(saying.as_of)}}));
        return speaker.say("who.disagreement",
                           {{"about", speaker.say("disagreement." + std::string{one.about})},
                            {"sayings", speaker.list(sayings, "list.and")}});
    });
    html.raw("</li>\n");
}

} // namespace

void three_answers(Html& html, Endpoint const& endpoint)
{
    auto const& attribution = *endpoint.attribution;
    html.raw("<dl class=\"who\"><div>");
    column(html, {"who.registry", attribution.registry});
    html.raw("</div>\n<div>");
    column(html, {"who.holder", attribution.holder});
    html.raw("</div>\n<div class=\"op\">");
    column(html, {"who.operator", attribution.operator_});
    roles(html, attribution);
    html.raw("</div></dl>\n");
    auto const adequacy = adequacy_of(attribution);
    if (!adequacy && !attribution.network && attribution.remarks.empty()
        && attribution.disagreements.empty())
        return;
    html.raw("<ul class=\"plain remarks\">\n");
    for (auto const& remark : attribution.remarks)
        html.raw("<li>")
            .say([&](Wording const& words) { return because(words.speaker(), remark); })
            .raw("</li>\n");
    for (auto const& one : attribution.disagreements)
        disagreement(html, one);
    network(html, attribution);
    if (adequacy)
        html.raw("<li>")
            .say([&](Wording const& words) { return adequacy_words(*adequacy, words.speaker()); })
            .raw("</li>\n");
    html.raw("</ul>\n");
}

} // namespace petze::page

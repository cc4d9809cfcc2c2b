#include "report/page.h"

#include "report/page_verdict.h"
#include "report/page_who.h"
#include "report/words.h"

#include <algorithm>
#include <map>

namespace petze::page {

namespace {

constexpr std::size_t items_listed = 10;    // on one card
constexpr std::size_t addresses_listed = 8; // a shared name has hundreds

struct FoundItem {
    std::size_t gravity{};
    std::uint32_t number{};
    Words words;
    bool sent{};
};

std::vector<FoundItem> items_of(Content const& content, EndpointFound const& found)
{
    std::map<std::pair<std::string, bool>, FoundItem> items;
    for (auto const number : found.evidence) {
        auto const& finding = content.answer.evidence[number - 1].finding;
        auto const sent = finding.direction == Direction::to_server;
        items.try_emplace({finding.item.empty() ? finding.category : finding.item, sent},
                          FoundItem{gravity(finding.category), number,
                                    item_words(finding.item, finding.category), sent});
    }
    std::vector<FoundItem> out;
    out.reserve(items.size());
    for (auto& [item, one] : items)
        out.push_back(std::move(one));
    std::stable_sort(out.begin(), out.end(), [](FoundItem const& a, FoundItem const& b) {
        return std::pair{a.gravity, a.number} < std::pair{b.gravity, b.number};
    });
    return out;
}

void found_here(Html& html, Content const& content, EndpointFound const& found)
{
    auto const items = items_of(content, found);
    html.raw("<div><h4>").say("card.found").raw("</h4><ul class=\"plain\">\n");
    for (std::size_t i = 0; i < items.size() && i < items_listed; ++i) {
        html.raw("<li><span>").say(items[i].words);
        if (!items[i].sent)
            html.raw(R"( <span class="q">)").say("card.came").raw("</span>");
        html.raw("</span>").evidence(items[i].number).raw("</li>\n");
    }
    if (items.size() > items_listed)
        html.raw(R"(<li><a class="ev" href="#findings">)")
            .say([&](Wording const& words) {
                return words.speaker().count("card.more", items.size() - items_listed);
            })
            .raw("</a></li>\n");
    html.raw("</ul></div>\n");
}

std::string addresses(Endpoint const& endpoint, Speaker const& speaker)
{
    std::vector<std::string> out;
    for (auto const& address : endpoint.addresses)
        if (address.text() != endpoint.id)
            out.push_back(address.text());
    if (out.empty())
        return speaker.say(endpoint.names.empty() ? "card.no_name" : "card.address_only");
    return speaker.list_of_some(std::move(out), addresses_listed, "addresses.more");
}

std::string names(Endpoint const& endpoint, Speaker const& speaker)
{
    std::map<std::string, std::vector<std::string>> sources;
    std::vector<std::string> order;
    for (auto const& name : endpoint.names) {
        auto& known = sources[name.name];
        if (known.empty())
            order.push_back(name.name);
        auto const source = speaker.say(name_source_words(name.source));
        if (std::find(known.begin(), known.end(), source) == known.end())
            known.push_back(source);
    }
    std::vector<std::string> out;
    out.reserve(order.size());
    for (auto const& name : order)
        out.push_back(
            speaker.say("card.name", {{"name", printable(name)},
                                      {"sources", speaker.list(sources[name], "list.and")}}));
    return speaker.list_of_some(std::move(out), addresses_listed, "names.more");
}

std::string_view transport_key(Endpoint const& endpoint)
{
    if (endpoint.clear_flows == 0)
        return endpoint.decrypted_flows > 0 ? "card.opened_by_keys" : "card.encrypted";
    return endpoint.clear_flows == endpoint.flows ? "card.clear" : "card.mixed";
}

void figures(Html& html, Endpoint const& endpoint, Judgement const* judgement)
{
    auto const row = [&](std::string_view key, auto value) {
        html.raw("<dt>").say(key).raw("</dt><dd>").say(value).raw("</dd>\n");
    };
    html.raw("<dl class=\"kv\">\n");
    if (!endpoint.names.empty())
        row("card.names", [&](Wording const& words) { return names(endpoint, words.speaker()); });
    row("card.bytes", [&](Wording const& words) {
        auto const& speaker = words.speaker();
        return speaker.say("card.bytes.value",
                           {{"sent", speaker.bytes(endpoint.payload_to_server)},
                            {"received", speaker.bytes(endpoint.payload_to_client)},
                            {"connections", speaker.count("in_connections", endpoint.flows)}});
    });
    row("card.opened", [&](Wording const& words) {
        auto const& speaker = words.speaker();
        return speaker.say("card.opened.value",
                           {{"opened", speaker.bytes(endpoint.opened_to_server)},
                            {"closed", speaker.bytes(endpoint.opaque_to_server)}});
    });
    if (judgement && !endpoint.local)
        row("card.budget",
            [&](Wording const& words) { return budget_words(judgement->budget, words.speaker()); });
    if (judgement && !endpoint.local && !judgement->photo_bursts.empty())
        row("card.bursts", [&](Wording const& words) {
            return photo_burst_words(judgement->photo_bursts, words.speaker());
        });
    row("card.transport", [&](Wording const& words) {
        return words.speaker().say(transport_key(endpoint),
                                   {{"n", words.speaker().number(endpoint.clear_flows)},
                                    {"all", words.speaker().number(endpoint.flows)}});
    });
    row("card.seen", [&](Wording const& words) {
        return words.speaker().period(endpoint.first_ns, endpoint.last_ns);
    });
    html.raw("</dl>");
}

EndpointFound const* found_at(Content const& content, Endpoint const& endpoint)
{
    auto const found = content.overview.by_endpoint.find(endpoint.id);
    return found == content.overview.by_endpoint.end() ? nullptr : &found->second;
}

std::string summary_of(EndpointFound const* found, Speaker const& speaker)
{
    auto const items = found ? found->items.size() : 0;
    return items == 0 ? speaker.say("card.nothing") : speaker.count("card.items", items);
}

Judgement const* judged(Content const& content, std::size_t at)
{
    auto const& judgements = content.answer.judgements;
    return at < judgements.size() ? &judgements[at] : nullptr;
}

void head(Html& html, Content const& content, std::size_t at, std::string const& id)
{
    auto const& endpoint = content.answer.endpoints[at];
    html.raw(R"(<header><div><h3 id=")" + id + R"(h">)")
        .text(endpoint.id)
        .raw(R"(</h3><p class="addr">)");
    html.say([&](Wording const& words) { return addresses(endpoint, words.speaker()); });
    if (endpoint.local)
        html.raw(" \u00b7 ").say("card.local");
    html.raw("</p></div>\n<div class=\"verdict\">");
    if (auto const* judgement = judged(content, at)) {
        verdict_name(html, judgement->verdict.purpose);
        confidence(html, judgement->verdict);
    }
    html.raw("</div></header>\n");
}

/// What stands under the name: whose it is, why the verdict, what was found, the figures.
void body(Html& html, Content const& content, std::size_t at)
{
    auto const& endpoint = content.answer.endpoints[at];
    auto const* judgement = judged(content, at);
    if (!endpoint.local)
        three_answers(html, endpoint);
    html.raw("<div class=\"grid2\">");
    if (judgement)
        reasons(html, judgement->verdict);
    if (auto const* found = found_at(content, endpoint))
        found_here(html, content, *found);
    html.raw("</div>\n");
    if (judgement)
        would_change(html, judgement->verdict);
    html.raw("<details><summary>").say("card.traffic").raw("</summary>\n");
    figures(html, endpoint, judgement);
    html.raw("</details>");
}

void card(Html& html, Content const& content, std::size_t at)
{
    auto const id = "r" + std::to_string(at + 1);
    auto const* judgement = judged(content, at);
    auto const hue = judgement ? " " + hue_of(judgement->verdict.purpose) : std::string{" quiet"};
    html.raw(R"(<article class="card)" + hue + R"(" id=")" + id + R"(" aria-labelledby=")" + id
             + R"(h">)");
    head(html, content, at, id);
    body(html, content, at);
    html.raw("</article>\n");
}

void row(Html& html, Content const& content, std::size_t at)
{
    auto const& endpoint = content.answer.endpoints[at];
    html.raw(R"(<details class="row"><summary><span><b>)").text(endpoint.id);
    html.raw(R"(</b><br><span class="addr mono q">)");
    html.say([&](Wording const& words) { return addresses(endpoint, words.speaker()); });
    html.raw("</span></span><span>");
    if (auto const* judgement = judged(content, at))
        verdict_name(html, judgement->verdict.purpose);
    html.raw(R"(</span><span class="q">)");
    html.say([&](Wording const& words) {
        return endpoint.local ? words.speaker().say("card.local")
                              : summary_of(found_at(content, endpoint), words.speaker());
    });
    html.raw(R"(</span><span class="n">)").say([&](Wording const& words) {
        auto const& speaker = words.speaker();
        return speaker.say("row.sent", {{"x", speaker.bytes(endpoint.payload_to_server)}});
    });
    html.raw(R"(</span></summary><div class="body">)");
    body(html, content, at);
    html.raw("</div></details>\n");
}

} // namespace

std::string receivers_body(Content const& content)
{
    auto html = content.html();
    auto const& endpoints = content.answer.endpoints;
    if (endpoints.empty())
        return html.raw(R"(<p class="says">)")
            .say([](Wording const& words) { return words.headline(); })
            .raw("</p>\n")
            .take();
    html.raw(R"(<p class="lead">)").say("receivers.lead").raw("</p>\n");
    auto const cards = std::min(endpoints.size(), cards_shown);
    for (std::size_t i = 0; i < cards; ++i)
        card(html, content, i);
    if (endpoints.size() == cards)
        return html.take();
    html.raw(R"(<h3 class="further">)").say("receivers.further").raw("</h3>\n");
    if (endpoints.size() - cards > rows_shown)
        html.raw(R"(<div class="filt"><label for="rq">)")
            .say("filter")
            .raw(R"(</label><input type="search" id="rq" autocomplete="off">)"
                 "<span id=\"rn\" role=\"status\" class=\"q\"></span></div>\n");
    html.raw("<div id=\"rows\">\n");
    for (std::size_t i = cards; i < endpoints.size() && i < cards + rows_shown; ++i)
        row(html, content, i);
    html.raw(
        "</div>\n<p class=\"after\"><button type=\"button\" class=\"btn noprint\" id=\"rmore\" "
        "hidden></button></p>\n");
    return html.take();
}

} // namespace petze::page
